// top-k: exact selection with ties in favour of the first index.
import { elem, signedElem, unsignedElem } from '../../src/ir/index.ts';
import { topK } from '../../src/units/top-k/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

describeUnit(topK, {
  grid: [
    {
      title: 'one element',
      attrs: { k: 1, emit: ['values', 'indices', 'mask'] },
      inputs: { x: { elem: signedElem(5), shape: [1] } },
      fold: { lanes: 1 },
    },
    {
      title: 'k at run time, all outputs',
      attrs: { emit: ['values', 'indices', 'mask'], length: 'kept' },
      inputs: { x: { elem: elem(-9, 5), shape: [13] }, k: { elem: elem(0, 15), shape: [1] } },
      fold: { lanes: 4 },
      steps: 2,
    },
    {
      title: 'rows whose results share beats',
      attrs: { k: 3, emit: ['values', 'indices'], direction: 'smallest' },
      inputs: { x: { elem: unsignedElem(9), shape: [3, 12] } },
      fold: { lanes: 4 },
      steps: 2,
    },
    {
      title: 'more lanes than elements',
      attrs: { k: 3, emit: ['indices', 'mask'] },
      inputs: { x: { elem: signedElem(4), shape: [5] } },
      fold: { lanes: 8 },
    },
    {
      title: 'mask of equal scores',
      attrs: { k: 17, emit: ['mask'] },
      inputs: { x: { elem: elem(0, 1), shape: [37] } },
      fold: { lanes: 8 },
      target: 'asic',
    },
    {
      title: 'one lane at run time',
      attrs: { emit: ['values'], length: 'kept', direction: 'smallest' },
      inputs: { x: { elem: signedElem(13), shape: [11] }, k: { elem: elem(0, 11), shape: [] } },
      fold: { lanes: 1 },
    },
    {
      title: 'the paper: half of 1024',
      attrs: { k: 512, emit: ['values', 'indices'] },
      inputs: { x: { elem: unsignedElem(12), shape: [1024] } },
      fold: { lanes: 16 },
    },
  ],
});
