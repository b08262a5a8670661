// Tests of fifo: one slot, few, and more than a tensor needs.
import { signedElem } from '../../src/ir/index.ts';
import { fifo } from '../../src/units/fifo/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

describeUnit(fifo, {
  grid: [
    { title: 'depth 1', attrs: { depth: 1 }, inputs: { x: { elem: signedElem(4), shape: [7] } }, fold: { lanes: 3 } },
    {
      title: 'depth 3',
      attrs: { depth: 3 },
      inputs: { x: { elem: signedElem(8), shape: [3, 4] } },
      fold: { lanes: 2 },
    },
    {
      title: 'depth 64',
      attrs: { depth: 64 },
      inputs: { x: { elem: signedElem(2), shape: [1] } },
      fold: { lanes: 1 },
      steps: 2,
      target: 'asic',
    },
  ],
});
