// Stacking tensors of samples and steps into one array.
import { expect, test } from 'vitest';
import { stack } from '../../src/cli/stack.ts';

const row = (...values: number[]) => ({ shape: [values.length], data: Int32Array.from(values) });

test('equal shapes stack to [samples, steps, ...]', () => {
  expect(
    stack('y', [
      [row(1, 2), row(3, 4)],
      [row(5, 6), row(7, 8)],
    ]),
  ).toEqual({
    y: { shape: [2, 2, 2], data: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  });
});

test('run-time lengths are padded with zeros and their shapes stand beside', () => {
  const long = { shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) };
  const short = { shape: [1, 2], data: Int32Array.of(5, 6) };
  const empty = { shape: [0, 2], data: new Int32Array(0) };
  expect(stack('y', [[long], [short], [empty]])).toEqual({
    y: { shape: [3, 1, 2, 2], data: Int32Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0) },
    'y.shape': { shape: [3, 1, 2], data: Int32Array.of(2, 2, 1, 2, 0, 2) },
  });
});

test('scalars and 64-bit values keep their place', () => {
  const scalar = (value: bigint) => ({ shape: [], data: BigInt64Array.of(value) });
  expect(stack('y', [[scalar(1n)], [{ shape: [], data: Int32Array.of(2) }]])).toEqual({
    y: { shape: [2, 1], data: BigInt64Array.of(1n, 2n) },
  });
});
