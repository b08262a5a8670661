// Tests of element-wise units and width-converter on tensors whose length is known only at run time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { runGolden } from '../../src/golden/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import { elem, type Graph, signedElem, stallModes, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { writeFiles } from '../support/write-files.ts';

/** The kept values, doubled by a fork and an add, rectified, and repacked. */
function chain(lanes: number, to: number): Graph {
  return {
    name: 'chain',
    steps: 2,
    inputs: [
      { name: 'x', elem: signedElem(5), shape: [12] },
      { name: 'k', elem: elem(0, 13), shape: [1] },
    ],
    nodes: [
      {
        name: 'keep',
        kind: 'top-k',
        attrs: { emit: ['values'], length: 'kept' },
        inputs: { x: 'x', k: 'k' },
        fold: { lanes },
      },
      { name: 'twice', kind: 'add', attrs: {}, inputs: { a: 'keep', b: 'keep' }, fold: { lanes } },
      { name: 'positive', kind: 'relu', attrs: { cap: 20 }, inputs: { x: 'twice' }, fold: { lanes } },
      { name: 'repack', kind: 'width-converter', attrs: {}, inputs: { x: 'positive' }, fold: { from: lanes, to } },
    ],
    outputs: [{ name: 'y', from: 'repack' }],
  };
}

describe('tensors of run-time length', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-variable-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pairs = [
    [4, 3],
    [4, 1],
    [2, 12],
    [4, 6],
    [1, 5],
  ] as const;
  test('equal their HLS C++ on every element and count', async (context) => {
    await needsHls(context);
    await expectHls(
      pairs.map(([lanes, to]) => {
        const lowered = lower(chain(lanes, to), registry, targets['ultrascale-plus'], { compose });
        return { title: `${lanes} to ${to}`, lowered, samples: randomSamples(lowered, 12, lanes * 16 + to) };
      }),
    );
  });

  for (const [lanes, to] of pairs) {
    test(`pass through fork, add and relu with ${lanes} lanes and leave with ${to}`, async () => {
      const lowered = lower(chain(lanes, to), registry, targets['ultrascale-plus'], { compose });
      const samples = randomSamples(lowered, 12, lanes * 16 + to);
      const golden = runGolden(lowered, samples);
      const emitted = emit(lowered);
      const place = join(folder, `${lanes}-${to}`);
      writeFiles(place, emitted.files);
      const common = { lowered, emitted, folder: place, samples, golden };
      for (const mode of stallModes) {
        const result = await verifyDesign({ ...common, sim: 'verilator', stall: { mode, seed: 7 } });
        expect(result.failures, `${mode} stalls`).toEqual([]);
      }
    });
  }
});
