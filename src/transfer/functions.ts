// The functions that a transfer function may call, on ordinary numbers: exact as long as the numbers are.
import { DendraError, type Elem, type Rounding, signedElem, unsignedElem } from '../ir/index.ts';
import type { Overflow } from './algebra.ts';
import { describeRange } from './dyadic.ts';
import { requireAllCodes } from './wrap.ts';

/** Two's complement of `bits` bits, `fraction` of them behind the binary point: q(8, 4) is -8 to 7.9375. */
export function q(bits: number, fraction = 0): Elem {
  return signedElem(bits, fraction);
}

/** Unsigned numbers of `bits` bits, `fraction` of them behind the binary point: uq(8, 4) is 0 to 15.9375. */
export function uq(bits: number, fraction = 0): Elem {
  return unsignedElem(bits, fraction);
}

/**
 * The value of the format that `rounding` gives. Beyond the format `saturate` takes the nearer bound and `wrap` the remainder;
 * `never` throws a DendraError there, and in hardware is a proof that no input leads beyond.
 */
export function quantise(x: number, format: Elem, rounding: Rounding, overflow: Overflow): number {
  if (overflow === 'wrap') requireAllCodes(format);
  const unit = 2 ** format.frac;
  const code = roundNumber[rounding](x * unit);
  const [lo, hi] = format.int.map(Number) as [number, number];
  // Adding 0 turns -0 into 0.
  if (code >= lo && code <= hi) return (code + 0) / unit;
  if (overflow === 'saturate') return (code < lo ? lo : hi) / unit;
  if (overflow === 'wrap') {
    const size = hi - lo + 1;
    return (code - Math.floor((code - lo) / size) * size) / unit;
  }
  throw new DendraError(`a value must be within ${describeRange(format)}, not ${code / unit}`, {
    rule: 'transfer-overflow',
    hint: 'say what happens beyond: saturate or wrap',
  });
}

/** The roundings on numbers with a fraction, written apart from those of src/ir on bigints, so that each checks the other. */
export const roundNumber: Readonly<Record<Rounding, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  toZero: Math.trunc,
  awayFromZero: (x) => (x < 0 ? Math.floor(x) : Math.ceil(x)),
  halfUp: (x) => nearest(x, () => true),
  halfEven: (x) => nearest(x, (floor) => floor % 2 !== 0),
  halfAwayFromZero: (x) => nearest(x, () => x > 0),
  halfTowardZero: (x) => nearest(x, () => x < 0),
};

/** The nearest integer; between two, the upper one if `up` of the lower one says so. */
function nearest(x: number, up: (floor: number) => boolean): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && up(floor)) ? floor + 1 : floor;
}

/** The magnitude. */
export function abs(x: number): number {
  return Math.abs(x);
}

/** The least of the values. */
export function min(...values: readonly number[]): number {
  return Math.min(...values);
}

/** The greatest of the values. */
export function max(...values: readonly number[]): number {
  return Math.max(...values);
}

/** x, or the bound that it passes. */
export function clamp(x: number, lo: number, hi: number): number {
  return Math.max(lo, Math.min(x, hi));
}

/** x where positive, else 0. */
export function relu(x: number): number {
  return Math.max(x, 0);
}

/** x from 0 to 6, else the nearer of both. */
export function relu6(x: number): number {
  return clamp(x, 0, 6);
}

/** The greatest integer that is not above x. */
export function floor(x: number): number {
  return Math.floor(x);
}

/** What x has behind its binary point: x - floor(x), from 0 to below 1. */
export function fraction(x: number): number {
  return x - Math.floor(x);
}

/** Entry `index` of a table of constants. */
export function lookup(table: readonly number[], index: number): number {
  const entry = table[index];
  if (entry !== undefined) return entry;
  throw new DendraError(`an index must be an integer in 0..${table.length - 1}, not ${index}`, {
    rule: 'transfer-index',
    hint: 'clamp it to the table',
  });
}
