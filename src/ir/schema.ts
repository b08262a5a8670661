// Valibot schemas that the attributes of units share; each message completes "<attribute> must be ...".
import * as v from 'valibot';
import { type Elem, elem } from './elem.ts';
import { roundings } from './rounding.ts';
import { sizeOf, type Tensor } from './tensor.ts';

/** A whole number of at least `min` and, if given, at most `max`. */
export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const expected =
    max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  const holds = (x: unknown): boolean => Number.isSafeInteger(x) && (x as number) >= min && (x as number) <= max;
  return v.custom<number>(holds, expected);
}

/** 1, 2, 3, ... */
export const positiveInteger = integer(1);

/** 0, 1, 2, ... */
export const naturalInteger = integer(0);

/** Any integer as a bigint; JSON gives a number, or a decimal string beyond 2^53. */
export const exactInteger = v.pipe(
  v.custom<bigint | number | string>(isExactInteger, 'an integer'),
  v.transform((x) => BigInt(x)),
);

/** Name of a rounding; there is no default. */
export const roundingAttr = v.picklist(roundings, `one of ${roundings.join(', ')}`);

/** Positions of the binary point. */
export const fracAttr = integer(-1024, 1024);

/** Sizes of a fixed shape; empty for a scalar. */
export const shapeAttr = v.array(positiveInteger, 'an array of sizes');

const bounds = v.pipe(
  v.strictObject({ lo: exactInteger, hi: exactInteger, frac: v.optional(fracAttr, 0) }, 'an object { lo, hi, frac }'),
  v.check(({ lo, hi }) => lo <= hi, 'an interval with lo <= hi'),
);

/** An element type, written `{ lo, hi, frac }` (frac 0 when absent) or as the Elem that `elem()` returns. */
export const elemAttr = v.pipe(
  v.unknown(),
  v.transform((given) => (isElem(given) ? { lo: given.int[0], hi: given.int[1], frac: given.frac } : given)),
  bounds,
  v.transform(({ lo, hi, frac }): Elem => elem(lo, hi, frac)),
);

/** A constant tensor of `rank` dimensions, passed on without a copy. */
export function tensorOfRank(rank: number) {
  return v.custom<Tensor>((x) => isTensor(x) && x.shape.length === rank, `a tensor of ${rank} dimensions`);
}

/** True for a Tensor whose shape and storage agree. */
export function isTensor(x: unknown): x is Tensor {
  if (typeof x !== 'object' || x === null || !('data' in x) || !('shape' in x)) return false;
  const { data, shape } = x as { data: unknown; shape: unknown };
  if (!(data instanceof Int32Array || data instanceof BigInt64Array) || !Array.isArray(shape)) return false;
  return shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0) && sizeOf(shape) === data.length;
}

function isElem(x: unknown): x is Elem {
  return typeof x === 'object' && x !== null && 'int' in x && Array.isArray(x.int) && x.int.length === 2;
}

function isExactInteger(x: unknown): boolean {
  return typeof x === 'bigint' || Number.isSafeInteger(x) || (typeof x === 'string' && /^-?[0-9]+$/.test(x));
}
