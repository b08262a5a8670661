// The modulatory functions of two-point cells, written as transfer functions of the small profile (W = 8, f = 4) and of Q4.12.
import { abs, q, quantise, relu6, transfer } from '../../src/transfer/index.ts';

const small = q(8, 4);

/** ReLU6(R^2 + 2R + C(1 + |R|)). */
export const coop = transfer({ R: small, C: small }, ({ R, C }) =>
  quantise(relu6(R * R + 2 * R + C * (1 + abs(R))), small, 'halfUp', 'saturate'),
);

/** The form with one multiplier. */
export const coopFactored = transfer({ R: small, C: small }, ({ R, C }) => {
  const a = 1 + abs(R);
  const t = R >= 0 ? a * (a + C) - 1 : a * (a + C - 4) + 3;
  return quantise(relu6(t), small, 'halfUp', 'saturate');
});

/** The same of 16 bits, 12 of them behind the binary point. */
export const coop16 = transfer({ R: q(16, 12), C: q(16, 12) }, ({ R, C }) =>
  quantise(relu6(R * R + 2 * R + C * (1 + abs(R))), q(16, 12), 'halfUp', 'saturate'),
);
