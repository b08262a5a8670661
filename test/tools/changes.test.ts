// What a benchmark says of the numbers on record.
import { expect, test } from 'vitest';
import { changes } from '../../bench/changes.ts';

test('numbers that moved by more than a hundredth, by their place; new ones and texts are no change', () => {
  const before = { about: 'x', dense: [{ lut: 100, dsp: 2 }], ratios: { verify: 0.9 }, gone: 1 };
  const after = { about: 'y', dense: [{ lut: 102, dsp: 2 }], ratios: { verify: 0.905 }, new: 3 };
  expect(changes(before, after, 'hardware')).toEqual(['hardware.dense.0.lut: 100 -> 102']);
  expect(changes(undefined, after, 'hardware')).toEqual([]);
});
