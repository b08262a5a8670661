// dendra start: the main job, on a few held-out samples.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInstalled } from '../../src/sim/process.ts';
import { dendra, temporary } from './support.ts';

test.skipIf(!(await isInstalled('verilator')))(
  'dendra start verifies av-digits and shows layers beside point neurons (needs verilator)',
  async () => {
    const folder = temporary();
    const { status, out, err } = await dendra(folder, ['start', '--vectors', '3', '--json']);
    expect([status, err]).toEqual([0, '']);
    const { design, verify, energy, baseline, ratio, allActive } = JSON.parse(out);
    expect(design).toBe('av_digits');
    expect(verify).toMatchObject({ sim: 'verilator', vectors: 3, mismatches: 0, failures: [] });
    expect(verify.cycles.measured).toBe(verify.cycles.predicted);
    expect(verify.events.rtl).toBe(verify.events.golden);
    expect(energy.tech).toBe('mcc-ultrascale');
    expect(energy.evidence).toContain('not a power measurement');
    for (const layer of energy.layers) expect(layer.cycles, layer.node).toBeGreaterThan(0);
    expect(energy.joules).toBeCloseTo(energy.events * 80e-12, 15);
    expect(ratio).toBeCloseTo(energy.joules / baseline.joules, 12);
    // Four steps of all 63,232 synapses: training/README.md.
    expect(allActive.synapses).toBe(252_928);
    expect(existsSync(join(folder, 'rtl_out/av_digits/results.xml'))).toBe(true);
  },
  300_000,
);
