// Tests of argmax: trees of every depth, partial beats, ties, and the count of comparisons.
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { argmaxRows } from '../../src/units/argmax/golden.ts';
import { argmax } from '../../src/units/argmax/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const x = (type: ReturnType<typeof elem>, shape: number[]) => ({ x: { elem: type, shape } });

describeUnit(argmax, {
  grid: [
    { attrs: {}, inputs: x(signedElem(4), [1]), fold: { lanes: 1 }, steps: 2 },
    { attrs: {}, inputs: x(signedElem(3), [10]), fold: { lanes: 1 } },
    { attrs: {}, inputs: x(unsignedElem(2), [10]), fold: { lanes: 4 }, steps: 2 },
    { attrs: {}, inputs: x(signedElem(8), [7]), fold: { lanes: 7 } },
    { attrs: {}, inputs: x(elem(-9, -3), [4, 6]), fold: { lanes: 3 }, target: 'asic' },
    { attrs: {}, inputs: x(elem(0, 1), [5, 3]), fold: { lanes: 3 } },
    { attrs: {}, inputs: x(signedElem(6), [3, 1]), fold: { lanes: 1 } },
    { attrs: {}, inputs: x(signedElem(8), [21]), fold: { lanes: 5 } },
  ],
});

describe('values of argmax', () => {
  const of = (shape: number[], values: number[]): number[] => {
    const type = stream(signedElem(8), shape);
    const y = argmax.infer({}, { x: type }).y!;
    return [...argmaxRows(type, y, tensor(type.elem, shape, values)).data].map(Number);
  };

  test('the first of equal elements wins', () => {
    expect(of([5], [1, 7, 7, 0, 7])).toEqual([1]);
    expect(of([3], [0, 0, 0])).toEqual([0]);
  });

  test('negative numbers order as numbers', () => {
    expect(of([4], [-128, -3, -2, -5])).toEqual([2]);
  });

  test('every row has its own index', () => {
    expect(of([2, 3], [1, 2, 3, 6, 5, 4])).toEqual([2, 0]);
  });

  test('the last dimension goes; a single row gives one index', () => {
    const shape = (given: number[]) => argmax.infer({}, { x: stream(signedElem(8), given) }).y;
    expect(shape([10])).toEqual(stream(elem(0, 9), [1]));
    expect(shape([3, 10])).toEqual(stream(elem(0, 9), [3]));
    expect(shape([2, 3, 1])).toEqual(stream(elem(0, 0), [2, 3]));
  });

  test('run-time lengths are refused', () => {
    expect(() => argmax.infer({}, { x: stream(elem(0, 1), [{ max: 3, length: 'kept' }]) })).toThrow(
      'input "x" must have a fixed shape, not the run-time length "kept"\n  (rule argmax-fixed-shape)',
    );
  });
});
