// Tensors within JSON: { shape, dtype, data } with little-endian base64, or { file, array } in an archive beside it.
import * as v from 'valibot';
import { DendraError, isTensor, naturalInteger, sizeOf, type Tensor } from '../ir/index.ts';

const bytesOf = { int8: 1, int16: 2, int32: 4, int64: 8 } as const;
type DType = keyof typeof bytesOf;

const inlineSchema = v.strictObject({
  shape: v.array(naturalInteger),
  dtype: v.picklist(['int8', 'int16', 'int32', 'int64']),
  data: v.string(),
});
const fileSchema = v.strictObject({ file: v.string(), array: v.string() });

/** Loads an array of an archive; the path is as the graph file gives it. */
export type LoadArray = (file: string, array: string) => Tensor;

/** A JSON value of a tensor, in the smallest element type that holds all values. */
export function encodeTensor({ shape, data }: Tensor): v.InferOutput<typeof inlineSchema> {
  const dtype = smallest(data);
  const packed = dtype === 'int8' ? new Int8Array(data as Int32Array) : undefined;
  const values = packed ?? (dtype === 'int16' ? new Int16Array(data as Int32Array) : data);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { shape: [...shape], dtype, data: bytes.toString('base64') };
}

/** A JSON value with every tensor in it decoded. */
export function decodeTensors(value: unknown, load: LoadArray): unknown {
  if (Array.isArray(value)) return value.map((item) => decodeTensors(item, load));
  if (typeof value !== 'object' || value === null) return value;
  if (v.is(inlineSchema, value)) return decode(value);
  if (v.is(fileSchema, value)) return load(value.file, value.array);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeTensors(item, load)]));
}

/** A value with every tensor encoded, bigints as numbers or decimal strings, and sorted keys. */
export function encodeValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : `${value}`;
  }
  if (isTensor(value)) return encodeTensor(value);
  if (hasJson(value)) return encodeValue(value.toJSON());
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, encodeValue(item)]),
    );
  }
  const plain = value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
  if (plain) return value;
  throw new DendraError(`an attribute must be plain data or a tensor, not ${String(value)}`, {
    rule: 'attribute-plain',
  });
}

/** True for what knows its own plain form, as a transfer function does. */
function hasJson(value: unknown): value is { toJSON(): unknown } {
  const holds = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return holds && 'toJSON' in value && typeof value.toJSON === 'function';
}

function decode({ shape, dtype, data }: v.InferOutput<typeof inlineSchema>): Tensor {
  const buffer = Buffer.from(data, 'base64');
  const size = sizeOf(shape);
  const expected = size * bytesOf[dtype];
  if (buffer.length !== expected) {
    throw new DendraError(`data must be ${expected} bytes in base64, not ${buffer.length}`, { rule: 'tensor-data' });
  }
  const bytes = new Uint8Array(expected);
  bytes.set(buffer);
  if (dtype === 'int64') return { shape, data: new BigInt64Array(bytes.buffer) };
  if (dtype === 'int32') return { shape, data: new Int32Array(bytes.buffer) };
  return { shape, data: new Int32Array(dtype === 'int8' ? new Int8Array(bytes.buffer) : new Int16Array(bytes.buffer)) };
}

function smallest(data: Tensor['data']): DType {
  if (data instanceof BigInt64Array) return 'int64';
  let [lo, hi] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value < lo) lo = value;
    else if (value > hi) hi = value;
  }
  if (lo >= -128 && hi < 128) return 'int8';
  return lo >= -32768 && hi < 32768 ? 'int16' : 'int32';
}
