// What authors write first: tensors, intervals, options; and the whole message about what is refused.
import { expect, test } from 'vitest';
import { elem, graph, signedElem, tensor } from '../../src/ir/index.ts';

test('numbers and bigints become the storage that the element type needs', () => {
  expect(tensor(elem(-8, 7), [2], [-8, 7n]).data).toEqual(Int32Array.of(-8, 7));
  expect(tensor(signedElem(64), [2], [-(1n << 63n), 5]).data).toEqual(BigInt64Array.of(-(1n << 63n), 5n));
});

test.for([
  { given: 1.5, type: elem(0, 9), text: '0..9, not 1.5' },
  { given: Number.NaN, type: elem(0, 9), text: '0..9, not NaN' },
  { given: 2 ** 32 + 1, type: elem(0, 9), text: '0..9, not 4294967297' },
  { given: -1, type: elem(0, 9), text: '0..9, not -1' },
  { given: 0.5, type: elem(0n, 1n << 40n), text: '0..1099511627776, not 0.5' },
  { given: 1n << 41n, type: elem(0n, 1n << 40n), text: '0..1099511627776, not 2199023255552' },
])('refuses $given in $text', ({ given, type, text }) => {
  expect(() => tensor(type, [2], [0, given])).toThrow(
    `element 1 of a tensor must be an integer in ${text}\n  (rule tensor-elements)\n  quantise the values, or widen the element type`,
  );
});

test('refuses another number of elements than the shape holds', () => {
  expect(() => tensor(elem(0, 9), [2, 3], [1, 2])).toThrow(
    'a tensor of shape [2, 3] must hold 6 elements, not 2\n  (rule tensor-elements)',
  );
});

test('an interval whose ends are swapped, and a misspelt option of a graph', () => {
  expect(() => elem(7, -8)).toThrow('an interval must have lo <= hi, not 7..-8\n  (rule interval)');
  expect(() => graph('g', { step: 3 } as object)).toThrow(
    'an option of a graph must be steps or goal, not "step"\n  (rule graph-options)\n  did you mean "steps"?',
  );
});
