// The modulatory functions of ../shared specifications for two-point cells, and neurons with state, as transfer functions.
import { abs, clamp, floor, fraction, lookup, q, quantise, relu6, transfer } from '../../src/transfer/index.ts';
import { exponential, hyperbolic, power } from '../../src/transfer/library/tables.ts';

const small = q(8, 4);
const operands = { R: small, C: small };

/** ReLU6(R^2 + 2R + C(1 + |R|)). */
export const coop = transfer(operands, ({ R, C }) =>
  quantise(relu6(R * R + 2 * R + C * (1 + abs(R))), small, 'halfUp', 'saturate'),
);

/** The form with one multiplier. */
export const coopFactored = transfer(operands, ({ R, C }) => {
  const a = 1 + abs(R);
  const t = R >= 0 ? a * (a + C) - 1 : a * (a + C - 4) + 3;
  return quantise(relu6(t), small, 'halfUp', 'saturate');
});

/** The same of 16 bits, 12 of them behind the binary point. */
export const coop16 = transfer({ R: q(16, 12), C: q(16, 12) }, ({ R, C }) =>
  quantise(relu6(R * R + 2 * R + C * (1 + abs(R))), q(16, 12), 'halfUp', 'saturate'),
);

const cell = (t: number): number => quantise(t, small, 'halfUp', 'saturate');

/** C^2 + 2C + C(1 + |R|). */
export const awake = transfer(operands, ({ R, C }) => cell(C * C + 2 * C + C * (1 + abs(R))));

/** R^2 + 2R + C(1 + |G|). */
export const coopV = transfer({ R: small, C: small, G: small }, ({ R, C, G }) =>
  cell(R * R + 2 * R + C * (1 + abs(G))),
);

/** Both modulated values: Qm = q Kx + Qx, Km = k Qx + Kx. */
export const qk = transfer({ q: small, k: small, Qx: small, Kx: small }, ({ q, k, Qx, Kx }) => ({
  Qm: cell(q * Kx + Qx),
  Km: cell(k * Qx + Kx),
}));

/** R + R C, also called tm2. */
export const mul = transfer(operands, ({ R, C }) => cell(R + R * C));
/** R + C. */
export const sum = transfer(operands, ({ R, C }) => cell(R + C));
/** R - C. */
export const difference = transfer(operands, ({ R, C }) => cell(R - C));
/** R C. */
export const product = transfer(operands, ({ R, C }) => cell(R * C));

/** Entries of a table with 4 fraction bits. */
const entries = (codes: readonly bigint[]): number[] => codes.map((code) => Number(code) / 16);

/** R (1 + f(RC)) times `scale`, with f from a table over -8 to 8 in steps of 1/16. */
const tabled = (codes: readonly bigint[], scale: number) =>
  transfer(
    operands,
    ({ R, C }, { table, scale }) => {
      const z = clamp(quantise(R * C, q(20, 4), 'halfUp', 'never'), -8, 127 / 16);
      return cell(R * (1 + lookup(table, z * 16 + 128)) * scale);
    },
    { constants: { table: entries(codes), scale } },
  );

/** R (1 + exp(RC)) / 2. */
export const tm1 = tabled(exponential(4), 0.5);
/** R (1 + tanh(RC)). */
export const tm3 = tabled(hyperbolic(4), 1);

/** R 2^(RC): a shift by the whole part, floor at the end. */
export const tm4 = transfer(
  operands,
  ({ R, C }, { table }) => {
    const p = quantise(R * C, q(16, 4), 'halfUp', 'never');
    const scaled = R * lookup(table, floor(fraction(p) * 64)) * 2 ** clamp(floor(p), -14, 8);
    return quantise(scaled, small, 'floor', 'saturate');
  },
  { constants: { table: entries(power(4)) } },
);

/** Leaky integrate-and-fire with tau = 2, threshold 8 and hard reset. */
export const leaky = transfer(
  { x: q(8) },
  ({ x, v }) => {
    const t = (v + x) >> 1;
    const fires = t >= 8;
    return { spike: fires ? 1 : 0, v: fires ? 0 : t };
  },
  { state: { v: { format: q(8) } } },
);
