// Golden arithmetic of requantise: y = clamp(round(x * multiplier / 2^shift)).
import { clamp, type Elem, elem, mapTensor, roundShift, type Tensor } from '../../ir/index.ts';
import type { Attrs } from './index.ts';

/** One element. */
export function requantise({ multiplier, shift, rounding, out }: Attrs, x: bigint): bigint {
  return clamp(roundShift(x * multiplier, shift, rounding), out.int[0], out.int[1]);
}

/** The exact interval of the output: the function is monotone, so its ends come from the ends of the input. */
export function outputElem(attrs: Attrs, x: Elem): Elem {
  const ends = x.int.map((end) => requantise(attrs, end)) as [bigint, bigint];
  const [lo, hi] = attrs.multiplier < 0n ? [ends[1], ends[0]] : ends;
  return elem(lo, hi, attrs.out.frac);
}

/** A whole tensor; 32-bit inputs with small multipliers take a path on plain numbers, exact below 2^53. */
export function requantiseTensor(attrs: Attrs, out: Elem, x: Tensor): Tensor {
  return mapTensor(out, x, (value) => requantise(attrs, value));
}
