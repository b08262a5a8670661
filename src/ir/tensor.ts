// Tensors of exact integers: row-major, channel innermost; 32-bit storage where the interval allows, 64-bit elsewhere.
import { type Elem, fitsInt32 } from './elem.ts';
import { assert } from './error.ts';

/** Storage of a tensor's elements. */
export type TensorData = Int32Array | BigInt64Array;

/** A tensor with its run-time shape; an empty shape is a scalar. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** A tensor of zeros whose storage fits the element type. */
export function zeros(type: Elem, shape: readonly number[]): Tensor {
  const size = sizeOf(shape);
  return { shape, data: fitsInt32(type) ? new Int32Array(size) : new BigInt64Array(size) };
}

/** A tensor from numbers or bigints; storage follows the element type. */
export function tensor(type: Elem, shape: readonly number[], values: ArrayLike<number | bigint>): Tensor {
  const out = zeros(type, shape);
  assert(values.length === out.data.length, `shape [${shape}] holds ${out.data.length} elements, not ${values.length}`);
  const { data } = out;
  if (data instanceof Int32Array) for (let i = 0; i < data.length; i++) data[i] = Number(values[i]);
  else for (let i = 0; i < data.length; i++) data[i] = BigInt(values[i]!);
  return out;
}

/** Element i as a bigint. */
export function at(t: Tensor, i: number): bigint {
  return BigInt(t.data[i]!);
}

/** Applies an exact function to every element; the result's storage follows its type. */
export function mapTensor(type: Elem, source: Tensor, fn: (x: bigint) => bigint): Tensor {
  const out = zeros(type, source.shape);
  const { data } = out;
  if (data instanceof Int32Array) for (let i = 0; i < data.length; i++) data[i] = Number(fn(at(source, i)));
  else for (let i = 0; i < data.length; i++) data[i] = fn(at(source, i));
  return out;
}

/** Elements that are not zero. */
export function countNonzero(t: Tensor, from = 0, to: number = t.data.length): number {
  let count = 0;
  if (t.data instanceof Int32Array) for (let i = from; i < to; i++) count += t.data[i] === 0 ? 0 : 1;
  else for (let i = from; i < to; i++) count += t.data[i] === 0n ? 0 : 1;
  return count;
}
