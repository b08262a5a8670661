// The design of the packaging tests: weights and a bias in memory files, two streams, two samples.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { emit, type PackageOptions, packageFiles } from '../../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../../src/golden/index.ts';
import { elem, graph, signedElem, type Target, targetWith, tensor } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import { benchFiles, benchPaths } from '../../../src/sim/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import { writeFiles } from '../../support/write-files.ts';

/** Everything that `dendra build` writes for a layer of 3 x 4 weights and its largest output. */
export async function packagedDesign(
  target: Target['name'],
  options: PackageOptions = {},
  dsp: Target['dsp'] = 'inferred',
) {
  const g = graph('tiny_net', { steps: 2 });
  const x = g.input('x', elem(0, 15), [4]);
  const weights = tensor(signedElem(5), [3, 4], [7, -9, 2, -1, 4, 15, -16, 3, -5, 8, 1, -2]);
  const bias = tensor(signedElem(6), [3], [-20, 11, 5]);
  const y = g.node('dense', 'layer', { weights, bias }, { x });
  g.output('y', y).output('best', g.node('argmax', 'largest', {}, { x: y }));
  const lowered = lower(g.build(), registry, targetWith(target, dsp), { compose });
  const samples = randomSamples(lowered, 2, 1);
  const golden = runGolden(lowered, samples);
  const { files, manifest } = emit(lowered);
  const traces = golden.map((run) => run.traces);
  const { delivered } = compose(lowered, traces);
  const cycles = Math.max(...Object.values(delivered).map((all) => all.at(-1)! + 1));
  const bench = { files: benchPaths(manifest), samples: 2, cycles };
  const packaged = packageFiles(manifest, bench, options);
  const all = { ...files, ...(await benchFiles(manifest, samples, golden)), ...packaged };
  return { manifest, bench, packaged, files: all };
}

/** The same in a folder of its own, which the end of the test file removes. */
export async function packagedFolder(...given: Parameters<typeof packagedDesign>) {
  const design = await packagedDesign(...given);
  const folder = mkdtempSync(join(tmpdir(), 'dendra-package-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, design.files);
  return { ...design, folder };
}
