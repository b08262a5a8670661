// Golden arithmetic of requantise: y = clamp(round(x * multiplier / 2^shift)).
import { clamp, type Elem, elem, type Rounding, roundShift, type Tensor } from '../../ir/index.ts';
import { mapExact } from '../exact.ts';
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

/** A whole tensor; 32-bit inputs with small multipliers take a path on plain numbers. */
export function requantiseTensor(attrs: Attrs, out: Elem, x: Tensor): Tensor {
  const big = (value: bigint): bigint => requantise(attrs, value);
  return mapExact(out, x, numberPath(attrs) ?? ((value) => Number(big(BigInt(value)))), big);
}

/** Whether floor(x / 2^shift) goes up by one, from the dropped part, half a unit, that floor, and x. */
type GoesUp = (rest: number, half: number, floor: number, x: number) => boolean;

const goesUp: Readonly<Record<Rounding, GoesUp>> = {
  floor: () => false,
  ceil: (rest) => rest > 0,
  toZero: (rest, _half, _floor, x) => rest > 0 && x < 0,
  awayFromZero: (rest, _half, _floor, x) => rest > 0 && x > 0,
  halfUp: (rest, half) => rest >= half,
  halfEven: (rest, half, floor) => rest > half || (rest === half && floor % 2 !== 0),
  halfAwayFromZero: (rest, half, _floor, x) => rest > half || (rest === half && x > 0),
  halfTowardZero: (rest, half, _floor, x) => rest > half || (rest === half && x < 0),
};

/** The function of one 32-bit element on plain numbers; undefined where a product could need more than 52 bits. */
function numberPath({ multiplier, shift, rounding, out }: Attrs): ((x: number) => number) | undefined {
  const factor = Number(multiplier);
  // 2^31 times 2^20 stays below 2^52, and so does every dropped part.
  if (Math.abs(factor) > 2 ** 20 || shift > 50) return undefined;
  const [lo, hi] = out.int.map(Number) as [number, number];
  const unit = 2 ** shift;
  const up = goesUp[rounding];
  return (x) => {
    const product = x * factor;
    const floor = Math.floor(product / unit);
    const rounded = up(product - floor * unit, unit / 2, floor, product) ? floor + 1 : floor;
    return Math.max(lo, Math.min(rounded, hi));
  };
}
