// Transfer functions that benches measure.
import { abs, q, quantise, relu6, transfer, uq } from '../src/transfer/index.ts';

/** The cell `coop` of two-point for 16 bits, in its form with one multiplier. */
export const cooperation = transfer({ R: q(16, 12), C: q(16, 12) }, ({ R, C }) => {
  const a = 1 + abs(R);
  const e = R >= 0 ? a : a - 4;
  const t = a * (e + C) + (R >= 0 ? -1 : 3);
  return quantise(relu6(t), uq(15, 12), 'halfUp', 'saturate');
});
