// Values that the reader of a transfer function meets: numbers of the algebra, and what is known while reading.
import { DendraError, type Elem, fitsInt64, isTensor } from '../ir/index.ts';
import type { Algebra, Callee } from './algebra.ts';
import { dyadic, isExactLiteral } from './dyadic.ts';

/** A value within the source of a transfer function. */
export type Value<V> =
  /** A number or a truth value. */
  | { readonly kind: 'number'; readonly x: V }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Value<V>>> }
  | { readonly kind: 'list'; readonly items: readonly Value<V>[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'format'; readonly format: Elem }
  | { readonly kind: 'function'; readonly callee: Callee };

/** The value of a constant that the author handed over; throws a DendraError for what a function cannot use. */
export function fromHost<V>(algebra: Algebra<V>, name: string, given: unknown): Value<V> {
  if (typeof given === 'number') return { kind: 'number', x: algebra.constant(exactNumber(given)) };
  if (typeof given === 'bigint') return { kind: 'number', x: algebra.constant({ code: given, frac: 0 }) };
  if (typeof given === 'boolean') return { kind: 'number', x: truthOf(algebra, given) };
  if (typeof given === 'string') return { kind: 'text', text: given };
  if (Array.isArray(given)) return { kind: 'list', items: given.map((item) => fromHost(algebra, name, item)) };
  if (isTensor(given)) return fromHost(algebra, name, [...given.data]);
  if (isFormat(given)) return { kind: 'format', format: given };
  if (isCallee(given)) return { kind: 'function', callee: given };
  throw new DendraError(
    `constant "${name}" must be a number, truth value, text, format, list or transfer function, not ${typeof given}`,
    { rule: 'transfer-constant' },
  );
}

/** An exact number; 0.1 is none. */
export function exactNumber(value: number): ReturnType<typeof dyadic> {
  if (Number.isFinite(value) && isExactLiteral(String(Math.abs(value)))) return dyadic(value);
  throw new DendraError(`a number must be an exact binary fraction, as 0.375 is, not ${value}`, {
    rule: 'transfer-literal',
    hint: `say how it rounds: quantise(${value}, q(8, 6), 'halfEven', 'saturate')`,
  });
}

/** A constant truth value. */
export function truthOf<V>(algebra: Algebra<V>, holds: boolean): V {
  const [zero, one] = [algebra.constant({ code: 0n, frac: 0 }), algebra.constant({ code: 1n, frac: 0 })];
  return holds ? algebra.less(zero, one) : algebra.less(one, zero);
}

function isFormat(given: unknown): given is Elem {
  if (typeof given !== 'object' || given === null || !('int' in given) || !('frac' in given)) return false;
  return Array.isArray(given.int) && given.int.length === 2 && fitsInt64(given as Elem);
}

function isCallee(given: unknown): given is Callee {
  return typeof given === 'function' && 'graph' in given && 'formats' in given;
}

/** A value as messages name it. */
export function describeKind<V>(algebra: Algebra<V>, value: Value<V>): string {
  if (value.kind === 'number') return algebra.isTruth(value.x) ? 'a truth value' : 'a number';
  const names = { object: 'an object', list: 'a list', text: 'a text', format: 'a format', function: 'a function' };
  return names[value.kind];
}

/** Either of two values: numbers, truth values, or objects of the same fields, which are merged one by one. */
export function merge<V>(algebra: Algebra<V>, condition: V, a: Value<V>, b: Value<V>): Value<V> {
  if (a.kind === 'number' && b.kind === 'number' && algebra.isTruth(a.x) === algebra.isTruth(b.x)) {
    return { kind: 'number', x: algebra.select(condition, a.x, b.x) };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const names = Object.keys(a.fields);
    if (names.length === Object.keys(b.fields).length && names.every((name) => name in b.fields)) {
      const merged = names.map((name) => [name, merge(algebra, condition, a.fields[name]!, b.fields[name]!)]);
      return { kind: 'object', fields: Object.fromEntries(merged) };
    }
  }
  const [s, t] = [a, b].map((value) => describeKind(algebra, value)) as [string, string];
  const given = s === t ? `${s} beside another one` : `${s} and ${t}`;
  const expected = 'numbers, truth values or objects of the same fields';
  throw new DendraError(`the values of both branches must be ${expected}, not ${given}`, { rule: 'transfer-subset' });
}
