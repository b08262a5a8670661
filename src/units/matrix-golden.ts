// Golden arithmetic of a product with a constant matrix, and its activity.
import { type Elem, fitsInt32, greater, rowLength, type StreamType, type Tensor, zeros } from '../ir/index.ts';
import { boundsOf, type MatrixAttrs, scanOf, sizes, weightElem } from './matrix.ts';

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
  // A bias may keep a sum small whose terms are not.
  const term = magnitude(weightElem(attrs)) * magnitude(input.elem);
  const exact = partial.int[0] > -safe && partial.int[1] < safe && term < safe;
  for (let row = 0; row < rows; row++) {
    if (out.data instanceof Int32Array && x.data instanceof Int32Array) narrowRow(attrs, x.data, row, out.data);
    else if (exact) numberRow(attrs, x, row, out);
    else bigRow(attrs, x, row, out.data as BigInt64Array);
  }
  return out;
}

/** The greatest absolute value of an interval. */
function magnitude({ int: [lo, hi] }: Elem): bigint {
  return greater(-lo, hi);
}

/** Results of 32 bits: sums may wrap on the way, since all arithmetic is modulo 2^32. */
function narrowRow(attrs: MatrixAttrs, x: Int32Array, row: number, out: Int32Array): void {
  const { outputs, inputs } = sizes(attrs);
  const { weights } = scanOf(attrs);
  const values = x.subarray(row * inputs, (row + 1) * inputs);
  const sums = out.subarray(row * outputs, (row + 1) * outputs);
  const bias = attrs.bias?.data;
  if (bias instanceof Int32Array) sums.set(bias);
  else if (bias !== undefined) for (let o = 0; o < outputs; o++) sums[o] = Number(BigInt.asIntN(32, bias[o]!));
  const events = nonzero(values);
  if (events.places.length * 2 > inputs) addDense(weights, values, sums);
  else addEvents(weights, inputs, events, sums);
}

/** Four outputs at once, so that each input is read once for all of them and the sums do not wait for each other. */
function addDense(weights: Int32Array, x: Int32Array, sums: Int32Array): void {
  const inputs = x.length;
  let o = 0;
  for (; o + 4 <= sums.length; o += 4) {
    let [a, b, c, d] = [sums[o]!, sums[o + 1]!, sums[o + 2]!, sums[o + 3]!];
    for (let i = 0, k = o * inputs; i < inputs; i++, k++) {
      const value = x[i]!;
      a = (a + Math.imul(weights[k]!, value)) | 0;
      b = (b + Math.imul(weights[k + inputs]!, value)) | 0;
      c = (c + Math.imul(weights[k + 2 * inputs]!, value)) | 0;
      d = (d + Math.imul(weights[k + 3 * inputs]!, value)) | 0;
    }
    sums[o] = a;
    sums[o + 1] = b;
    sums[o + 2] = c;
    sums[o + 3] = d;
  }
  for (; o < sums.length; o++) {
    let sum = sums[o]!;
    for (let i = 0; i < inputs; i++) sum = (sum + Math.imul(weights[o * inputs + i]!, x[i]!)) | 0;
    sums[o] = sum;
  }
}

/** Visits the nonzero inputs alone. */
function addEvents(weights: Int32Array, inputs: number, { places, values }: Events, sums: Int32Array): void {
  for (let o = 0, base = 0; o < sums.length; o++, base += inputs) {
    let sum = sums[o]!;
    for (let k = 0; k < places.length; k++) sum = (sum + Math.imul(weights[base + places[k]!]!, values[k]!)) | 0;
    sums[o] = sum;
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

/** The nonzero elements of a row. */
interface Events {
  readonly places: Int32Array;
  readonly values: Int32Array;
}

function nonzero(x: Int32Array): Events {
  const places = new Int32Array(x.length);
  const values = new Int32Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    places[count] = i;
    values[count++] = value;
  }
  return { places: places.subarray(0, count), values: values.subarray(0, count) };
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
