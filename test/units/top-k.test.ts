// top-k: exact selection with ties in favour of the first index.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { runGolden } from '../../src/golden/index.ts';
import { elem, type Fold, signedElem, type Tensor, targets, tensor, unsignedElem } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { selectRow } from '../../src/units/top-k/golden.ts';
import { topK } from '../../src/units/top-k/index.ts';
import { describeUnit, unitGraph } from '../support/describe-unit.ts';
import {
  eliminateZeros,
  Lcg,
  published,
  quickSelectCycles,
  quickSelectMask,
  radixSelectMask,
  statistics,
} from '../support/quick-select.ts';
import { writeFiles } from '../support/write-files.ts';

const scores12 = unsignedElem(12);
const row = (values: readonly number[]): Tensor => tensor(scores12, [values.length], values);
const stream = (lo: number, hi: number, shape = [1]) => ({ elem: elem(lo, hi), shape });

/** Lowers a graph of one top-k; the errors of its rules come from here. */
function lowered(attrs: unknown, shape: readonly number[], fold: Fold, k?: ReturnType<typeof stream>) {
  const inputs = { x: { elem: scores12, shape }, ...(k === undefined ? {} : { k }) };
  return lower(unitGraph(topK, { attrs, inputs, fold }), registry, targets['ultrascale-plus'], { compose });
}

/** Mask by a stable sort: best first, then first index. */
function bySorting(values: readonly number[], k: number): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
  const kept = new Set(order.slice(0, k));
  return values.map((_, i) => (kept.has(i) ? 1 : 0));
}

/** A random row, with few different values in two cases of three. */
function randomRow(random: Lcg): { values: number[]; k: number } {
  const n = 1 + random.below(40);
  const range = [2, 17, 4096][random.below(3)]!;
  return { values: Array.from({ length: n }, () => random.below(range)), k: random.below(n + 1) };
}

describe('top-k by definition', () => {
  test('keeps 6, 12 and 6 of the example of figure 9 of the paper', () => {
    const x = row([6, 1, 5, 12, 6]);
    expect([...selectRow(x, 0, 5, 3, 'largest')]).toEqual([1, 0, 0, 1, 1]);
  });

  test('keeps the smallest, first index first', () => {
    expect([...selectRow(row([3, 1, 1, 2, 1]), 0, 5, 2, 'smallest')]).toEqual([0, 1, 1, 0, 0]);
  });

  test('keeps none for k = 0 and all for k = n, where Algorithm 3 as printed fails', () => {
    const values = [7, 7, 0, 4095];
    expect([...selectRow(row(values), 0, 4, 0, 'largest')]).toEqual([0, 0, 0, 0]);
    expect([...selectRow(row(values), 0, 4, 4, 'largest')]).toEqual([1, 1, 1, 1]);
    expect([...selectRow(row(values), 0, 4, 4, 'smallest')]).toEqual([1, 1, 1, 1]);
  });

  test('equals a stable sort, quick-select and radix select on 3000 random rows with many ties, seed 1', () => {
    const random = new Lcg();
    for (let i = 0; i < 3000; i++) {
      const { values, k } = randomRow(random);
      const expected = bySorting(values, k).join();
      const mirrored = values.map((x) => 4095 - x);
      const given = {
        definition: selectRow(row(values), 0, values.length, k, 'largest').join(),
        mirrored: selectRow(row(mirrored), 0, values.length, k, 'smallest').join(),
        quick: quickSelectMask(values, k, (below) => random.below(below)).join(),
        radix: radixSelectMask(values, k, 12).join(),
      };
      for (const [form, mask] of Object.entries(given)) {
        if (mask !== expected) expect(mask, `${form}, row ${i}: k ${k} of ${values}`).toBe(expected);
      }
    }
  });

  test('compares beyond 53 bits', () => {
    const x = tensor(signedElem(64), [3], [2n ** 62n, 2n ** 62n + 1n, -(2n ** 63n)]);
    expect([...selectRow(x, 0, 3, 1, 'largest')]).toEqual([0, 1, 0]);
    expect([...selectRow(x, 0, 3, 1, 'smallest')]).toEqual([0, 0, 1]);
  });
});

