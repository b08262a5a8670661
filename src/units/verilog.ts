// Verilog literals and expressions that templates take as text.
import { assert, type Rounding } from '../ir/index.ts';

/** A sized literal, such as `8'hf0`, or `8'shf0` where the context is signed. */
export function literal(value: bigint | number, bits: number, signed = false): string {
  const big = BigInt(value);
  const code = BigInt.asUintN(bits, big);
  assert(signed ? BigInt.asIntN(bits, big) === big : code === big, `${value} needs more than ${bits} bits`);
  return `${bits}'${signed ? 's' : ''}h${code.toString(16)}`;
}

/** The range of a declaration, `[7:0] ` for 8 bits. */
export function range(bits: number): string {
  return `[${bits - 1}:0] `;
}

/** Hexadecimal digits of a memory word of `bits` bits. */
export function hexWord(value: bigint, bits: number): string {
  return BigInt.asUintN(bits, value)
    .toString(16)
    .padStart(Math.ceil(bits / 4), '0');
}

/**
 * The condition under which floor(x / 2^shift) must go up by one, over the scalars `rest` (the dropped bits), `negative`
 * (sign of x) and `odd` (bit 0 of the floor); undefined when never.
 */
export function roundUp(rounding: Rounding, shift: number): string | undefined {
  if (shift === 0 || rounding === 'floor') return undefined;
  const half = shift === 1 ? 'rest' : `rest[${shift - 1}]`;
  const any = '|rest';
  const below = shift === 1 ? "1'b0" : shift === 2 ? 'rest[0]' : `|rest[${shift - 2}:0]`;
  const beyondHalf = (tie: string): string => (shift === 1 ? `${half} && ${tie}` : `${half} && (${below} || ${tie})`);
  const table: Readonly<Record<Exclude<Rounding, 'floor'>, string>> = {
    ceil: any,
    toZero: `negative && ${any}`,
    awayFromZero: `!negative && ${any}`,
    halfUp: half,
    halfEven: beyondHalf('odd'),
    halfAwayFromZero: beyondHalf('!negative'),
    halfTowardZero: beyondHalf('negative'),
  };
  return table[rounding].replace(/^\|rest$/, shift === 1 ? 'rest' : '|rest');
}
