// Element-wise maps on exact integers: plain numbers where storage is 32-bit, bigints elsewhere.
import { at, type Elem, type Tensor, zeros } from '../ir/index.ts';

/** Applies a function to every element; `small` serves 32-bit storage and must not leave 2^53, `big` serves the rest. */
export function mapExact(type: Elem, x: Tensor, small: (x: number) => number, big: (x: bigint) => bigint): Tensor {
  const y = zeros(type, x.shape);
  const [from, to] = [x.data, y.data];
  if (from instanceof Int32Array && to instanceof Int32Array) {
    for (let i = 0; i < to.length; i++) to[i] = small(from[i]!);
  } else if (to instanceof Int32Array) {
    for (let i = 0; i < to.length; i++) to[i] = Number(big(at(x, i)));
  } else {
    for (let i = 0; i < to.length; i++) to[i] = big(at(x, i));
  }
  return y;
}
