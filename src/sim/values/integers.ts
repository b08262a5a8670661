// Integers and bit strings: the exact conversions between them.
import { show } from './range.ts';

/** An exact integer as its user sees it: a number up to 53 bits of vector, a bigint above. */
export type Integer = number | bigint;

/** A number, bigint or boolean as a bigint. Throws TypeError, naming the subject, for a fraction or another type. */
export function exact(subject: string, value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  const hint = typeof value === 'number' && Number.isInteger(value) ? ', which needs a bigint' : '';
  throw new TypeError(`${subject} must be an exact integer, not ${show(value)}${hint}`);
}

/** The lowest `width` bits of an integer in two's complement, highest first. */
export function bitsOf(value: bigint, width: number): string {
  return width === 0 ? '' : BigInt.asUintN(width, value).toString(2).padStart(width, '0');
}

/** The integer of a string of 0 and 1, highest bit first. */
export function unsignedOf(bits: string): Integer {
  return bits.length <= 53 ? Number.parseInt(bits, 2) : BigInt(`0b${bits}`);
}

/** The integer of a string of 0 and 1 in two's complement. */
export function signedOf(bits: string): Integer {
  const value = BigInt.asIntN(bits.length, BigInt(`0b${bits}`));
  return bits.length <= 53 ? Number(value) : value;
}
