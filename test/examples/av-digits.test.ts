// av-digits: both networks equal the reference of training/ on all held-out samples, and their RTL equals them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import twoPoint, { samples } from '../../examples/av-digits/design.ts';
import point from '../../examples/av-digits/point.ts';
import { emit } from '../../src/codegen/index.ts';
import type { GoldenSample } from '../../src/golden/index.ts';
import { loadNpz } from '../../src/import/index.ts';
import { targetWith } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { verifyExample } from '../support/verify-example.ts';
import { writeFiles } from '../support/write-files.ts';

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

test('av-digits, two-point network with explicit DSP48E2: a sample holds in Icarus', { timeout: 120_000 }, async () => {
  const lowered = lower(twoPoint, registry, targetWith('ultrascale-plus', 'explicit'), { compose });
  const emitted = emit(lowered);
  expect(emitted.manifest.rtl).toContain('rtl/dendra_dsp_mul_pair.sv');
  const folder = mkdtempSync(join(tmpdir(), 'dendra-explicit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFiles(folder, emitted.files);
  const stall = { mode: 'none', seed: 1 } as const;
  const result = await verifyDesign({ lowered, emitted, folder, samples: heldOut.slice(0, 1), sim: 'icarus', stall });
  expect(result.failures).toEqual([]);
  expect(result.compared).toBe(44);
});

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
