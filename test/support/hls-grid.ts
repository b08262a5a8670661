// Designs as HLS C++ against golden, several in one program, since most of a compilation is reading headers.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { emit, hlsTopName } from '../../src/codegen/index.ts';
import { runGolden, type Sample } from '../../src/golden/index.ts';
import { DendraError, type Lowered } from '../../src/ir/index.ts';
import { compileHls, type HlsCompileOptions } from '../../src/sim/hls/compile.ts';
import { apTypes } from '../../src/sim/hls/headers.ts';
import { runHls } from '../../src/sim/hls/run.ts';
import { judgeHls } from '../../src/sim/hls/verify.ts';
import { stimulusOf, type Verification } from '../../src/sim/verify.ts';
import { writeFiles } from './write-files.ts';

/** A design with its samples. */
export interface HlsCase {
  readonly title: string;
  readonly lowered: Lowered;
  readonly samples: readonly Sample[];
}

const stall = { mode: 'none', seed: 0 } as const;

/** Skips the test where the open headers cannot be set up; fails instead where the variable CI is set. */
export async function needsHls({ skip }: Pick<TestContext, 'skip'>): Promise<void> {
  try {
    await apTypes();
  } catch (error) {
    if (process.env.CI || !(error instanceof DendraError)) throw error;
    skip(`(skipped: ${error.sentence})`);
  }
}

/** Compiles all designs into one program, whose first argument chooses one, and gives the verdict on each. */
export async function verifyHls(
  cases: readonly HlsCase[],
  options: HlsCompileOptions = { profile: 'edit' },
): Promise<Verification[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-hls-'));
  try {
    // Names must differ where everything is one translation unit.
    const designs = cases.map(({ lowered }, i) => ({ ...lowered, name: `${lowered.name}_${i}` }));
    const manifests = designs.map((lowered, i) => {
      const { files, manifest } = emit(lowered);
      const sources = Object.entries(files).filter(([path]) => path.startsWith('hls/'));
      writeFiles(join(folder, `d${i}`), Object.fromEntries(sources));
      return manifest;
    });
    const tops = manifests.map(hlsTopName);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.cpp'), mainOf(tops));
    const program = await compileHls(folder, ['main.cpp'], options);
    const results: Verification[] = [];
    for (const [i, { lowered, samples }] of cases.entries()) {
      const golden = runGolden(lowered, samples);
      const manifest = manifests[i]!;
      const stimulus = stimulusOf(manifest, samples, golden, stall);
      results.push(judgeHls(manifest, golden, stall, await runHls(program, manifest, stimulus, {}, [tops[i]!])));
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Expects that every element and count of every design is that of golden. */
export async function expectHls(cases: readonly HlsCase[], options?: HlsCompileOptions): Promise<void> {
  const results = await verifyHls(cases, options);
  for (const [i, { failures, mismatches, compared, events }] of results.entries()) {
    expect(failures, cases[i]!.title).toEqual([]);
    expect(mismatches).toBe(0);
    expect(compared).toBeGreaterThan(0);
    expect(events.rtl).toBe(events.golden);
  }
}

function mainOf(tops: readonly string[]): string {
  return [
    '#define DENDRA_NO_MAIN',
    ...tops.flatMap((top, i) => [`#include "d${i}/hls/${top}.cpp"`, `#include "d${i}/hls/tb_${top}.cpp"`]),
    'int main(int argc, char** argv) {',
    '  const std::string design = argv[1];',
    ...tops.map((top) => `  if (design == "${top}") return tb_${top}(argc - 1, argv + 1);`),
    '  return 2;',
    '}',
    '',
  ].join('\n');
}
