// Tensors of exact integers: row-major, channel innermost; 32-bit storage where the interval allows, 64-bit elsewhere.
import { type Elem, fitsInt32 } from './elem.ts';
import { DendraError } from './error.ts';

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

/**
 * A tensor from numbers or bigints; storage follows the element type. Throws a DendraError (rule `tensor-elements`) when their
 * number does not fit the shape, or when one of them is no integer of the type's interval.
 */
export function tensor(type: Elem, shape: readonly number[], values: ArrayLike<number | bigint>): Tensor {
  const out = zeros(type, shape);
  const { data } = out;
  if (values.length !== data.length) {
    const sentence = `a tensor of shape [${shape.join(', ')}] must hold ${data.length} elements, not ${values.length}`;
    throw new DendraError(sentence, { rule: 'tensor-elements' });
  }
  if (data instanceof Int32Array) {
    const [lo, hi] = type.int.map(Number) as [number, number];
    for (let i = 0; i < data.length; i++) {
      const value = Number(values[i]);
      if (!(Number.isInteger(value) && value >= lo && value <= hi)) throw wrongElement(type, i, values[i]);
      data[i] = value;
    }
  } else {
    const [lo, hi] = type.int;
    for (let i = 0; i < data.length; i++) {
      const value = values[i]!;
      if (typeof value !== 'bigint' && !Number.isInteger(value)) throw wrongElement(type, i, value);
      const exact = BigInt(value);
      if (exact < lo || exact > hi) throw wrongElement(type, i, value);
      data[i] = exact;
    }
  }
  return out;
}

function wrongElement({ int: [lo, hi] }: Elem, i: number, given: unknown): DendraError {
  const sentence = `element ${i} of a tensor must be an integer in ${lo}..${hi}, not ${String(given)}`;
  return new DendraError(sentence, { rule: 'tensor-elements', hint: 'quantise the values, or widen the element type' });
}

/** Element i as a bigint. */
export function at(t: Tensor, i: number): bigint {
  return BigInt(t.data[i]!);
}

/** Elements that are not zero. */
export function countNonzero(t: Tensor, from = 0, to: number = t.data.length): number {
  let count = 0;
  if (t.data instanceof Int32Array) for (let i = from; i < to; i++) count += t.data[i] === 0 ? 0 : 1;
  else for (let i = from; i < to; i++) count += t.data[i] === 0n ? 0 : 1;
  return count;
}
