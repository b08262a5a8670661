// The type of one element: an exact interval of integers with a binary point; widths follow from the interval.
import { assert, DendraError } from './error.ts';

/** Integers lo..hi (both reached or at least sound); the value they stand for is `integer / 2^frac`. */
export interface Elem {
  readonly int: readonly [lo: bigint, hi: bigint];
  readonly frac: number;
}

/** An element type from its bounds; the fraction bits default to 0. Throws a DendraError when lo exceeds hi. */
export function elem(lo: bigint | number, hi: bigint | number, frac = 0): Elem {
  const type: Elem = { int: [BigInt(lo), BigInt(hi)], frac };
  if (type.int[0] > type.int[1]) {
    throw new DendraError(`an interval must have lo <= hi, not ${lo}..${hi}`, { rule: 'interval' });
  }
  return type;
}

/** All codes of a two's complement number of `bits` bits. */
export function signedElem(bits: number, frac = 0): Elem {
  return elem(-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n, frac);
}

/** All codes of an unsigned number of `bits` bits. */
export function unsignedElem(bits: number, frac = 0): Elem {
  return elem(0n, (1n << BigInt(bits)) - 1n, frac);
}

/** 0 or 1. */
export const spike: Elem = elem(0, 1);

/** True when the interval holds negative numbers, that is, when hardware uses two's complement. */
export function isSigned(type: Elem): boolean {
  return type.int[0] < 0n;
}

/** Bits that hardware needs for every code of the interval; at least 1. */
export function widthOf(type: Elem): number {
  const [lo, hi] = type.int;
  if (lo >= 0n) return Math.max(1, bitLength(hi));
  return Math.max(bitLength(-lo - 1n), hi < 0n ? 0 : bitLength(hi)) + 1;
}

/** Bits of a code in two's complement: an unsigned interval needs one more for its sign. */
export function signedWidth(type: Elem): number {
  return widthOf(type) + (isSigned(type) ? 0 : 1);
}

/** Bits of a non-negative integer without leading zeros; 0 for 0. */
export function bitLength(value: bigint | number): number {
  const n = BigInt(value);
  assert(n >= 0n, `bitLength of ${n}`);
  return n === 0n ? 0 : n.toString(2).length;
}

/** ceil(log2(n)) for n >= 1: the bits of an index below n. */
export function ceilLog2(n: number): number {
  return bitLength(n - 1);
}

/** True when every code of `inner` is a code of `outer`. */
export function contains(outer: Elem, inner: Elem): boolean {
  return outer.int[0] <= inner.int[0] && inner.int[1] <= outer.int[1];
}

/** The lesser of two integers; Math.min takes no bigint. */
export function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The greater of two integers. */
export function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** The smallest interval around both; the binary points must agree. */
export function unite(a: Elem, b: Elem): Elem {
  assert(a.frac === b.frac, 'binary points differ');
  return elem(lesser(a.int[0], b.int[0]), greater(a.int[1], b.int[1]), a.frac);
}

/** True when the interval fits the elements of an Int32Array. */
export function fitsInt32(type: Elem): boolean {
  return type.int[0] >= -(1n << 31n) && type.int[1] < 1n << 31n;
}

/** True when the interval fits the elements of a BigInt64Array. */
export function fitsInt64(type: Elem): boolean {
  return type.int[0] >= -(1n << 63n) && type.int[1] < 1n << 63n;
}

/** `-8..7` or `-8..7/2^4`, as messages and the text form print it. */
export function describeElem(type: Elem): string {
  return `${type.int[0]}..${type.int[1]}${type.frac === 0 ? '' : `/2^${type.frac}`}`;
}
