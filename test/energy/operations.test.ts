// Operations of real units: what they charge without counters of their own, which memories count, and what is context.
import { describe, expect, test } from 'vitest';
import { energyOf } from '../../src/energy/index.ts';
import { runGolden } from '../../src/golden/index.ts';
import {
  elem,
  type Lowered,
  type Operations,
  signedElem,
  spike,
  targets,
  tensor,
  widthOf,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { registry } from '../../src/units/index.ts';
import type { Attrs } from '../../src/units/lif/index.ts';
import { planOf } from '../../src/units/lif/plan.ts';
import { type GridPoint, unitGraph } from '../support/describe-unit.ts';

const lowered = (kind: string, point: GridPoint): Lowered =>
  lower(unitGraph(registry[kind]!, point), registry, targets.asic);

/** Operations of a sample of the unit alone, without those that do not happen. */
function operations(kind: string, point: GridPoint, counts: Record<string, number> = {}): Operations {
  const { unit, site } = lowered(kind, point).cells.find((cell) => cell.site.name === 'unit')!;
  return Object.fromEntries(Object.entries(unit.operations(site, counts)).filter(([, count]) => count !== 0));
}

const x = (type: ReturnType<typeof elem>, shape: number[]) => ({ x: { elem: type, shape } });
const lanes = (n: number) => ({ fold: { lanes: n } });
const ones = (outputs: number, inputs: number) =>
  tensor(signedElem(4), [outputs, inputs], new Array(outputs * inputs).fill(1));

describe('units without counters charge elements times steps', () => {
  const [a, b] = [
    { elem: elem(0, 7), shape: [6] },
    { elem: elem(-8, 7), shape: [6] },
  ];
  const clamp = { shift: 4, rounding: 'halfUp', out: signedElem(8), multiplier: 77n };
  const table = tensor(elem(0, 100), [4], [100, 3, 2, 1]);
  test.each([
    ['add, 3 steps: a sum of 5 bits', 'add', { attrs: {}, inputs: { a, b }, ...lanes(2), steps: 3 }, { 'add.5': 18 }],
    [
      'relu of signed numbers, 3 steps: a comparison with 0',
      'relu',
      { attrs: {}, inputs: x(signedElem(8), [6]), ...lanes(2), steps: 3 },
      { 'compare.8': 18 },
    ],
    ['relu of natural numbers: nothing', 'relu', { attrs: {}, inputs: x(elem(0, 9), [6]), ...lanes(2) }, {}],
    [
      'relu6: comparisons with 0 and 6',
      'relu6',
      { attrs: {}, inputs: x(signedElem(8), [6]), ...lanes(4) },
      { 'compare.8': 12 },
    ],
    [
      'requantise, 2 steps: a product, a rounding, two bounds',
      'requantise',
      { attrs: clamp, inputs: x(signedElem(8), [6]), ...lanes(2), steps: 2 },
      { 'multiply.8': 12, 'add.11': 12, 'compare.11': 24 },
    ],
    [
      'requantise by a shift that fits: nothing',
      'requantise',
      {
        attrs: { shift: 2, rounding: 'floor', out: signedElem(6), multiplier: 1n },
        inputs: x(signedElem(8), [6]),
        ...lanes(2),
      },
      {},
    ],
    [
      'lookup, 2 steps: an entry of 7 bits',
      'lookup',
      { attrs: { table, frac: 0 }, inputs: x(elem(0, 3), [6]), ...lanes(2), steps: 2 },
      { 'sram.bits': 12 * 7 },
    ],
    ['concat: nothing', 'concat', { attrs: {}, inputs: { a, b }, ...lanes(2) }, {}],
  ])('%s', (_title, kind, point, expected) => {
    expect(operations(kind, point)).toEqual(expected);
  });
});

describe('sram.bits', () => {
  test('of lif: each membrane read and written, and its threshold where they differ from beat to beat', () => {
    const many = tensor(elem(1, 7), [4], [1, 2, 3, 7]);
    for (const [threshold, each] of [
      [5, 0],
      [many, 3],
    ] as const) {
      const attrs: Attrs = { threshold, reset: 'hard', decayInput: true, tau: 2 };
      const membrane = widthOf(planOf(attrs, signedElem(6)).membrane);
      const counted = operations('lif', { attrs, inputs: x(signedElem(6), [4]), ...lanes(2) }, { update: 4 });
      expect(counted['sram.bits']).toBe(4 * (2 * membrane + each));
    }
  });

  test('of top-k: a score is written once and read by the other visits', () => {
    const point = {
      attrs: { k: 3, emit: ['mask'], direction: 'largest' },
      inputs: x(elem(0, 4095), [16]),
      ...lanes(4),
    };
    expect(operations('top-k', point, { compare: 16 * 4, kept: 3 })).toEqual({
      'compare.12': 64,
      'sram.bits': 64 * 12,
    });
  });

  test('of spiking-attention: pairs, queries and neurons', () => {
    const input = { elem: spike, shape: [5, 8] };
    const attrs = { heads: 2, scaleShift: 0, threshold: 4 };
    const point = { attrs, inputs: { q: input, k: input, v: input }, fold: { tokens: 2 }, steps: 3 };
    // Ten rows of four channels a step; a neuron of S = 8 keeps 0..3, two bits.
    const rows = 3 * 5 * 2;
    expect(operations('spiking-attention', point, { score: 7, accumulate: 9, spike: 1 })['sram.bits']).toBe(
      (7 + rows) * 8 + rows * (2 * 5 + 2 * 4 * 2),
    );
  });

  test('of dense with skip: weights of the events, accumulators of several groups, biases', () => {
    const bias = tensor(elem(-8, 7), [4], [1, 2, 3, -8]);
    const point = (out: number): GridPoint => ({
      attrs: { weights: ones(4, 6), bias, over: 'row', frac: 0, skip: true },
      inputs: x(elem(0, 7), [6]),
      fold: { in: 1, out },
      steps: 2,
    });
    // Weights of 1 have one bit; sums of -8..45 and their parts seven.
    expect(operations('dense', point(4), { synapse: 20 })).toEqual({
      synapse: 20,
      mac: 20,
      'multiply.3': 20,
      'add.7': 20,
      'sram.bits': 20 + 2 * 4 * 4,
    });
    expect(operations('dense', point(2), { synapse: 20 })['sram.bits']).toBe(20 + 2 * 4 * 4 + 2 * 7 * (20 + 2 * 4));
  });

  test('of dense without skip: zeros are read, multiplied and added too', () => {
    const attrs = { weights: ones(4, 6), over: 'row', frac: 0, skip: false };
    const point = { attrs, inputs: x(elem(0, 7), [2, 6]), fold: { in: 3, out: 2 } };
    expect(operations('dense', point, { synapse: 5 })).toEqual({
      synapse: 5,
      mac: 48,
      'multiply.3': 48,
      'add.7': 48,
      // Two rows of four outputs, two beats each.
      'sram.bits': 48 + 2 * 7 * 16,
    });
  });

  test('of spiking-dense: weights of the events, accumulators of several groups', () => {
    const attrs = { weights: ones(4, 6), over: 'row', frac: 0 };
    const point = { attrs, inputs: x(elem(0, 3), [2, 6]), fold: { out: 2 } };
    expect(operations('spiking-dense', point, { synapse: 12, accumulate: 16 })).toEqual({
      synapse: 12,
      ac: 16,
      'add.6': 16,
      'sram.bits': 12 + 2 * 6 * (12 + 2 * 4),
    });
  });
});

test('the two-point unit: the sum of its contexts is context, its evaluation compute, whatever the contexts are', () => {
  const one = { elem: signedElem(16, 12), shape: [4] };
  const design = lowered('two-point', {
    attrs: { mod: 'coop', W: 16, f: 12 },
    inputs: { r: one, p: one, d: one, u: { ...one, shape: [1] } },
    ...lanes(2),
  });
  const reports = [0, 1, 5000].map((code) => {
    const of = (n: number) => [tensor(signedElem(16, 12), [n], new Array(n).fill(code))];
    const sample = { in_r: [tensor(signedElem(16, 12), [4], [4096, 1, -9, 0])], in_p: of(4), in_d: of(4), in_u: of(1) };
    const counts = runGolden(design, [sample]).map((golden) => golden.counts);
    return energyOf(design, counts, 'horowitz45');
  });
  expect(reports.map(({ contexts }) => contexts)).toEqual([0, 12, 12]);
  for (const { columns } of reports) {
    // Four cells: two additions of contexts; one product and three additions.
    expect(columns.context * 1e12).toBeCloseTo(4 * 2 * 0.05, 9);
    expect(columns.compute * 1e12).toBeCloseTo(4 * (1 + 3 * 0.05), 9);
    expect(columns.memory).toBe(0);
  }
});
