// Tests of relu6: 6 in codes of several binary points.
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream } from '../../src/ir/index.ts';
import { relu6 } from '../../src/units/relu6/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

describeUnit(relu6, {
  grid: [
    { attrs: {}, inputs: { x: { elem: signedElem(12, 6), shape: [5] } }, fold: { lanes: 2 } },
    { attrs: {}, inputs: { x: { elem: elem(-3, 6), shape: [2, 3] } }, fold: { lanes: 3 } },
    { attrs: {}, inputs: { x: { elem: signedElem(6, -1), shape: [1] } }, fold: { lanes: 1 }, steps: 2 },
  ],
});

describe('the cap of relu6', () => {
  for (const [frac, cap] of [
    [-1, 3],
    [0, 6],
    [1, 12],
    [12, 24576],
  ] as const) {
    test(`is ${cap} with ${frac} fraction bits`, () => {
      expect(relu6.infer({}, { x: stream(signedElem(20, frac), [1]) }).y!.elem).toEqual(elem(0, cap, frac));
    });
  }

  test('has no code with -2 fraction bits', () => {
    expect(() => relu6.infer({}, { x: stream(signedElem(8, -2), [1]) })).toThrow(
      'input "x" must have at least -1 fraction bits, not -2\n  (rule relu6-binary-point)\n' +
        '  the number 6 has no code with so few; use relu with a cap',
    );
  });
});
