// Tests of add: signed, unsigned and mixed operands of unequal widths.
import { describe, expect, test } from 'vitest';
import { type Elem, elem, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { add } from '../../src/units/add/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const both = (a: Elem, b: Elem, shape: number[]) => ({ a: { elem: a, shape }, b: { elem: b, shape } });

describeUnit(add, {
  grid: [
    { attrs: {}, inputs: both(signedElem(8), signedElem(4), [3, 4]), fold: { lanes: 2 } },
    { attrs: {}, inputs: both(unsignedElem(4), signedElem(4), [7]), fold: { lanes: 3 }, steps: 2 },
    { attrs: {}, inputs: both(unsignedElem(5), unsignedElem(5), [1]), fold: { lanes: 1 } },
    { attrs: {}, inputs: both(elem(100, 200), elem(-100, -100), [5]), fold: { lanes: 5 } },
    { attrs: {}, inputs: both(signedElem(40), signedElem(40), [2]), fold: { lanes: 1 }, target: 'asic' },
  ],
});

describe('types of add', () => {
  const x = stream(signedElem(8), [4]);

  test('the sum has the exact interval', () => {
    expect(add.infer({}, { a: stream(elem(-3, 5, 2), [4]), b: stream(elem(1, 2, 2), [4]) }).y!.elem).toEqual(
      elem(-2, 7, 2),
    );
  });

  test('other shapes are refused', () => {
    expect(() => add.infer({}, { a: x, b: stream(signedElem(8), [5]) })).toThrow(
      'input "b" must have the shape of "a", 4 of -128..127, not 5 of -128..127\n  (rule add-shape)',
    );
    const kept = (length: string) => stream(signedElem(8), [{ max: 4, length }]);
    expect(() => add.infer({}, { a: kept('m'), b: kept('n') })).toThrow('(rule add-shape)');
    expect(add.infer({}, { a: kept('m'), b: kept('m') }).y!.shape).toEqual(kept('m').shape);
  });

  test('other binary points are refused', () => {
    expect(() => add.infer({}, { a: x, b: stream(signedElem(8, 3), [4]) })).toThrow(
      'input "b" must have 0 fraction bits like "a", not 3\n  (rule add-binary-point)\n' +
        '  put requantise in front of the one with more',
    );
  });

  test('sums beyond 32 bits are exact', () => {
    const type = signedElem(32);
    const inputs = { a: stream(type, [1]), b: stream(type, [1]) };
    const site = { name: 'unit', attrs: {}, inputs, outputs: add.infer({}, inputs), steps: 1 };
    const a = tensor(type, [1], [2 ** 31 - 1]);
    expect(add.step(site, { a, b: a }, null, { first: true, last: true }).outputs.y!.data[0]).toBe(2n ** 32n - 2n);
  });
});
