// The source of a transfer function on exact dyadic numbers of any size: the oracle where 53 bits are not enough.
import { assert, clamp, DendraError, type Elem, type Rounding, roundShift, widthOf } from '../ir/index.ts';
import type { Algebra, Callee, Overflow } from './algebra.ts';
import { codeAt, type Dyadic, exponentOf, reduce } from './dyadic.ts';
import { requireAllCodes } from './wrap.ts';

/** A number or a truth value. */
export type Exact = Dyadic | boolean;

/** Both codes at the finer of both binary points. */
function codes(a: Exact, b: Exact): [x: bigint, y: bigint, frac: number] {
  const [s, t] = [number(a), number(b)];
  const frac = Math.max(s.frac, t.frac);
  return [codeAt(s, frac), codeAt(t, frac), frac];
}

function number(x: Exact): Dyadic {
  assert(typeof x !== 'boolean', 'a truth value is no number');
  return x;
}

function compare(a: Exact, b: Exact): bigint {
  const [x, y] = codes(a, b);
  return x - y;
}

function scale({ code, frac }: Dyadic, by: number): Dyadic {
  return reduce({ code, frac: frac - by });
}

/** Plain arithmetic on dyadic numbers. */
export const exact: Algebra<Exact> = {
  constant: (value) => reduce(value),
  constantOf: (x) => (typeof x === 'boolean' ? undefined : x),
  isTruth: (x) => typeof x === 'boolean',
  add: (a, b) => {
    const [x, y, frac] = codes(a, b);
    return reduce({ code: x + y, frac });
  },
  sub: (a, b) => {
    const [x, y, frac] = codes(a, b);
    return reduce({ code: x - y, frac });
  },
  mul: (a, b) => reduce({ code: number(a).code * number(b).code, frac: number(a).frac + number(b).frac }),
  divide: (a, b) => scale(number(a), -exponentOf(number(b))!),
  power: (n) => scale({ code: 1n, frac: 0 }, Number(codeAt(number(n), 0))),
  abs: (x) => {
    const { code, frac } = number(x);
    return { code: code < 0n ? -code : code, frac };
  },
  min: (a, b) => (compare(a, b) < 0n ? a : b),
  max: (a, b) => (compare(a, b) > 0n ? a : b),
  less: (a, b) => compare(a, b) < 0n,
  equal: (a, b) => compare(a, b) === 0n,
  not: (a) => !a,
  and: (a, b) => a === true && b === true,
  or: (a, b) => a === true || b === true,
  select: (condition, a, b) => (condition === true ? a : b),
  round: (x, frac, rounding) => round(number(x), frac, rounding),
  quantise: (x, format, rounding, overflow) => quantise(number(x), format, rounding, overflow),
  fraction: (x) => {
    const { code, frac } = number(x);
    return reduce({ code: BigInt.asUintN(frac, code), frac });
  },
  requireInt32: () => {},
  lookup: (table, index) => table[Number(codeAt(number(index), 0))]!,
  call: (callee: Callee, inputs) =>
    callee.exactly(Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, number(x)]))),
  label: (x) => x,
};

function round(x: Dyadic, frac: number, rounding: Rounding): Dyadic {
  return x.frac <= frac ? x : reduce({ code: roundShift(x.code, x.frac - frac, rounding), frac });
}

function quantise(x: Dyadic, format: Elem, rounding: Rounding, overflow: Overflow): Dyadic {
  if (overflow === 'wrap') requireAllCodes(format);
  const { frac } = format;
  const [lo, hi] = format.int;
  // A format without fraction bits may be coarser than an integer.
  const code = x.frac > frac ? roundShift(x.code, x.frac - frac, rounding) : codeAt(x, frac);
  if (code >= lo && code <= hi) return reduce({ code, frac });
  if (overflow === 'saturate') return reduce({ code: clamp(code, lo, hi), frac });
  if (overflow === 'wrap') {
    const bits = widthOf(format);
    return reduce({ code: lo < 0n ? BigInt.asIntN(bits, code) : BigInt.asUintN(bits, code), frac });
  }
  throw new DendraError(`a code must be within ${lo}..${hi}, not ${code}`, { rule: 'transfer-overflow' });
}
