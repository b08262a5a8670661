// Tests of concat: single and several rows, mixed signs, and the lanes it offers.
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { joinRows } from '../../src/units/concat/golden.ts';
import { concat } from '../../src/units/concat/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const pair = (a: number[], b: number[]) => ({
  a: { elem: signedElem(5), shape: a },
  b: { elem: unsignedElem(6), shape: b },
});

describeUnit(concat, {
  grid: [
    { attrs: {}, inputs: pair([1], [1]), fold: { lanes: 1 }, steps: 2 },
    { attrs: {}, inputs: pair([6], [7]), fold: { lanes: 3 } },
    { attrs: {}, inputs: pair([3, 4], [3, 6]), fold: { lanes: 2 }, steps: 2 },
    { attrs: {}, inputs: pair([2, 3, 4], [2, 3, 4]), fold: { lanes: 4 }, target: 'asic' },
  ],
});

describe('types and values of concat', () => {
  test('rows are joined in order', () => {
    const y = stream(elem(0, 9), [2, 3]);
    const a = tensor(y.elem, [2, 2], [1, 2, 3, 4]);
    const b = tensor(y.elem, [2, 1], [8, 9]);
    expect(joinRows(y, a, b)).toEqual(tensor(y.elem, [2, 3], [1, 2, 8, 3, 4, 9]));
  });

  test('lanes divide both rows; a single row may end in a partial beat', () => {
    const lanes = (a: number[], b: number[]): number[] => {
      const inputs = { a: stream(elem(0, 1), a), b: stream(elem(0, 1), b) };
      const site = { name: 'unit', attrs: {}, inputs, outputs: concat.infer({}, inputs), steps: 1 };
      return concat.folds(site).map((fold) => fold.lanes!);
    };
    expect(lanes([2, 4], [2, 6])).toEqual([1, 2]);
    expect(lanes([6], [7])).toEqual([1, 2, 3, 6]);
    expect(lanes([6], [2])).toEqual([1, 2]);
  });

  test('rows of unequal number are refused', () => {
    expect(() => concat.infer({}, { a: stream(elem(0, 1), [2, 3]), b: stream(elem(0, 1), [3, 3]) })).toThrow(
      'inputs "a" and "b" must differ in their last dimension alone, not be 2x3 of 0..1 and 3x3 of 0..1\n' +
        '  (rule concat-shape)',
    );
  });

  test('run-time lengths are refused', () => {
    const a = stream(elem(0, 1), [{ max: 3, length: 'kept' }]);
    expect(() => concat.infer({}, { a, b: a })).toThrow(
      'input "a" must have a fixed shape, not the run-time length "kept"\n  (rule concat-fixed-shape)',
    );
  });
});
