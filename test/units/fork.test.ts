// Tests of fork: two and more readers.
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream } from '../../src/ir/index.ts';
import { fork } from '../../src/units/fork/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

describeUnit(fork, {
  grid: [
    { attrs: { branches: 2 }, inputs: { x: { elem: signedElem(4), shape: [7] } }, fold: { lanes: 3 } },
    { attrs: { branches: 5 }, inputs: { x: { elem: elem(0, 1), shape: [1] } }, fold: { lanes: 1 }, steps: 3 },
    {
      attrs: { branches: 3 },
      inputs: { x: { elem: signedElem(8), shape: [2, 4] } },
      fold: { lanes: 4 },
      target: 'asic',
    },
  ],
});

describe('ports of fork', () => {
  test('there is one output a branch, of the type of the input', () => {
    const x = stream(signedElem(4), [7]);
    expect(fork.ports({ branches: 3 }).outputs.map(({ name }) => name)).toEqual(['y0', 'y1', 'y2']);
    expect(fork.infer({ branches: 2 }, { x })).toEqual({ y0: x, y1: x });
  });
});
