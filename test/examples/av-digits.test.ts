// av-digits: both networks equal the reference of training/ on all held-out samples, and their RTL equals them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import twoPoint, { samples } from '../../examples/av-digits/design.ts';
import point from '../../examples/av-digits/point.ts';
import type { GoldenSample } from '../../src/golden/index.ts';
import { loadNpz } from '../../src/import/index.ts';
import { verifyExample } from '../support/verify-example.ts';

const root = join(import.meta.dirname, '../..');
const expected = await loadNpz(join(root, 'examples/av-digits/expected.npz'));
const results = JSON.parse(readFileSync(join(root, 'training/av-digits/results.json'), 'utf8')) as {
  networks: Record<string, { accuracy: number; events: { synapseEvents: number; contextEvents: number } }>;
};
const heldOut = samples();

/** Mean of one counter over the samples, summed over all nodes. */
function mean(golden: readonly GoldenSample[], counter: string): number {
  const sums = golden.map(({ counts }) => Object.values(counts).reduce((sum, own) => sum + (own[counter] ?? 0), 0));
  return sums.reduce((sum, n) => sum + n, 0) / golden.length;
}

describe.each([
  ['two-point', twoPoint, 'two_point'],
  ['point', point, 'point'],
] as const)('av-digits, %s network', (kind, graph, prefix) => {
  const { golden } = verifyExample(graph, heldOut);

  test('the logits of the last step equal those of the numpy reference in all 1,000 samples', () => {
    const logits = golden.flatMap(({ outputs }) => [...outputs.logits!.at(-1)!.data]);
    expect(logits).toEqual([...expected[`${prefix}_logits`]!.data]);
    const digits = golden.map(({ outputs }) => outputs.digit!.at(-1)!.data[0]);
    expect(digits).toEqual([...expected[`${prefix}_prediction`]!.data]);
  });

  test('the events equal those of the numpy reference', () => {
    const { events } = results.networks[`${kind} seed 0`]!;
    expect(mean(golden, 'synapse')).toBeCloseTo(events.synapseEvents, 0);
    expect(mean(golden, 'context')).toBeCloseTo(events.contextEvents, 0);
  });
});
