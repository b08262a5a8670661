// What is outside of the subset is an error at its place in test/transfer/wrong.ts, with what to write instead.
import { expect, test } from 'vitest';
import { DendraError, elem } from '../../src/ir/index.ts';
import { clamp, lookup, q, quantise, transfer } from '../../src/transfer/index.ts';
import { coop, coop16 } from './modulations.ts';
import * as wrong from './wrong.ts';

const refused: Readonly<Record<string, { readonly graph: unknown }>> = { ...wrong };

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof DendraError) return error.message;
    throw error;
  }
  return 'no error';
}

test.each<readonly [name: string, ...lines: string[]]>([
  [
    'again',
    'a call must be of another function, not of one that is being called already',
    '  at test/transfer/wrong.ts:11:62 (rule transfer-recursion)',
    '  hardware has no stack: write the steps out, or keep a state from firing to firing',
  ],
  ['assigned', 'result "y" must be a number, not a list', '  at test/transfer/wrong.ts:39:41 (rule transfer-kind)'],
  [
    'call',
    'input "a" of positive must be within -8..7.9375, not -16..15.875',
    '  at test/transfer/wrong.ts:37:48 (rule transfer-format)',
    '  quantise it',
  ],
  [
    'condition',
    'a condition must be a comparison, not a number',
    '  at test/transfer/wrong.ts:27:54 (rule transfer-subset)',
    '  write x !== 0',
  ],
  [
    'deep',
    'a call must be of another function, not of one that is being called already',
    '  at test/transfer/wrong.ts:12:39 (rule transfer-recursion)',
    '  hardware has no stack: write the steps out, or keep a state from firing to firing',
  ],
  [
    'divided',
    'a divisor must be without 0, not -8..7.9375',
    '  at test/transfer/wrong.ts:15:60 (rule transfer-divisor)',
    '  keep it away from 0 with clamp or max, and multiply by a reciprocal from approximate()',
  ],
  [
    'literal',
    'a number must be an exact binary fraction, as 0.375 is, not 0.1',
    '  at test/transfer/wrong.ts:14:55 (rule transfer-literal)',
    "  say how it rounds: quantise(0.1, q(8, 6), 'halfEven', 'saturate')",
  ],
  [
    'loop',
    'a statement must be const, if with return, or return, not a loop',
    '  at test/transfer/wrong.ts:8:3 (rule transfer-subset)',
    '  write the turns out, or keep a state from firing to firing',
  ],
  [
    'math',
    'a function of Math must be an exact one, of abs, min, max, floor, ceil, trunc, round, not exp',
    '  at test/transfer/wrong.ts:29:48 (rule transfer-subset)',
    '  take a table of it: approximate()',
  ],
  [
    'misspelt',
    'a field must be one of alpha, not "alpah"',
    '  at test/transfer/wrong.ts:35:52 (rule transfer-subset)',
    '  did you mean "alpha"?',
  ],
  [
    'modulo',
    'an operator must be one of + - * / ** << >> & < <= > >= === !== && ||, not %',
    '  at test/transfer/wrong.ts:26:50 (rule transfer-subset)',
    '  for a power of two write x & (2 ** n - 1), or fraction(x)',
  ],
  [
    'outside',
    '"factor" must be an operand, a const of the function or of the module, or one of the option constants, not a let variable',
    '  at test/transfer/wrong.ts:34:55 (rule transfer-subset)',
    '  hand it over: transfer(inputs, fn, { constants: { factor } })',
  ],
  [
    'sixth',
    'a format that wraps must be 0..7, not 0..5',
    '  at test/transfer/wrong.ts:44:58 (rule transfer-wrap)',
    '  use q(bits, fraction) or uq(bits, fraction), or saturate',
  ],
  [
    'undefinedName',
    '"abz" must be the name of a value or function, not one that nothing defines',
    '  at test/transfer/wrong.ts:46:57 (rule transfer-subset)',
    '  did you mean "abs"?',
  ],
  [
    'otherOperand',
    'the argument of positive must be an object of a, b, not one of a, c',
    '  at test/transfer/wrong.ts:47:56 (rule transfer-subset)',
  ],
  [
    'overflow',
    'a value must be within -4..3.5, not -8..8',
    '  at test/transfer/wrong.ts:31:52 (rule transfer-overflow)',
    '  say what happens beyond: saturate or wrap',
  ],
  [
    'positive',
    'a divisor must be a constant power of two, not 1..16',
    '  at test/transfer/wrong.ts:18:65 (rule transfer-divisor)',
    '  multiply by a reciprocal: a constant one quantised to the bits that matter, or one from approximate()',
  ],
  [
    'powers',
    'an exponent of 2 must be an integer, not one with 4 fraction bits',
    '  at test/transfer/wrong.ts:38:50 (rule transfer-exponent)',
    '  take its floor, and 2 ** fraction from approximate()',
  ],
  [
    'rounding',
    'argument 3 of quantise must be one of floor, ceil, toZero, awayFromZero, halfEven, halfAwayFromZero, halfTowardZero, halfUp, not "half"',
    '  at test/transfer/wrong.ts:30:52 (rule transfer-arguments)',
  ],
  [
    'shifted',
    'the left operand of >> must be an integer of 32 bits, as in JavaScript, not a value with 4 fraction bits',
    '  at test/transfer/wrong.ts:25:51 (rule transfer-int32)',
    '  for any number write x * 2 ** n, or floor(x / 2 ** n)',
  ],
  [
    'state',
    'the next value of state "v" must be within -128..127, not -256..254',
    '  at test/transfer/wrong.ts:36:38 (rule transfer-format)',
    '  quantise it',
  ],
  [
    'thirds',
    'a divisor must be a constant power of two, not 3',
    '  at test/transfer/wrong.ts:16:50 (rule transfer-divisor)',
    '  multiply by a reciprocal: a constant one quantised to the bits that matter, or one from approximate()',
  ],
  [
    'truth',
    'result "y" must be a number, not a truth value',
    '  at test/transfer/wrong.ts:28:38 (rule transfer-kind)',
    '  write condition ? 1 : 0',
  ],
  [
    'variable',
    'a local must be declared with const, not with let',
    '  at test/transfer/wrong.ts:21:3 (rule transfer-subset)',
    '  give each value a name of its own',
  ],
  [
    'wide',
    'a value must be of at most 64 bits, not 80',
    '  at test/transfer/wrong.ts:19:68 (rule transfer-width)',
    '  quantise it, or its operands, to fewer bits',
  ],
  [
    'zero',
    'a divisor must be a constant power of two, not 0',
    '  at test/transfer/wrong.ts:17:48 (rule transfer-divisor)',
    '  multiply by a reciprocal: a constant one quantised to the bits that matter, or one from approximate()',
  ],
])('refuses %s', (name, ...lines) => {
  expect(messageOf(() => refused[name]!.graph)).toBe(lines.join('\n'));
});

