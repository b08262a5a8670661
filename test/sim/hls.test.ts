// HLS C++: what its check finds, that pragmas name what is there, and runs under sanitizers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unitDesigns } from '../../bench/unit-designs.ts';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import { elem, type Graph, graph, type Lowered, signedElem, targets, tensor } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { writeFiles } from '../support/write-files.ts';

const lowerAll = (design: Graph): Lowered => lower(design, registry, targets['ultrascale-plus'], { compose });

/** Two inputs of different kinds, a product, a fork that joins again, state, and a cycle. */
function mixed(): Graph {
  const g = graph('mixed', { steps: 3 });
  g.input('x', signedElem(4), [6]);
  g.input('k', elem(0, 9), [1]);
  const weights = tensor(
    signedElem(4),
    [5, 6],
    Array.from({ length: 30 }, (_, i) => ((i * 7) % 16) - 8),
  );
  g.node('dense', 'product', { weights }, { x: 'x' });
  g.node('relu', 'rectified', { cap: 50 }, { x: 'product' });
  g.node('add', 'sum', {}, { a: 'product', b: 'rectified' });
  g.node('delay', 'past', { shape: [5], frac: 0 }, { x: 'drive' });
  g.node('requantise', 'drive', { shift: 3, rounding: 'halfEven', out: signedElem(8) }, { x: 'both' });
  g.node('add', 'both', {}, { a: 'sum', b: 'past' });
  g.node('top-k', 'best', { emit: ['values', 'mask'], length: 'n' }, { x: 'drive', k: 'k' });
  g.node('lif', 'neurons', { threshold: 9, reset: 'soft' }, { x: 'drive' });
  g.node('argmax', 'largest', {}, { x: 'drive' });
  return g
    .output('values', 'best.values')
    .output('mask', 'best.mask')
    .output('spikes', 'neurons')
    .output('index', 'largest')
    .build();
}

/** Verifies a design after an edit of one of its HLS sources. */
async function verifyEdited(file: string, from: string, to: string) {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-hls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lowered = lowerAll(mixed());
  const emitted = emit(lowered);
  writeFiles(folder, emitted.files);
  const path = join(folder, 'hls', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  const samples = randomSamples(lowered, 8, 3);
  return verifyDesign({
    ...{ lowered, emitted, folder, samples, sim: 'hls', profile: 'edit' },
    stall: { mode: 'none', seed: 1 },
  });
}

describe('the check of HLS C++', () => {
  test('holds for the design as it is emitted', async (context) => {
    await needsHls(context);
    const { failures, mismatches, compared, cycles } = await verifyEdited('README.md', 'mixed', 'mixed');
    expect([failures, mismatches, cycles]).toEqual([[], 0, { predicted: 0, measured: 0 }]);
    expect(compared).toBeGreaterThan(200);
  });

  test('finds a wrong element, and names output, sample, step, index and lane', async (context) => {
    await needsHls(context);
    const { failures, mismatches } = await verifyEdited('mixed_largest.hpp', 'data[lane] > best', 'data[lane] >= best');
    expect(mismatches).toBeGreaterThan(0);
    expect(failures[0]).toMatch(/^index must be 0, not 4, in sample 2, step 0, index 0 \(lane 0\)$/);
  });

  test('finds a wrong event count', async (context) => {
    await needsHls(context);
    const { failures, mismatches } = await verifyEdited('mixed_product.hpp', 'synapse += 5', 'synapse += 6');
    expect(mismatches).toBe(0);
    expect(failures[0]).toBe('product must count 90 synapse in sample 0, not 108');
  });

  test('finds a beat that nobody takes', async (context) => {
    await needsHls(context);
    const twice = 'mask_o.write(mask);\n      mask_o.write(mask);';
    const { failures } = await verifyEdited('mixed_best.hpp', 'mask_o.write(mask);', twice);
    expect(failures[0]).toMatch(/^WARNING: Hls::stream 'from_best_mask' contains leftover data/);
  });

  test('finds a warning of the compiler', async (context) => {
    await needsHls(context);
    const failing = verifyEdited('mixed_sum.hpp', 'bool more = true;', 'bool more = true; int unused = 1;');
    await expect(failing).rejects.toThrow(
      /^g\+\+ must compile the simulation, not fail\n[\s\S]*-Werror=unused-variable/,
    );
  });
});

test('no address is wrong and nothing is undefined in any unit, under sanitizers', {
  timeout: 300_000,
}, async (context) => {
  await needsHls(context);
  const units = Object.entries(unitDesigns).map(([kind, { folds, graph: of }]) => [kind, of(folds[0])] as const);
  const cases = [['mixed', mixed()] as const, ...units].map(([title, design], seed) => {
    const lowered = lowerAll(design);
    return { title, lowered, samples: randomSamples(lowered, title === 'mixed' ? 12 : 2, 5 + seed) };
  });
  await expectHls(cases, { profile: 'sanitize' });
});

describe('pragmas of HLS C++', () => {
  const designs = [
    ...Object.values(unitDesigns).map(({ folds, graph: of }) => lowerAll(of(folds[1]))),
    lowerAll(mixed()),
  ];
  const sources = designs.flatMap((lowered) =>
    Object.entries(emit(lowered).files)
      .filter(([path]) => /^hls\/.*\.[ch]pp$/.test(path))
      .map(([path, text]) => ({ path: `${lowered.name}/${path}`, text: String(text) })),
  );

  test('name variables and ports that are declared in the same file', () => {
    const missing = sources.flatMap(({ path, text }) => {
      const names = [...text.matchAll(/^#pragma HLS .*?\b(?:variable|port)=(\w+)/gm)].map(([, name]) => name!);
      const code = text.replaceAll(/^#pragma.*$|\/\/.*$/gm, '');
      return names
        .filter((name) => name !== 'return' && !new RegExp(`[\\w>&] ${name}(?:[,;)\\[(]| =)`).test(code))
        .map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test('are of the kinds that this project knows, in every unit that works on beats', () => {
    const kinds = new Set(sources.flatMap(({ text }) => [...text.matchAll(/^#pragma HLS (\w+)/gm)].map(([, k]) => k)));
    expect([...kinds].sort()).toEqual(
      ['ARRAY_PARTITION', 'ARRAY_RESHAPE', 'DATAFLOW', 'INLINE', 'INTERFACE', 'PIPELINE', 'STREAM', 'UNROLL'].sort(),
    );
    const lazy = sources.filter(({ path, text }) => /bench_unit\.hpp$/.test(path) && !text.includes('PIPELINE II=1'));
    expect(lazy.map(({ path }) => path)).toEqual([]);
  });
});
