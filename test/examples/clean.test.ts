// Every example on both targets: the top for a bus, with all below it, is clean in Verilator and Icarus, and nothing is waived.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { examples } from '../../bench/examples.ts';
import { emit } from '../../src/codegen/index.ts';
import { loadDesign } from '../../src/import/index.ts';
import { targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { run } from '../../src/sim/process.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { writeFiles } from '../support/write-files.ts';

const slow = { timeout: 240_000 };
const folder = mkdtempSync(join(tmpdir(), 'dendra-clean-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('emitted RTL is clean', () => {
  const all = [...examples, 'own-neuron'];
  const cases = all.flatMap((name) =>
    ['ultrascale-plus', 'asic'].map((target) => [name, target] as [string, keyof typeof targets]),
  );
  test.for(cases)('%s on %s', slow, async ([name, target]) => {
    const lowered = lower(await loadDesign(`examples/${name}/design.ts`), registry, targets[target], { compose });
    const { files } = emit(lowered);
    const place = join(folder, name, target);
    writeFiles(place, files);
    const top = `${lowered.name}_ip`;
    const lint = ['--lint-only', '-Wall', '--assert', '--top-module', top, '-f', 'filelist_axi.f'];
    expect(await run({ program: 'verilator', args: lint, folder: place })).toMatchObject({ failed: false, output: '' });
    const compile = ['-g2012', '-Wall', '-s', top, '-o', 'top.vvp', '-f', 'filelist_axi.f'];
    expect(await run({ program: 'iverilog', args: compile, folder: place })).toMatchObject({
      failed: false,
      output: '',
    });
    const rtl = Object.entries(files).filter(([path]) => /^(rtl|sim)\/.*\.s?v$/.test(path));
    expect(rtl.filter(([, text]) => /lint_off|waive/.test(String(text))).map(([path]) => path)).toEqual([]);
  });
});
