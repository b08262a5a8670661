// lif against its formula, against real-number neurons, and in hardware.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { elem, type Elem, signedElem, stream, tensor } from '../../src/ir/index.ts';
import { fire } from '../../src/units/lif/golden.ts';
import { type Attrs, lif } from '../../src/units/lif/index.ts';
import { membraneElem, type Neuron } from '../../src/units/lif/membrane.ts';
import { describeUnit } from '../support/describe-unit.ts';

const channels = (values: number[]) => tensor(elem(0, 1 << 20), [values.length], values);

describeUnit(lif, {
  grid: [
    { attrs: { threshold: 1, reset: 'hard' }, inputs: { x: { elem: elem(-1, 1), shape: [1] } }, fold: { lanes: 1 }, steps: 4 },
    {
      title: 'thresholds in a constant, the last beat not full',
      attrs: { threshold: channels([3, 50, 1, 9, 20, 7, 11]), reset: 'soft' },
      inputs: { x: { elem: signedElem(6), shape: [7] } },
      fold: { lanes: 7 },
      steps: 3,
    },
    {
      title: 'thresholds in a memory, the last beat not full',
      attrs: { threshold: channels([300, 5, 1, 90, 20]), reset: 'hard', decayInput: false },
      inputs: { x: { elem: signedElem(10), shape: [5] } },
      fold: { lanes: 2 },
      steps: 4,
    },
    {
      title: 'rows of channels',
      attrs: { threshold: channels([100, 1, 60, 200, 33, 8]), reset: 'hard' },
      inputs: { x: { elem: elem(-300, 511), shape: [3, 6] } },
      fold: { lanes: 3 },
      steps: 4,
      target: 'asic',
    },
    {
      title: 'undecayed, soft reset',
      attrs: { threshold: 4, reset: 'soft', decayInput: false },
      inputs: { x: { elem: elem(0, 15), shape: [2, 4] } },
      fold: { lanes: 1 },
      steps: 5,
    },
    {
      title: 'tau 8',
      attrs: { threshold: 6, reset: 'soft', tau: 8 },
      inputs: { x: { elem: signedElem(8), shape: [4] } },
      fold: { lanes: 2 },
      steps: 6,
    },
    {
      title: 'tau 4, undecayed',
      attrs: { threshold: 20, reset: 'hard', decayInput: false, tau: 4 },
      inputs: { x: { elem: signedElem(5), shape: [4] } },
      fold: { lanes: 4 },
      steps: 6,
    },
    {
      title: 'more than 32 bits',
      attrs: { threshold: 2 ** 34, reset: 'hard' },
      inputs: { x: { elem: signedElem(40), shape: [3] } },
      fold: { lanes: 1 },
      steps: 3,
    },
  ],
});
