// gather: rows whose mask is 1, in order.
import { elem, signedElem, spike } from '../../src/ir/index.ts';
import { gather } from '../../src/units/gather/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const mask = (rows: number) => ({ elem: spike, shape: [rows] });

describeUnit(gather, {
  grid: [
    {
      title: 'one element',
      attrs: { length: 'kept' },
      inputs: { x: { elem: elem(0, 9), shape: [1] }, mask: mask(1) },
      fold: { lanes: 1 },
    },
    {
      title: 'scalars',
      attrs: { length: 'kept' },
      inputs: { x: { elem: signedElem(12), shape: [19] }, mask: mask(19) },
      fold: { lanes: 1 },
      steps: 2,
    },
    {
      title: 'rows of three beats',
      attrs: { length: 'kept' },
      inputs: { x: { elem: signedElem(8), shape: [5, 6] }, mask: mask(5) },
      fold: { lanes: 2 },
    },
    {
      title: 'rows of one beat',
      attrs: { length: 'kept' },
      inputs: { x: { elem: signedElem(8), shape: [7, 2, 2] }, mask: mask(7) },
      fold: { lanes: 4 },
      steps: 2,
      target: 'asic',
    },
  ],
});
