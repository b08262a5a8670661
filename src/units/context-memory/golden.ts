// Golden arithmetic of context-memory: m = rhu(sum of x, ceil(log2(cells))), U' = U + ((m - U) >> uShift).
import { at, ceilLog2, type Elem, elem, roundShift, type Tensor } from '../../ir/index.ts';

/** Cells up to which a sum of 32-bit codes is exact in a number. */
const fewCells = 2 ** 21;

/** The mean of a tensor as the hardware takes it: by a power of two, not by the number of cells. */
export function meanOf(x: Tensor): bigint {
  return roundShift(sumOf(x), ceilLog2(x.data.length), 'halfUp');
}

/** The next U. */
export function update(u: bigint, mean: bigint, uShift: number): bigint {
  return u + ((mean - u) >> BigInt(uShift));
}

/** The exact interval of the sum of `cells` elements. */
export function sumElem(x: Elem, cells: number): Elem {
  return elem(x.int[0] * BigInt(cells), x.int[1] * BigInt(cells), x.frac);
}

/** The exact interval of the mean: rounding is monotone. */
export function meanElem(x: Elem, cells: number): Elem {
  const sum = sumElem(x, cells);
  const [lo, hi] = sum.int.map((end) => roundShift(end, ceilLog2(cells), 'halfUp')) as [bigint, bigint];
  return elem(lo, hi, x.frac);
}

/**
 * The interval of U after any number of steps, reached when there are enough. The update is monotone in U and in the mean,
 * so the ends come from constant means: downward U falls until it equals the mean, upward it stops where the distance,
 * shifted, is 0; where the mean cannot cross 0 the first step is the nearest to it.
 */
export function universalElem(mean: Elem, uShift: number): Elem {
  const [least, most] = mean.int;
  const stop = most - (1n << BigInt(uShift)) + 1n;
  const lo = least < 0n ? least : update(0n, least, uShift);
  const hi = most < 0n ? update(0n, most, uShift) : stop > 0n ? stop : 0n;
  return elem(lo, hi, mean.frac);
}

function sumOf(x: Tensor): bigint {
  const { data } = x;
  if (data instanceof Int32Array && data.length <= fewCells) {
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += data[i]!;
    return BigInt(sum);
  }
  let sum = 0n;
  for (let i = 0; i < data.length; i++) sum += at(x, i);
  return sum;
}
