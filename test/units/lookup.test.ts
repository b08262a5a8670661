// Tests of lookup: tables of one entry to a whole code space, with and without an offset.
import { describe, expect, test } from 'vitest';
import { elem, signedElem, stream, tensor, unsignedElem } from '../../src/ir/index.ts';
import { lookup } from '../../src/units/lookup/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

/** A table of that many entries from a function of the index. */
function table(size: number, fn: (i: number) => number) {
  return tensor(
    signedElem(20),
    [size],
    Array.from({ length: size }, (_, i) => fn(i)),
  );
}

describeUnit(lookup, {
  grid: [
    {
      attrs: { table: table(256, (i) => i * i - 5000) },
      inputs: { x: { elem: signedElem(8), shape: [9] } },
      fold: { lanes: 2 },
    },
    {
      attrs: { table: table(16, (i) => 15 - i) },
      inputs: { x: { elem: unsignedElem(4), shape: [2, 3] } },
      fold: { lanes: 3 },
      steps: 2,
    },
    { attrs: { table: table(1, () => -7) }, inputs: { x: { elem: elem(5, 5), shape: [1] } }, fold: { lanes: 1 } },
    {
      attrs: { table: table(20, (i) => i * 3), lo: -10, frac: 2 },
      inputs: { x: { elem: elem(-7, 4), shape: [4] } },
      fold: { lanes: 4 },
      target: 'asic',
    },
    {
      attrs: { table: table(6, (i) => i), lo: 1000 },
      inputs: { x: { elem: elem(1000, 1005), shape: [5] } },
      fold: { lanes: 1 },
    },
  ],
});

describe('types of lookup', () => {
  const infer = (lo: bigint | undefined, x: ReturnType<typeof elem>) =>
    lookup.infer({ table: table(4, (i) => 10 * i), lo, frac: 1 }, { x: stream(x, [3]) }).y!.elem;

  test('the interval is that of the entries that the input reaches', () => {
    expect(infer(undefined, elem(-2, 1))).toEqual(elem(0, 30, 1));
    expect(infer(-3n, elem(-2, -1))).toEqual(elem(10, 20, 1));
  });

  test('an input beyond the table is refused', () => {
    const hint = '  give an entry for every code of the input, or saturate the input with requantise';
    expect(() => infer(0n, elem(0, 4))).toThrow(
      `input "x" must stay within the table's codes 0..3, not 0..4\n  at attribute "table" (rule lookup-covered)\n${hint}`,
    );
    expect(() => infer(1n, elem(0, 2))).toThrow(`codes 1..4, not 0..2`);
  });
});
