// Reads and writes .npy arrays of exact integers.
import { DendraError, sizeOf, type Tensor } from '../ir/index.ts';

type Numbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array;
type Reader = (buffer: ArrayBuffer, size: number) => Numbers | BigInt64Array;

/** Element formats by numpy's name: bytes, and the view on them. */
const formats: Readonly<Record<string, { readonly bytes: number; readonly view: Reader }>> = {
  '|i1': { bytes: 1, view: (buffer, size) => new Int8Array(buffer, 0, size) },
  '<i2': { bytes: 2, view: (buffer, size) => new Int16Array(buffer, 0, size) },
  '<i4': { bytes: 4, view: (buffer, size) => new Int32Array(buffer, 0, size) },
  '<i8': { bytes: 8, view: (buffer, size) => new BigInt64Array(buffer, 0, size) },
  '|u1': { bytes: 1, view: (buffer, size) => new Uint8Array(buffer, 0, size) },
  '|b1': { bytes: 1, view: (buffer, size) => new Uint8Array(buffer, 0, size) },
  '<u2': { bytes: 2, view: (buffer, size) => new Uint16Array(buffer, 0, size) },
  '<u4': { bytes: 4, view: (buffer, size) => new Uint32Array(buffer, 0, size) },
  '<f4': { bytes: 4, view: (buffer, size) => new Float32Array(buffer, 0, size) },
  '<f8': { bytes: 8, view: (buffer, size) => new Float64Array(buffer, 0, size) },
};

/** Where an array comes from, for messages. */
export interface ArrayPlace {
  readonly file?: string | undefined;
  readonly array?: string | undefined;
}

/** The tensor in a .npy file: 32-bit storage when every value fits, 64-bit storage otherwise. */
export function readNpy(bytes: Uint8Array, place: ArrayPlace = {}): Tensor {
  const { header, offset } = readHeader(bytes, place);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const format = descr === undefined ? undefined : formats[descr];
  if (format === undefined) {
    throw wrong(place, `be of a plain integer type`, descr === undefined ? 'structured' : `"${descr}"`, 'npy-type', {
      hint: 'convert it with astype: int8, int16, int32, int64, uint8, uint16, uint32 or bool',
    });
  }
  if (shapeText === undefined) throw wrong(place, 'have a shape in its header', 'none', 'npy-header');
  if (/'fortran_order':\s*True/.test(header)) {
    throw wrong(place, 'be in C order', 'in Fortran order', 'npy-order', {
      hint: 'save numpy.ascontiguousarray(array)',
    });
  }
  const shape = shapeText
    .split(',')
    .map((dim) => dim.trim())
    .filter((dim) => dim !== '')
    .map(Number);
  const size = sizeOf(shape);
  const given = bytes.length - offset;
  if (given !== size * format.bytes) {
    throw wrong(place, `hold ${size * format.bytes} bytes of data`, `${given}`, 'npy-complete', {
      hint: 'the file is damaged; write it again',
    });
  }
  // A copy aligns the data; slice() of a node Buffer would be a view that begins anywhere.
  const values = format.view(new Uint8Array(bytes.subarray(offset)).buffer, size);
  if (values instanceof Float32Array || values instanceof Float64Array) checkIntegers(values, place);
  return { shape, data: storage(values) };
}

/** A .npy file of a tensor, with the element type of its storage. */
export function writeNpy({ shape, data }: Tensor): Uint8Array {
  const descr = data instanceof Int32Array ? '<i4' : '<i8';
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  // The header ends with a line feed and fills up to a multiple of 64.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const out = new Uint8Array(length + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 11)}\n`), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length);
  return out;
}

function readHeader(bytes: Uint8Array, place: ArrayPlace): { header: string; offset: number } {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 10 || !magic.every((byte, i) => bytes[i] === byte)) {
    throw wrong(place, 'begin with the npy signature', 'with something else', 'npy-header');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! >= 2;
  if (long && bytes.length < 12) throw wrong(place, 'hold its whole header', 'a part of it', 'npy-complete');
  const start = long ? 12 : 10;
  const offset = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (offset > bytes.length) throw wrong(place, 'hold its whole header', 'a part of it', 'npy-complete');
  return { header: new TextDecoder('latin1').decode(bytes.subarray(start, offset)), offset };
}

function checkIntegers(values: Float32Array | Float64Array, place: ArrayPlace): void {
  const at = values.findIndex((value) => !Number.isSafeInteger(value));
  if (at < 0) return;
  throw wrong(place, 'hold integers alone', `${values[at]} at position ${at}`, 'npy-integers', {
    hint: 'quantise it before it is saved',
  });
}

function storage(values: Numbers | BigInt64Array): Int32Array | BigInt64Array {
  if (values instanceof BigInt64Array) {
    return values.every((value) => value === BigInt.asIntN(32, value)) ? Int32Array.from(values, Number) : values;
  }
  if (values instanceof Int32Array) return values;
  const narrow = new Int32Array(values);
  const wide = values instanceof Uint32Array || values instanceof Float32Array || values instanceof Float64Array;
  if (!wide || values.every((value, i) => value === narrow[i])) return narrow;
  return BigInt64Array.from(Array.from(values, BigInt));
}

function wrong(
  { file, array }: ArrayPlace,
  expected: string,
  given: string,
  rule: string,
  more: { readonly hint?: string } = {},
): DendraError {
  const subject = array === undefined ? 'the array' : `array "${array}"`;
  return new DendraError(`${subject} must ${expected}, not ${given}`, { file, rule, ...more });
}