test.each([
  [
    () => coop({ R: 0.3, C: 0 }),
    'input "R" of coop must be a multiple of 0.0625 in -8..7.9375, not 0.3\n  (rule transfer-format)',
  ],
  [
    () => coop({ R: 8, C: 0 }),
    'input "R" of coop must be a multiple of 0.0625 in -8..7.9375, not 8\n  (rule transfer-format)',
  ],
  [
    () => coop16({ R: 0 } as never),
    'input "C" of coop16 must be a multiple of 0.000244140625 in -8..7.999755859375, not undefined\n  (rule transfer-format)',
  ],
  [
    () => quantise(9, q(4, 0), 'floor', 'never'),
    'a value must be within -8..7, not 9\n  (rule transfer-overflow)\n  say what happens beyond: saturate or wrap',
  ],
  [
    () => quantise(9, elem(0, 5), 'floor', 'wrap'),
    'a format that wraps must be 0..7, not 0..5\n  (rule transfer-wrap)\n  use q(bits, fraction) or uq(bits, fraction), or saturate',
  ],
  [
    () => lookup([1, 2], clamp(5, 2, 3)),
    'an index must be an integer in 0..1, not 3\n  (rule transfer-index)\n  clamp it to the table',
  ],
])('refuses unfit numbers in a call, case %#', (call, message) => {
  expect(messageOf(call)).toBe(message);
});

test('a function of a place without a file is refused', () => {
  const made = new Function('transfer', 'q', 'return transfer({ a: q(8) }, ({ a }) => a)') as (...args: unknown[]) => {
    graph: unknown;
  };
  expect(messageOf(() => made(transfer, q))).toBe(
    'transfer() must be called from a file, not from text without one\n  (rule transfer-source)\n' +
      '  write the function in a module',
  );
});
