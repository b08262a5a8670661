// dendra energy: joules beside table, evidence and baselines.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeNpz } from '../../src/import/index.ts';
import { dendra, temporary, writeDesign } from './support.ts';

/** Three inputs into `cells` cells. */
const dense = (name: string, cells: number): string =>
  [
    `const g = d.graph('${name}');`,
    "const x = g.input('x', d.elem(0, 7), [3]);",
    `const weights = d.tensor(d.elem(-8, 7), [${cells}, 3], new Array(${cells * 3}).fill(2));`,
    "g.output('y', g.node('dense', 'layer', { weights }, { x }));",
    'export default g.build();',
  ].join('\n');

/** Two samples with one and three nonzero inputs. */
const x = { shape: [2, 3], data: Int32Array.of(0, 5, 0, 1, 2, 3) };

function withDesigns(): string {
  const folder = temporary();
  writeDesign(folder, 'design.ts', dense('small_net', 2));
  writeDesign(folder, 'wide.ts', dense('wide_net', 8));
  writeFileSync(join(folder, 'in.npz'), writeNpz({ x }));
  return folder;
}

describe('dendra energy', () => {
  test('--json: events x 80 pJ, beside all cells active, with evidence and horowitz45', async () => {
    const { status, out, err } = await dendra(withDesigns(), ['energy', 'design.ts', '--inputs', 'in.npz', '--json']);
    expect([status, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    // (1 + 3) / 2 inputs a sample, two cells each.
    expect(result).toMatchObject({
      design: 'small_net',
      tech: 'mcc-ultrascale',
      activity: 'in.npz',
      samples: 2,
      events: 4,
      baseline: { kind: 'all cells active', events: 6 },
    });
    expect(result.joules).toBeCloseTo(4 * 80e-12, 20);
    expect(result.ratio).toBeCloseTo(4 / 6, 12);
    expect(result.evidence).toContain('arXiv 2211.01950');
    expect(result.evidence).toContain('not a power measurement');
    expect(result.layers).toHaveLength(1);
    expect(result.layers[0]).toMatchObject({ node: 'layer', kind: 'dense', events: 4 });
    expect(result.also.tech).toBe('horowitz45');
    expect(result.also.columns.compute).toBeGreaterThan(0);
    expect(result.also.columns.memory).toBeGreaterThan(0);
    expect(result.also.columns.context).toBe(0);
  });

  test('--baseline puts another design beside, with the same samples', async () => {
    const args = ['energy', 'design.ts', '--inputs', 'in.npz', '--baseline', 'wide.ts'];
    const { status, out } = await dendra(withDesigns(), args);
    expect(status).toBe(0);
    expect(out.split('\n').slice(0, 10)).toEqual([
      'small_net, per sample (mean of 2: in.npz)',
      '',
      'layer  unit   synapse events  context events  energy  wide_net, same samples  all cells active',
      '-----  -----  --------------  --------------  ------  ----------------------  ----------------',
      'layer  dense               4               0  320 pJ                 1.28 nJ            480 pJ',
      'total                      4               0  320 pJ                 1.28 nJ            480 pJ',
      '',
      'ratio to wide_net, same samples: 0.250',
      'ratio to all cells active: 0.667',
      'table mcc-ultrascale: compute 320 pJ, context 0 J, memory 0 J',
    ]);
    expect(out).toContain('  evidence: system estimate (UltraScale+ (16 nm)); sourced: arXiv 2211.01950');
    expect(out).toContain('table horowitz45: compute ');
  });

  test('--tech takes another table, and what it does not charge is listed', async () => {
    const { out } = await dendra(withDesigns(), ['energy', 'design.ts', '--tech', 'snn45-int8', '--json']);
    const { tech, joules, notCharged, activity } = JSON.parse(out);
    expect([tech, activity]).toEqual(['snn45-int8', 'random samples of seed 1']);
    expect(joules).toBeGreaterThan(0);
    const listed = (notCharged as { operation: string }[]).map(({ operation }) => operation);
    expect(listed).toContain('sram.bits');
    expect(listed).toContain('synapse');
  });
});