describe('the zero eliminator', () => {
  test('of the packer equals the reference for all masks of 8 lanes at every place to start from', async () => {
    const shape = [16];
    const attrs = { emit: ['values', 'indices'], length: 'kept' };
    const design = lowered(attrs, shape, { lanes: 8 }, stream(0, 16));
    const kType = elem(0, 16);
    // The first beat of a row keeps `start` scores, so that those of the second start there.
    const cases = Array.from({ length: 8 * 256 }, (_, i) => ((1 << (i >> 8)) - 1) | ((i & 255) << 8));
    const kept = (mask: number, i: number): boolean => ((mask >> i) & 1) === 1;
    const items = Array.from({ length: 16 }, (_, i) => i);
    const samples = cases.map((mask) => ({
      in_x: [row(items.map((i) => (kept(mask, i) ? 4095 - i : i)))],
      in_k: [tensor(kType, [1], [items.filter((i) => kept(mask, i)).length])],
    }));
    const golden = runGolden(design, samples);
    golden.forEach(({ outputs }, c) => {
      const expected = eliminateZeros(
        items,
        items.map((i) => kept(cases[c]!, i)),
      );
      expect([...outputs.out_indices![0]!.data], `mask ${cases[c]}`).toEqual(expected);
    });
    const folder = mkdtempSync(join(tmpdir(), 'dendra-compact-'));
    try {
      const emitted = emit(design);
      writeFiles(folder, emitted.files);
      const request = { lowered: design, emitted, folder, samples, golden, sim: 'verilator' } as const;
      const result = await verifyDesign({ ...request, stall: { mode: 'none', seed: 1 } });
      expect(result.failures).toEqual([]);
      expect(result.mismatches).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('of the reference moves kept items together in order for all 65536 masks of 16 items', () => {
    const items = Array.from({ length: 16 }, (_, i) => i);
    for (let mask = 0; mask < 65536; mask++) {
      const keep = items.map((i) => ((mask >> i) & 1) === 1);
      const expected = items.filter((i) => keep[i]).join();
      const given = eliminateZeros(items, keep).join();
      if (given !== expected) expect(given, `mask ${mask}`).toBe(expected);
    }
  });
});

describe("SpAtten's quick-select", () => {
  test('has the published mean and deviation of cycles in all rows that were published', () => {
    const random = new Lcg();
    const measured = published.map(([size, target, mean]) => {
      const cycles = Array.from({ length: 100 }, () => quickSelectCycles(random, size, target));
      const found = statistics(cycles);
      return mean === '' ? [size, target, '', ''] : [size, target, found.mean.toFixed(2), found.deviation.toFixed(2)];
    });
    expect(measured).toEqual(published);
  });
});

describe('top-k in cycles', () => {
  test.each([
    ['217 cycles for any scores, k fixed', { k: 512, emit: ['values', 'indices'] }, undefined, 217],
    ['218 cycles for any scores, k at run time', { emit: ['values', 'indices'], length: 'kept' }, stream(0, 1024), 218],
  ])('selects 512 of 1024 in %s', (_title, attrs, k, cycles) => {
    const design = lowered(attrs, [1024], { lanes: 16 }, k);
    const random = new Lcg();
    const rows = [
      Array.from({ length: 1024 }, () => random.below(4096)),
      Array.from({ length: 1024 }, () => 7),
      Array.from({ length: 1024 }, (_, i) => i),
      Array.from({ length: 1024 }, (_, i) => 1023 - i),
      Array.from({ length: 1024 }, (_, i) => i % 2),
    ];
    const spans = rows.map((values) => {
      const count = k === undefined ? {} : { in_k: [tensor(k.elem, k.shape, [512])] };
      const [golden] = runGolden(design, [{ in_x: [row(values)], ...count }]);
      const { accepted, delivered } = compose(design, [golden!.traces]);
      return delivered.out_values!.at(-1)! - accepted.in_x![0]! + 1;
    });
    expect(Math.max(...spans)).toBe(cycles);
    expect(cycles).toBeLessThanOrEqual(256);
  });
});

describe('the rules of top-k', () => {
  const emit = ['values'];
  const named = { emit, length: 'kept' };
  const fold = { lanes: 1 };
  test.each([
    ['k must be at most 64, not 65', () => lowered({ k: 65, emit }, [64], fold)],
    ['k must be at least 1, not 0', () => lowered({ k: 0, emit }, [64], fold)],
    ['x must be one row when k is a stream, not 2', () => lowered(named, [2, 8], fold, stream(0, 8))],
    ['length must be a name when k is a stream, not absent', () => lowered({ emit }, [8], fold, stream(0, 8))],
    ['length must be absent when k is fixed, not "kept"', () => lowered({ ...named, k: 2 }, [8], fold)],
    ['input "k" must be one natural number, not -1..8', () => lowered(named, [8], fold, stream(-1, 8))],
    ['input "k" must be one natural number, not [2]', () => lowered(named, [8], fold, stream(0, 8, [2]))],
  ])('say: %s', (sentence, run) => {
    expect(run).toThrow(sentence);
  });
});

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
      title: 'wide scores on many lanes',
      attrs: { k: 33, emit: ['values', 'indices', 'mask'] },
      inputs: { x: { elem: signedElem(40), shape: [100] } },
      fold: { lanes: 32 },
    },
    {
      title: 'the paper: half of 1024',
      attrs: { k: 512, emit: ['values', 'indices'] },
      inputs: { x: { elem: unsignedElem(12), shape: [1024] } },
      fold: { lanes: 16 },
    },
  ],
});
