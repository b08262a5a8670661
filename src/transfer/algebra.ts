// What the source of a transfer function means over some kind of values: expression nodes, or exact numbers.
import type { Elem, Rounding } from '../ir/index.ts';
import type { Dyadic } from './dyadic.ts';

/** What becomes of a value beyond the format: the nearer bound, the remainder, or an error (a proof that none is). */
export const overflows = ['saturate', 'wrap', 'never'] as const;
export type Overflow = (typeof overflows)[number];

/** Operations on values V, each of them exact. All throw a DendraError without a place. */
export interface Algebra<V> {
  constant(value: Dyadic): V;
  /** The value where it is known without running the function. */
  constantOf(x: V): Dyadic | undefined;
  isTruth(x: V): boolean;
  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  /** The quotient by a constant power of two. */
  divide(a: V, b: V): V;
  /** 2^n for an integer n. */
  power(n: V): V;
  abs(x: V): V;
  min(a: V, b: V): V;
  max(a: V, b: V): V;
  less(a: V, b: V): V;
  equal(a: V, b: V): V;
  not(a: V): V;
  and(a: V, b: V): V;
  or(a: V, b: V): V;
  select(condition: V, a: V, b: V): V;
  /** x with at most `frac` fraction bits. */
  round(x: V, frac: number, rounding: Rounding): V;
  /** x as a value of the format. */
  quantise(x: V, format: Elem, rounding: Rounding, overflow: Overflow): V;
  /** x - floor(x). */
  fraction(x: V): V;
  /** Throws unless x is an integer of 32 bits in two's complement, as the bit operators of JavaScript take it. */
  requireInt32(x: V, what: string): void;
  /** The entry for an index of 0 to `table.length - 1`. */
  lookup(table: readonly Dyadic[], index: V): V;
  /** All results of another transfer function. */
  call(callee: Callee, inputs: Readonly<Record<string, V>>): Readonly<Record<string, V>>;
  /** The value under the name of a local of the author. */
  label(x: V, name: string): V;
}

/** What an algebra needs of another transfer function. */
export interface Callee {
  readonly name: string;
  /** True where the function returns one number, which is result `y`, and not an object of them. */
  readonly single: boolean;
  /** True where a call may give the one operand itself, and not an object of it. */
  readonly bare?: boolean;
  /** Formats of the operands, those of the state among them. */
  readonly formats: Readonly<Record<string, Elem>>;
  readonly graph: import('./expression.ts').ExpressionGraph;
  exactly(inputs: Readonly<Record<string, Dyadic>>): Readonly<Record<string, Dyadic>>;
}
