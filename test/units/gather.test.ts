// gather: rows whose mask is 1, in order.
import { expect, test } from 'vitest';
import { elem, type Streams, signedElem, spike, stream, tensor } from '../../src/ir/index.ts';
import { gather } from '../../src/units/gather/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const streams = (x: readonly number[], bits: number, type = spike): Streams => ({
  x: stream(signedElem(8), x),
  mask: stream(type, [bits]),
});

test('gather keeps rows 0 and 2 of three', () => {
  const inputs = streams([3, 2], 3);
  const outputs = gather.infer({ length: 'kept' }, inputs);
  const site = { name: 'g', attrs: { length: 'kept' }, inputs, outputs, steps: 1 };
  const given = { x: tensor(signedElem(8), [3, 2], [1, 2, 3, 4, 5, 6]), mask: tensor(spike, [3], [1, 0, 1]) };
  const { y } = gather.step(site, given, null, { first: true, last: true }).outputs;
  expect(y!.shape).toEqual([2, 2]);
  expect([...y!.data]).toEqual([1, 2, 5, 6]);
});

test.each([
  ['mask must have 3 elements, one for each row of x, not 2', streams([3, 2], 2)],
  ['mask must be 0 or 1, not 0..2', streams([3, 2], 3, elem(0, 2))],
  ['x must be rows, not a scalar', streams([], 1)],
])('gather says: %s', (sentence, inputs) => {
  expect(() => gather.infer({ length: 'kept' }, inputs)).toThrow(sentence);
});

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
