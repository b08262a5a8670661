// Comparisons and the operators that JavaScript has for integers of 32 bits, over an algebra.
import { DendraError, elem } from '../ir/index.ts';
import type { Algebra } from './algebra.ts';
import { numberOf } from './builtins.ts';
import { codeAt, exponentOf } from './dyadic.ts';
import { truthOf, type Value } from './value.ts';

/** The result of an operator between two values; undefined for one that hardware does not have. */
export function binary<V>(algebra: Algebra<V>, operator: string, first: Value<V>, second: Value<V>): V | undefined {
  if (first.kind === 'text' && second.kind === 'text' && /^[!=]==$/.test(operator)) {
    return truthOf(algebra, (first.text === second.text) === (operator === '==='));
  }
  const a = numberOf(algebra, first, `the left operand of ${operator}`);
  const b = numberOf(algebra, second, `the right operand of ${operator}`);
  if (operator === '+') return algebra.add(a, b);
  if (operator === '-') return algebra.sub(a, b);
  if (operator === '*') return algebra.mul(a, b);
  if (operator === '/') return algebra.divide(a, b);
  return comparison(algebra, operator, a, b) ?? bitwise(algebra, operator, a, b);
}

/** What to write instead of an operator that there is not. */
export function hintFor(operator: string): string | undefined {
  if (operator.endsWith('=')) return 'give each value a name of its own, with const';
  if (operator === '%') return 'for a power of two write x & (2 ** n - 1), or fraction(x)';
  return operator === '==' || operator === '!=' ? `write ${operator}=` : undefined;
}

/** The truth value of a comparison; undefined for other operators. */
function comparison<V>(algebra: Algebra<V>, operator: string, a: V, b: V): V | undefined {
  switch (operator) {
    case '<':
      return algebra.less(a, b);
    case '>':
      return algebra.less(b, a);
    case '<=':
      return algebra.not(algebra.less(b, a));
    case '>=':
      return algebra.not(algebra.less(a, b));
    case '===':
      return algebra.equal(a, b);
    case '!==':
      return algebra.not(algebra.equal(a, b));
    default:
      return undefined;
  }
}

/** The result of **, << , >> or &; undefined for other operators. */
function bitwise<V>(algebra: Algebra<V>, operator: string, a: V, b: V): V | undefined {
  switch (operator) {
    case '**':
      return power(algebra, a, b);
    case '<<': {
      algebra.requireInt32(a, 'the left operand of <<');
      const product = algebra.mul(a, algebra.constant({ code: 1n, frac: -amount(algebra, operator, b) }));
      algebra.requireInt32(product, 'the result of <<');
      return product;
    }
    case '>>':
      algebra.requireInt32(a, 'the left operand of >>');
      return algebra.round(
        algebra.mul(a, algebra.constant({ code: 1n, frac: amount(algebra, operator, b) })),
        0,
        'floor',
      );
    case '&':
      algebra.requireInt32(a, 'the left operand of &');
      return algebra.quantise(a, elem(0n, mask(algebra, b)), 'floor', 'wrap');
    default:
      return undefined;
  }
}

/** 2 ** n for an integer n, and x ** 2. */
function power<V>(algebra: Algebra<V>, a: V, b: V): V {
  const [base, exponent] = [algebra.constantOf(a), algebra.constantOf(b)];
  if (base !== undefined && base.frac === 0 && base.code === 2n) return algebra.power(b);
  if (exponent !== undefined && exponent.frac === 0 && exponent.code === 2n) return algebra.mul(a, a);
  throw new DendraError('a power must be 2 ** n or x ** 2, not another one', {
    rule: 'transfer-power',
    hint: 'multiply, or take a table of it: approximate()',
  });
}

/** Places of a shift: a constant of 0 to 31, as JavaScript takes it. */
function amount<V>(algebra: Algebra<V>, operator: string, b: V): number {
  const known = algebra.constantOf(b);
  const places = known === undefined || known.frac > 0 ? -1 : Number(codeAt(known, 0));
  if (places >= 0 && places <= 31) return places;
  throw new DendraError(
    `the right operand of ${operator} must be a constant of 0..31, not ${known === undefined ? 'a value' : 'another one'}`,
    { rule: 'transfer-shift', hint: 'for a value write x * 2 ** n' },
  );
}

/** The mask of an unsigned number: a constant 2^n - 1. */
function mask<V>(algebra: Algebra<V>, b: V): bigint {
  const known = algebra.constantOf(b);
  if (known !== undefined && known.frac === 0 && known.code > 0n && known.code < 1n << 31n) {
    if (exponentOf({ code: known.code + 1n, frac: 0 }) !== undefined) return known.code;
  }
  throw new DendraError('the right operand of & must be a constant 2^n - 1, not another one', {
    rule: 'transfer-mask',
    hint: 'compare and choose with ?: instead',
  });
}
