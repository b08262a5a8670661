// The modulatory functions of the specifications as transfer functions: published vectors, and the unit two-point, code by code.
import { describe, expect, test } from 'vitest';
import { zeros } from '../../src/ir/index.ts';
import { compile, type ExpressionGraph } from '../../src/transfer/index.ts';
import { cellOf, type Mod } from '../../src/units/two-point/golden.ts';
import { coopVectors } from '../support/coop-vectors.ts';
import { runHardware } from './hardware.ts';
import * as cells from './modulations.ts';

/** Results of a graph for columns of codes. */
function run(graph: ExpressionGraph, codes: Readonly<Record<string, readonly number[]>>): Record<string, number[]> {
  const count = Object.values(codes)[0]!.length;
  const leaves = graph.nodes.filter(({ op }) => op === 'input' || op === 'state');
  const from = leaves.map(({ detail }) => Int32Array.from(codes[detail.name!]!));
  const results = [
    ...Object.entries(graph.outputs),
    ...Object.entries(graph.states).map(([name, { next }]) => [name, next] as const),
  ];
  const to = results.map(([, node]) => zeros(graph.nodes[node]!.type, [count]).data);
  compile(graph)(from, to, count);
  return Object.fromEntries(results.map(([name], i) => [name, Array.from(to[i]!, Number)]));
}

/** Every pair of codes of 8 bits, and a third operand that walks through them. */
const pairs = Array.from(
  { length: 65536 },
  (_, n) => [(n >> 8) - 128, (n & 255) - 128, ((n * 77) & 255) - 128] as const,
);
const [R, C, G] = [0, 1, 2].map((k) => pairs.map((pair) => pair[k]!)) as [number[], number[], number[]];

describe('cooperation', () => {
  test.each(coopVectors)('gives for R %i and C %i of Q4.12 the output %i, called and compiled', (r, c, y) => {
    expect(cells.coop16({ R: r / 4096, C: c / 4096 }) * 4096).toBe(y);
    expect(run(cells.coop16.graph, { R: [r], C: [c] })).toEqual({ y: [y] });
  });

  test('has its form with one multiplier for all codes', () => {
    expect(run(cells.coopFactored.graph, { R, C })).toEqual(run(cells.coop.graph, { R, C }));
  });
});

const twins: readonly (readonly [Mod, { readonly graph: ExpressionGraph }])[] = [
  ['coop', cells.coop],
  ['awake', cells.awake],
  ['mul', cells.mul],
  ['add', cells.sum],
  ['sub', cells.difference],
  ['prod', cells.product],
  ['tm1', cells.tm1],
  ['tm3', cells.tm3],
  ['tm4', cells.tm4],
];

describe('the cells of two-point with W 8 and f 4', () => {
  test.each(twins)('%s equals its transfer function for all codes', (mod, { graph }) => {
    const cell = cellOf({ mod, W: 8, f: 4 });
    expect(run(graph, { R, C }).y).toEqual(pairs.map(([r, c]) => cell(r, c, 0)));
  });

  test('coopV and both halves of qk equal theirs', () => {
    const [coopV, qk] = [cellOf({ mod: 'coopV', W: 8, f: 4 }), cellOf({ mod: 'qk', W: 8, f: 4 })];
    expect(run(cells.coopV.graph, { R, C, G }).y).toEqual(pairs.map(([r, c, g]) => coopV(r, c, g)));
    const { Qm, Km } = run(cells.qk.graph, { q: C, k: R, Qx: R, Kx: G });
    expect(Qm).toEqual(pairs.map(([r, c, g]) => qk(r, c, g)));
    expect(Km).toEqual(pairs.map(([r, , g]) => qk(g, r, r)));
  });

  test('all of them and their hardware agree for all codes, coopV on 2^16 of its triples', async () => {
    const jobs = [...twins, ['coopV', cells.coopV] as const].map(([mod, { graph }]) => ({
      graph,
      codes: mod === 'coopV' ? { R, C, G } : { R, C },
    }));
    const hardware = await runHardware(jobs);
    expect(hardware.map((codes) => codes.map(Number))).toEqual(jobs.map(({ graph, codes }) => run(graph, codes).y));
  });
});

test('a leaky neuron spikes at the fourth step of the published vector', () => {
  const currents = [5, -3, 9, 20, -7, 1];
  let v = 0;
  const seen = currents.map((x) => {
    const called = cells.leaky({ x, v });
    expect(run(cells.leaky.graph, { x: [x], v: [v] })).toEqual({ spike: [called.spike], v: [called.v] });
    v = called.v;
    return [called.spike, called.v];
  });
  expect(seen).toEqual([
    [0, 2],
    [0, -1],
    [0, 4],
    [1, 0],
    [0, -4],
    [0, -2],
  ]);
});
