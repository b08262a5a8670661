// context-memory: hardware against golden, and the rule for U of the specification.
import { describe, expect, test } from 'vitest';
import { type Elem, elem, type Site, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { meanElem, meanOf, universalElem, update } from '../../src/units/context-memory/golden.ts';
import { type Attrs, contextMemory } from '../../src/units/context-memory/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const point = (type: Elem, shape: readonly number[], lanes: number, steps: number, attrs: object = {}) => ({
  attrs,
  inputs: { x: { elem: type, shape } },
  fold: { lanes },
  steps,
});

describeUnit(contextMemory, {
  grid: [
    point(unsignedElem(3), [1], 1, 3, { uShift: 0 }),
    point(signedElem(6, 2), [9], 4, 4, { uShift: 0 }),
    point(elem(0, 24576, 12), [20], 3, 4),
    point(signedElem(8, 4), [16], 16, 5, { uShift: 2 }),
    point(signedElem(6), [5], 5, 1, { uShift: 1 }),
    point(signedElem(4), [2, 6], 2, 4, { uShift: 31 }),
    point(elem(-9, -3), [7], 1, 3, { uShift: 1 }),
    { ...point(signedElem(8), [36], 18, 2, { uShift: 3 }), target: 'asic' as const },
  ],
});

describe('context-memory', () => {
  test('divides by the next power of two and rounds half up', () => {
    const type = signedElem(8);
    const mean = (...values: number[]): bigint => meanOf(tensor(type, [values.length], values));
    expect([mean(5), mean(1, 2), mean(-1, -2), mean(4, 4, 4), mean(1, 0, 0, 0, 1)]).toEqual([5n, 2n, -1n, 3n, 0n]);
  });

  test('moves U toward the mean by the floor of the shifted distance', () => {
    const site: Site<Attrs> = {
      name: 'universal',
      attrs: { uShift: 4 },
      inputs: { x: stream(elem(0, 1000), [1]) },
      outputs: { y: stream(elem(0, 985), [1]) },
      fold: { lanes: 1 },
      steps: 4,
    };
    const seen: number[] = [];
    let state = contextMemory.initial(site);
    for (const value of [1000, 1000, 0, 0]) {
      const x = tensor(elem(0, 1000), [1], [value]);
      const firing = contextMemory.step(site, { x }, state, { first: false, last: false });
      seen.push(Number(firing.outputs.y!.data[0]));
      state = firing.state;
    }
    expect(seen).toEqual([62, 120, 112, 105]);
  });

  test.each([
    { range: '-3..40', lo: -3, hi: 40, uShift: 2 },
    { range: '5..9', lo: 5, hi: 9, uShift: 1 },
    { range: '-30..-7', lo: -30, hi: -7, uShift: 3 },
    { range: '0..6', lo: 0, hi: 6, uShift: 4 },
    { range: '-4..4', lo: -4, hi: 4, uShift: 0 },
  ])('infers exactly the values of U that means of $range with uShift $uShift reach', ({ lo, hi, uShift }) => {
    const mean = meanElem(elem(lo, hi), 1);
    let reached = new Set([0n]);
    const all = new Set<bigint>();
    for (let step = 0; step < 400; step++) {
      const next = new Set<bigint>();
      for (const u of reached) for (let m = mean.int[0]; m <= mean.int[1]; m++) next.add(update(u, m, uShift));
      const size = all.size;
      for (const u of next) all.add(u);
      if (all.size === size) break;
      reached = next;
    }
    const ends = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(universalElem(mean, uShift).int).toEqual([ends[0], ends.at(-1)]);
  });
});
