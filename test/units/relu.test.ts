// Tests of relu: with and without a cap, over signed and unsigned intervals.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { rectifiedElem, rectify } from '../../src/units/relu/golden.ts';
import { relu } from '../../src/units/relu/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

describeUnit(relu, {
  grid: [
    { attrs: {}, inputs: { x: { elem: signedElem(8), shape: [3, 5] } }, fold: { lanes: 5 } },
    { attrs: {}, inputs: { x: { elem: elem(-100, 3), shape: [7] } }, fold: { lanes: 3 } },
    { attrs: {}, inputs: { x: { elem: elem(-9, -4), shape: [1] } }, fold: { lanes: 1 } },
    { attrs: { cap: 20 }, inputs: { x: { elem: signedElem(6), shape: [9] } }, fold: { lanes: 4 }, target: 'asic' },
    { attrs: { cap: 0 }, inputs: { x: { elem: unsignedElem(3), shape: [4] } }, fold: { lanes: 4 }, steps: 2 },
    { attrs: { cap: 9 }, inputs: { x: { elem: unsignedElem(4), shape: [6] } }, fold: { lanes: 1 } },
  ],
});

describe('arithmetic of relu', () => {
  test('intervals are exact', () => {
    expect(rectifiedElem(elem(-8, 7, 2), undefined)).toEqual(elem(0, 7, 2));
    expect(rectifiedElem(elem(-8, -3), undefined)).toEqual(elem(0, 0));
    expect(rectifiedElem(elem(2, 7), undefined)).toEqual(elem(2, 7));
    expect(rectifiedElem(elem(-8, 7), 5n)).toEqual(elem(0, 5));
    expect(rectifiedElem(elem(6, 7), 5n)).toEqual(elem(5, 5));
  });

  test('32-bit and 64-bit storage give the same', () => {
    const values = [-(2 ** 31), -1, 0, 1, 2 ** 31 - 1];
    const narrow = rectify(elem(0, 1000), tensor(signedElem(32), [5], values));
    const wide = rectify(elem(0, 1000), tensor(signedElem(40), [5], values));
    expect([...narrow.data]).toEqual([0, 0, 0, 1, 1000]);
    expect(wide).toEqual(narrow);
  });

  test('a negative cap is refused', () => {
    expect(v.safeParse(relu.attrs, { cap: -1 }).success).toBe(false);
    expect(relu.infer({}, { x: stream(elem(-1, 1), [2]) }).y!.elem).toEqual(elem(0, 1));
  });
});
