// Builds an example once and verifies it: all samples without stalls, some in every stall mode, a few in Icarus.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emitted, emit } from '../../src/codegen/index.ts';
import { type GoldenSample, runGolden, type Sample } from '../../src/golden/index.ts';
import { type Graph, type Lowered, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from './hls-grid.ts';
import { writeFiles } from './write-files.ts';

/** What the tests of an example share. */
export interface Example {
  readonly lowered: Lowered;
  readonly emitted: Emitted;
  readonly samples: readonly Sample[];
  readonly golden: readonly GoldenSample[];
}

/** Registers the tests of an example, `inIcarus` samples in the slower simulator, and returns what they run on, for more tests. */
export function verifyExample(graph: Graph, samples: readonly Sample[], inIcarus = 10): Example {
  const lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
  const emitted = emit(lowered);
  const golden = runGolden(lowered, samples);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), `dendra-${graph.name}-`));
    writeFiles(folder, emitted.files);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['verilator', 'none', samples.length],
    ['verilator', 'in', 100],
    ['verilator', 'out', 100],
    ['verilator', 'both', 100],
    ['icarus', 'both', inIcarus],
  ] as const)(
    '%s, stalls %s, %i samples: data, cycles and events hold',
    { timeout: 900_000 },
    async (sim, mode, count) => {
      const some = { samples: samples.slice(0, count), golden: golden.slice(0, count) };
      const stall = { mode, seed: 11 };
      const result = await verifyDesign({ lowered, emitted, folder, ...some, sim, stall, profile: 'speed' });
      expect(result.failures).toEqual([]);
      expect(result.mismatches).toBe(0);
      expect(result.vectors).toBe(Math.min(count, samples.length));
      const perSample = golden[0]!.outputs;
      const elements = Object.values(perSample)
        .flat()
        .reduce((sum, { data }) => sum + data.length, 0);
      expect(result.compared).toBe(result.vectors * elements);
      expect(result.cycles.measured).toBe(result.cycles.predicted);
      expect(result.events.rtl).toBe(result.events.golden);
    },
  );

  test('HLS C++, 20 samples: data and events hold', { timeout: 300_000 }, async (context) => {
    await needsHls(context);
    await expectHls([{ title: graph.name, lowered, samples: samples.slice(0, 20) }]);
  });

  test('two samples are in flight, and a reset in mid-sample starts afresh', { timeout: 300_000 }, async () => {
    const some = { samples: samples.slice(0, 4), golden: golden.slice(0, 4) };
    const stall = { mode: 'none', seed: 3 } as const;
    const free = await verifyDesign({ lowered, emitted, folder, ...some, sim: 'verilator', stall, profile: 'speed' });
    // Back to back, four samples take less than four times the latency of one: they overlap.
    expect(free.cycles.measured).toBeLessThan(free.latencies.reduce((sum, n) => sum + n, 0));
    const resetAt = Math.floor(free.latencies[0]! / 2);
    const again = { sim: 'verilator', stall, profile: 'speed', run: { resetAt } } as const;
    const reset = await verifyDesign({ lowered, emitted, folder, ...some, ...again });
    expect(reset.failures).toEqual([]);
    expect(reset.mismatches).toBe(0);
  });
  return { lowered, emitted, samples, golden };
}
