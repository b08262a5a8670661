// Verilog literals and expressions that templates take as text.
import { assert, type Rounding } from './index.ts';

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

/** Names of the one-bit signals that a rounding looks at, with their meaning over x and the dropped bits. */
export type RoundingSignal = 'half' | 'below' | 'any' | 'negative' | 'odd';

/**
 * The condition under which floor(x / 2^shift) must go up by one; undefined when never. It is written over the signals that
 * it names: the topmost dropped bit, whether one below it is set, whether any is set, the sign of x, bit 0 of the floor.
 */
export function roundUp(
  rounding: Rounding,
  shift: number,
): { readonly condition: string; readonly uses: ReadonlySet<RoundingSignal> } | undefined {
  if (shift === 0 || rounding === 'floor') return undefined;
  const beyondHalf = (tie: string): string => (shift === 1 ? `half && ${tie}` : `half && (below || ${tie})`);
  const table: Readonly<Record<Exclude<Rounding, 'floor'>, string>> = {
    ceil: 'any',
    toZero: 'negative && any',
    awayFromZero: '!negative && any',
    halfUp: 'half',
    halfEven: beyondHalf('odd'),
    halfAwayFromZero: beyondHalf('!negative'),
    halfTowardZero: beyondHalf('negative'),
  };
  const condition = table[rounding];
  return { condition, uses: new Set(condition.match(/\w+/g) as RoundingSignal[]) };
}
