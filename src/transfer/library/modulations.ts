// The modulations of two-point cells as transfer functions: a drive R, a context C, and G where there is a third operand.
import { ceilLog2, type Elem, elem } from '../../ir/index.ts';
import { abs, clamp, floor, fraction, lookup, q, quantise, relu6 } from '../functions.ts';
import { type Transfer, transfer } from '../transfer.ts';
import { exponential, hyperbolic, power, steps } from './tables.ts';

/** Bits of every operand, and how many of them lie behind the binary point. */
export interface CellFormat {
  readonly bits: number;
  readonly fraction: number;
}

/** A cell of two operands. */
export type Modulation = Transfer<{ readonly R: number; readonly C: number }, number>;
/** A cell of three operands. */
export type Modulation3 = Transfer<{ readonly R: number; readonly C: number; readonly G: number }, number>;

const cell = (t: number, format: Elem): number => quantise(t, format, 'halfUp', 'saturate');

function two({ bits, fraction }: CellFormat) {
  const format = q(bits, fraction);
  return { operands: { R: format, C: format }, constants: { format } };
}

function three({ bits, fraction }: CellFormat) {
  const format = q(bits, fraction);
  return { operands: { R: format, C: format, G: format }, constants: { format } };
}

/** ReLU6(R^2 + 2R + C(1 + |R|)) in its form with one multiplier: a (a + C) - 1 or a (a - 4 + C) + 3 with a = 1 + |R|. */
export function coop(of: CellFormat): Modulation {
  const { operands } = two(of);
  const format = elem(0n, 6n << BigInt(of.fraction), of.fraction);
  return transfer(
    operands,
    ({ R, C }, { format }) => {
      const a = 1 + abs(R);
      const e = R >= 0 ? a : a - 4;
      const t = a * (e + C) + (R >= 0 ? -1 : 3);
      return cell(relu6(t), format);
    },
    { constants: { format } },
  );
}

/** C^2 + 2C + C(1 + |R|), as one product. */
export function awake(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  return transfer(operands, ({ R, C }, { format }) => cell(C * (C + (3 + abs(R))), format), { constants });
}

/** R^2 + 2R + C(1 + |G|). */
export function coopV(of: CellFormat): Modulation3 {
  const { operands, constants } = three(of);
  return transfer(operands, ({ R, C, G }, { format }) => cell(R * (R + 2) + C * (1 + abs(G)), format), { constants });
}

/** C G + R. */
export function qk(of: CellFormat): Modulation3 {
  const { operands, constants } = three(of);
  return transfer(operands, ({ R, C, G }, { format }) => cell(C * G + R, format), { constants });
}

/** R + R C, also called tm2. */
export function mul(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  return transfer(operands, ({ R, C }, { format }) => cell(R * (1 + C), format), { constants });
}

/** R + C. */
export function add(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  return transfer(operands, ({ R, C }, { format }) => cell(R + C, format), { constants });
}

/** R - C. */
export function sub(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  return transfer(operands, ({ R, C }, { format }) => cell(R - C, format), { constants });
}

/** R C. */
export function prod(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  return transfer(operands, ({ R, C }, { format }) => cell(R * C, format), { constants });
}

/** R (1 + f(RC)) times `scale`; f is a table of codes over -8 to 8 in steps of 1/16. */
function tabled(of: CellFormat, codes: readonly bigint[], scale: number): Modulation {
  const { operands, constants } = two(of);
  const exact = q(2 * of.bits + 1, of.fraction);
  const coarse = q(2 * of.bits + 5, 4);
  const one = 2 ** of.fraction;
  // Negative arguments come last, where the lower bits of their index count them.
  const table = [...codes.slice(steps / 2), ...codes.slice(0, steps / 2)].map((code) => one + Number(code));
  const whole = one / scale;
  return transfer(
    operands,
    ({ R, C }, { table, whole, exact, coarse, format }) => {
      const p = clamp(quantise(R * C, exact, 'halfUp', 'never'), -8, 8);
      const z = clamp(quantise(p, coarse, 'halfUp', 'never'), -8, 7.9375);
      return cell((R * lookup(table, (z * 16) & 255)) / whole, format);
    },
    { constants: { ...constants, table, whole, exact, coarse } },
  );
}

/** R (1 + exp(RC)) / 2, approximate. */
export function tm1(of: CellFormat): Modulation {
  return tabled(of, exponential(of.fraction), 0.5);
}

/** R (1 + tanh(RC)), approximate. */
export function tm3(of: CellFormat): Modulation {
  return tabled(of, hyperbolic(of.fraction), 1);
}

/**
 * R 2^(RC), approximate: R and an entry for the fraction of RC, moved by its whole part n, floor at the end. Beyond -span..span - 1
 * the result is a bound, or what floor makes of a value next to 0. From the largest n on all moves go to the right, one for each bit
 * of n that is 0, and the floor of floors is the floor of all: 63 bits are enough for cells of 24.
 */
export function tm4(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  const exact = q(2 * of.bits + 1, of.fraction);
  const table = power(of.fraction).map(Number);
  const span = 2 ** Math.max(3, ceilLog2(of.bits));
  const moved = q(of.bits + span, of.fraction);
  const unit = 2 ** (span - 1 - of.fraction);
  return transfer(
    operands,
    ({ R, C }, { table, exact, moved, span, unit, format }) => {
      const p = quantise(R * C, exact, 'halfUp', 'never');
      const n = clamp(floor(p), -span, span - 1);
      const most = R * lookup(table, floor(fraction(p) * 64)) * unit;
      const signed = n < 0 ? quantise(most / 2 ** span, moved, 'floor', 'never') : most;
      const by16 = span > 16 && (n & 31) < 16 ? quantise(signed / 2 ** 16, moved, 'floor', 'never') : signed;
      const by8 = span > 8 && (n & 15) < 8 ? quantise(by16 / 2 ** 8, moved, 'floor', 'never') : by16;
      return quantise((by8 / 2 ** 7) * 2 ** (n & 7), format, 'floor', 'saturate');
    },
    { constants: { ...constants, table, exact, moved, span, unit } },
  );
}
