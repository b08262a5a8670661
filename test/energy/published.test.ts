// Published numbers that follow from counts and tables; nothing stronger than arithmetic is claimed.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { charge, technologyOf } from '../../src/energy/index.ts';

const joules = (tech: string, operations: Record<string, number>): number =>
  charge(technologyOf(tech), operations).joules;

describe('published energies follow from counts', () => {
  test('Spikingformer 8-512: 0.347329512 G MAC and 6.51754094076244 G AC cost 7.463502601886196 mJ', () => {
    const cost = joules('snn45-fp32', { mac: 0.347329512e9, ac: 6.51754094076244e9 });
    expect(cost * 1e3).toBeCloseTo(7.463502601886196, 12);
  });

  test('EcoFormer: 0.54 G multiplies and 0.56 G adds cost 2.50 mJ', () => {
    expect(joules('ecoformer45', { 'multiply.32': 0.54e9, 'add.32': 0.56e9 }) * 1e3).toBeCloseTo(2.502, 12);
  });

  test('MCC: 6.25e8 synapse events cost 50 mJ', () => {
    expect(joules('mcc-ultrascale', { synapse: 6.25e8 })).toBeCloseTo(0.05, 15);
  });

  test('MCC check i: one synapse event costs 80 pJ', () => {
    expect(joules('mcc-ultrascale', { synapse: 1 })).toBe(80e-12);
  });

  test('MCC check ii: 62 % fewer events cost 0.38 of the baseline', () => {
    const baseline = joules('mcc-ultrascale', { synapse: 1000 });
    expect(joules('mcc-ultrascale', { synapse: 380 }) / baseline).toBeCloseTo(0.38, 12);
  });

  test('MCC check iii: an activity of 1/1250 costs 1/1250', () => {
    const baseline = joules('mcc-ultrascale', { synapse: 1_250_000 });
    expect(joules('mcc-ultrascale', { synapse: 1000 }) / baseline).toBeCloseTo(1 / 1250, 15);
  });

  test('MCC: 245759 events cost 19.66 uJ', () => {
    expect(joules('mcc-ultrascale', { synapse: 245_759 }) * 1e6).toBeCloseTo(19.66, 2);
  });
});

/** One layer a line: firing rate in percent, dense operations, multiply-accumulates, accumulates; `#` opens a comment. */
const csv = new URL('spikingformer-8-512.csv', import.meta.url);

/** Firing rates (q, k, v) of the eight blocks. */
const rates = [
  [0.1723, 0.03626, 0.06958],
  [0.11627, 0.0403, 0.07173],
  [0.10669, 0.04441, 0.07525],
  [0.08189, 0.05, 0.07688],
  [0.06365, 0.04325, 0.07054],
  [0.07711, 0.03113, 0.07322],
  [0.07024, 0.0242, 0.07349],
  [0.09728, 0.02812, 0.07955],
] as const;

describe('Spikingformer 8-512 layer by layer', () => {
  test('54 layers and the attention cores add up to the published operations and 7.4635 mJ', () => {
    const lines = readFileSync(csv, 'utf8').trim().split('\n');
    const rows = lines.filter((line) => !line.startsWith('#')).slice(1);
    expect(rows).toHaveLength(54);
    const cells = rows.map((row) => row.split(',').slice(1).map(Number) as [number, number, number, number]);
    const layers = cells.reduce((sum, [, , , ac]) => sum + ac, 0);
    const mac = cells.reduce((sum, [, , each]) => sum + each, 0);
    // AC of one attention core: T * heads * N * d^2 * (min(fr_k, fr_v) + fr_q).
    const cores = rates.reduce((sum, [q, k, v]) => sum + 4 * 8 * 196 * 64 ** 2 * (Math.min(k, v) + q), 0);
    expect(layers / 1e9).toBeCloseTo(6.48972, 5);
    expect(cores / 1e9).toBeCloseTo(0.02782, 4);
    expect(mac / 1e9).toBeCloseTo(0.34733, 5);
    expect(joules('snn45-fp32', { mac, ac: layers + cores }) * 1e3).toBeCloseTo(7.4635, 3);
    for (const [percent, dense, , ac] of cells) {
      if (ac > 0) expect(ac / ((dense * percent) / 100)).toBeCloseTo(1, 4);
    }
  });
});
