// Reports: layers add up, samples are averaged, baselines stand beside, and evidence goes along.
import { describe, expect, test } from 'vitest';
import { allActive, beside, defaultTechnology, energyOf } from '../../src/energy/index.ts';
import { fakeCell, fakeGraph } from './fake.ts';

const weights = [{ name: 'weights', depth: 1024, width: 64 }];
const somatic = fakeCell('soma', 100, (n) => ({ synapse: n, 'multiply.8': n, 'sram.bits': 8 * n }), weights);
const apical = fakeCell('apex', 50, (n) => ({ context: n, 'context.multiply.8': n }));
const graph = fakeGraph(somatic, apical);

describe('energyOf', () => {
  test('charges synapse and context events at 80 pJ in two columns, the mean of all samples', () => {
    const samples = [
      { soma: { events: 10 }, apex: { events: 4 } },
      { soma: { events: 30 }, apex: { events: 6 } },
    ];
    const report = energyOf(graph, samples, 'mcc-ultrascale');
    expect(report).toMatchObject({ design: 'fake', tech: 'mcc-ultrascale', samples: 2 });
    expect([report.events, report.synapses, report.contexts]).toEqual([25, 20, 5]);
    expect(report.columns.compute).toBeCloseTo(20 * 80e-12, 20);
    expect(report.columns.context).toBeCloseTo(5 * 80e-12, 20);
    expect(report.joules).toBeCloseTo(25 * 80e-12, 20);
    expect(report.layers.map(({ node, kind, events }) => [node, kind, events])).toEqual([
      ['soma', 'fake', 20],
      ['apex', 'fake', 5],
    ]);
    expect(report.notCharged.map(({ operation, count }) => [operation, count])).toEqual([
      ['multiply.8', 20],
      ['sram.bits', 160],
      ['context.multiply.8', 5],
    ]);
    expect(report.evidence).toBe(
      'system estimate (UltraScale+ (16 nm)); sourced: arXiv 2211.01950, abstract: 8e-5 uJ; ' +
        'derived: arXiv 2211.01950, abstract: 8e-5 uJ; events counted by the golden model, not a power measurement',
    );
  });

  test('keeps compute, context and memory apart under horowitz45, and calls it ASIC-equivalent on an FPGA', () => {
    const report = energyOf(graph, [{ soma: { events: 64 }, apex: { events: 8 } }], 'horowitz45');
    expect(report.columns.compute * 1e12).toBeCloseTo(64 * 0.2, 9);
    expect(report.columns.context * 1e12).toBeCloseTo(8 * 0.2, 9);
    expect(report.columns.memory * 1e12).toBeCloseTo(8 * 10, 9);
    expect(report.evidence).toContain('ASIC-equivalent, not the energy of an FPGA');
  });

  test('labels a result that depends on an unverified constant', () => {
    const report = energyOf(graph, [{ soma: { events: 1 } }], 'jouppi7');
    expect(report.evidence).toContain('depends on an unverified constant');
  });

  test('no sample is an error', () => {
    expect(() => energyOf(graph, [], 'mcc-ultrascale')).toThrow(
      'samples must be at least one, not none\n  (rule samples-present)',
    );
  });
});

describe('baselines', () => {
  test('all cells active counts the trace with the most work, in every step', () => {
    expect(allActive(graph)).toEqual({ soma: { events: 200 }, apex: { events: 100 } });
  });

  test('a ratio is joules over joules, and absent when the baseline costs nothing', () => {
    const all = energyOf(graph, [allActive(graph)], 'mcc-ultrascale');
    const some = energyOf(graph, [{ soma: { events: 30 } }], 'mcc-ultrascale');
    const none = energyOf(graph, [{}], 'mcc-ultrascale');
    expect(beside(some, all, 'all cells active').ratio).toBeCloseTo(0.1, 12);
    expect(beside(some, none, 'nothing').ratio).toBeUndefined();
  });
});

describe('defaultTechnology', () => {
  test('is mcc-ultrascale for cells that multiply and snn45-fp32 for graphs that accumulate spikes', () => {
    expect(defaultTechnology(graph)).toBe('mcc-ultrascale');
    expect(
      defaultTechnology(
        fakeGraph(
          somatic,
          fakeCell('lif', 9, (n) => ({ ac: n })),
        ),
      ),
    ).toBe('snn45-fp32');
  });
});
