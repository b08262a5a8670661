// The modulations of two-point cells as transfer functions: a drive R, a context C, and G where there is a third operand.
import { type Elem, elem } from '../../ir/index.ts';
import { abs, clamp, floor, fraction, lookup, q, quantise, relu6 } from '../functions.ts';
import { type Transfer, transfer } from '../transfer.ts';
import { exponential, hyperbolic, power } from './tables.ts';

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

/** R (1 + f(RC)) times `scale`; f is a table over -8 to 8 in steps of 1/16. */
function tabled(of: CellFormat, codes: readonly bigint[], scale: number): Modulation {
  const { operands, constants } = two(of);
  const exact = q(2 * of.bits + 1, of.fraction);
  const steps = q(2 * of.bits + 5, 4);
  const table = codes.map((code) => Number(code) / 2 ** of.fraction);
  return transfer(
    operands,
    ({ R, C }, { table, scale, exact, steps, format }) => {
      const p = clamp(quantise(R * C, exact, 'halfUp', 'never'), -8, 8);
      const z = clamp(quantise(p, steps, 'halfUp', 'never'), -8, 7.9375);
      return cell(R * (1 + lookup(table, z * 16 + 128)) * scale, format);
    },
    { constants: { ...constants, table, scale, exact, steps } },
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

/** R 2^(RC), approximate: a shift by the whole part, floor at the end. At most 64 bits between: up to q(12, 6). */
export function tm4(of: CellFormat): Modulation {
  const { operands, constants } = two(of);
  const exact = q(2 * of.bits + 1, of.fraction);
  const table = power(of.fraction).map((code) => Number(code) / 2 ** of.fraction);
  const [least, most] = [-(of.bits + of.fraction + 2), of.bits];
  return transfer(
    operands,
    ({ R, C }, { table, exact, least, most, format }) => {
      const p = quantise(R * C, exact, 'halfUp', 'never');
      const scaled = R * lookup(table, floor(fraction(p) * 64)) * 2 ** clamp(floor(p), least, most);
      return quantise(scaled, format, 'floor', 'saturate');
    },
    { constants: { ...constants, table, exact, least, most } },
  );
}
