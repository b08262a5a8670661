// Golden arithmetic of a product with a constant matrix, and its activity.
import { type Elem, fitsInt32, rowLength, type StreamType, type Tensor, zeros } from '../ir/index.ts';
import { boundsOf, type MatrixAttrs, scanOf, sizes } from './matrix.ts';

/** Trace of a firing: nonzero inputs in each row of x, and the ones in their binary codes. */
export interface MatrixTrace {
  readonly active: Int32Array;
  readonly planes: number;
}

const safe = 1n << 53n;

/** y = bias + W x for every row of x (or for x as one row). */
export function multiplyTensor(attrs: MatrixAttrs, x: Tensor, input: StreamType, y: Elem): Tensor {
  const { outputs, inputs } = sizes(attrs);
  const rows = x.data.length / inputs;
  const out = zeros(y, [...(attrs.over === 'tensor' ? [] : x.shape.slice(0, -1)), outputs]);
  const { partial } = boundsOf(attrs, input.elem);
  const exact = partial.int[0] > -safe && partial.int[1] < safe;
  for (let row = 0; row < rows; row++) {
    if (out.data instanceof Int32Array && x.data instanceof Int32Array) narrowRow(attrs, x.data, row, out.data);
    else if (exact) numberRow(attrs, x, row, out);
    else bigRow(attrs, x, row, out.data as BigInt64Array);
  }
  return out;
}

/** Results of 32 bits: sums may wrap on the way, since all arithmetic is modulo 2^32. */
function narrowRow(attrs: MatrixAttrs, x: Int32Array, row: number, out: Int32Array): void {
  const { outputs, inputs } = sizes(attrs);
  const { weights } = scanOf(attrs);
  const bias = attrs.bias?.data;
  const { places, values, count } = nonzero(x, row * inputs, inputs);
  const dense = count * 2 > inputs;
  const from = row * inputs;
  for (let o = 0; o < outputs; o++) {
    let sum = bias instanceof Int32Array ? bias[o]! : Number(BigInt.asIntN(32, bias?.[o] ?? 0n));
    const base = o * inputs;
    if (dense) for (let i = 0; i < inputs; i++) sum = (sum + Math.imul(weights[base + i]!, x[from + i]!)) | 0;
    else for (let k = 0; k < count; k++) sum = (sum + Math.imul(weights[base + places[k]!]!, values[k]!)) | 0;
    out[row * outputs + o] = sum;
  }
}

/** Sums below 2^53 are exact as numbers. */
function numberRow(attrs: MatrixAttrs, x: Tensor, row: number, out: Tensor): void {
  const { outputs, inputs } = sizes(attrs);
  const { weights } = scanOf(attrs);
  const values = Float64Array.from({ length: inputs }, (_, i) => Number(x.data[row * inputs + i]!));
  for (let o = 0; o < outputs; o++) {
    let sum = Number(attrs.bias?.data[o] ?? 0);
    const base = o * inputs;
    for (let i = 0; i < inputs; i++) sum += weights[base + i]! * values[i]!;
    if (out.data instanceof Int32Array) out.data[row * outputs + o] = sum;
    else out.data[row * outputs + o] = BigInt(sum);
  }
}

function bigRow(attrs: MatrixAttrs, x: Tensor, row: number, out: BigInt64Array): void {
  const { outputs, inputs } = sizes(attrs);
  const { weights } = scanOf(attrs);
  const values = Array.from({ length: inputs }, (_, i) => BigInt(x.data[row * inputs + i]!));
  for (let o = 0; o < outputs; o++) {
    let sum = BigInt(attrs.bias?.data[o] ?? 0);
    for (let i = 0; i < inputs; i++) sum += BigInt(weights[o * inputs + i]!) * values[i]!;
    out[row * outputs + o] = sum;
  }
}

function nonzero(x: Int32Array, from: number, size: number): { places: Int32Array; values: Int32Array; count: number } {
  const places = new Int32Array(size);
  const values = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) {
    const value = x[from + i]!;
    if (value === 0) continue;
    places[count] = i;
    values[count++] = value;
  }
  return { places, values, count };
}

/** The activity of x. */
export function traceOf(x: Tensor, input: StreamType): MatrixTrace {
  const row = rowLength(input);
  const active = new Int32Array(x.data.length / row);
  const small = fitsInt32(input.elem) && input.elem.int[0] >= 0n;
  let planes = 0;
  for (let r = 0, i = 0; r < active.length; r++) {
    let count = 0;
    for (const end = i + row; i < end; i++) {
      const value = Number(x.data[i]!);
      if (value === 0) continue;
      count++;
      if (small) planes += ones(value);
    }
    active[r] = count;
  }
  return { active, planes };
}

function ones(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}
