// 200 random graphs: golden, composer and RTL agree, and everything that matters was among them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomSamples } from '../../src/golden/index.ts';
import { stallModes, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { type Coverage, runCase } from './case.ts';
import { drawGraph } from './draw.ts';

const cases = 200;
const perTest = 20;
/** Those that also run as HLS C++, in one program. */
const inHls = 8;

describe('random graphs', () => {
  const coverage: Coverage = new Map();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-fuzz-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Array.from({ length: cases / perTest }, (_, i) => i * perTest))(
    'agree with their RTL in data, cycles and counters, seeds %i and the 19 after it',
    { timeout: 300_000 },
    async (first) => {
      for (let seed = first; seed < first + perTest; seed++) {
        const failure = await runCase(seed, folder, coverage);
        rmSync(join(folder, `${seed}`), { recursive: true, force: true });
        expect(failure?.reasons ?? [], `seed ${seed}; rerun: npm run fuzz -- --seconds 1 --seed ${seed}`).toEqual([]);
      }
    },
  );

  test(`the first ${inHls} agree with their HLS C++ in data and counters`, { timeout: 300_000 }, async (context) => {
    await needsHls(context);
    await expectHls(
      Array.from({ length: inHls }, (_, seed) => {
        const lowered = lower(drawGraph(seed), registry, targets['ultrascale-plus'], { compose });
        return { title: `seed ${seed}`, lowered, samples: randomSamples(lowered, 6, seed) };
      }),
    );
  });

  test('cover every unit, every stall mode and the situations that matter', () => {
    const lines = [...coverage].sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => `${count} ${name}`);
    console.log(`${cases} random graphs:\n  ${lines.join('\n  ')}`);
    for (const kind of Object.keys(registry)) expect(coverage.get(kind) ?? 0, kind).toBeGreaterThanOrEqual(10);
    const situations = [
      'fork and join with top-k',
      'delay',
      'empty event stream',
      ...stallModes.map((m) => `stall ${m}`),
    ];
    for (const name of situations) expect(coverage.get(name) ?? 0, name).toBeGreaterThanOrEqual(5);
  });
});
