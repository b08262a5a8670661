// All designs of a unit's grid as one C++ program, since most of a compilation is reading headers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit, hlsTopName } from '../../src/codegen/index.ts';
import { type GoldenSample, runGolden, type Sample } from '../../src/golden/index.ts';
import type { Lowered } from '../../src/ir/index.ts';
import { compileHls, type HlsCompileOptions } from '../../src/sim/hls/compile.ts';
import { runHls } from '../../src/sim/hls/run.ts';
import { judgeHls } from '../../src/sim/hls/verify.ts';
import { stimulusOf, type Verification } from '../../src/sim/verify.ts';
import { writeFiles } from './write-files.ts';

/** A program of several designs, whose first argument chooses one. */
export interface HlsGrid {
  readonly program: string;
  verify(
    index: number,
    lowered: Lowered,
    samples: readonly Sample[],
    golden?: readonly GoldenSample[],
  ): Promise<Verification>;
}

/** Emits designs of different names into a folder and compiles them together. */
export async function hlsGrid(
  folder: string,
  designs: readonly Lowered[],
  options: HlsCompileOptions = { profile: 'edit' },
): Promise<HlsGrid> {
  const manifests = designs.map((lowered, index) => {
    const { files, manifest } = emit(lowered);
    const sources = Object.entries(files).filter(([path]) => path.startsWith('hls/'));
    writeFiles(join(folder, `d${index}`), Object.fromEntries(sources));
    return manifest;
  });
  const tops = manifests.map(hlsTopName);
  const main = [
    '#define DENDRA_NO_MAIN',
    ...tops.flatMap((top, i) => [`#include "d${i}/hls/${top}.cpp"`, `#include "d${i}/hls/tb_${top}.cpp"`]),
    'int main(int argc, char** argv) {',
    '  const std::string design = argv[1];',
    ...tops.map((top) => `  if (design == "${top}") return tb_${top}(argc - 1, argv + 1);`),
    '  return 2;',
    '}',
    '',
  ];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.cpp'), main.join('\n'));
  const program = await compileHls(folder, ['main.cpp'], options);
  return {
    program,
    verify: async (index, lowered, samples, golden = runGolden(lowered, samples)) => {
      const manifest = manifests[index]!;
      const stall = { mode: 'none', seed: 0 } as const;
      const stimulus = stimulusOf(manifest, samples, golden, stall);
      return judgeHls(manifest, golden, stall, await runHls(program, manifest, stimulus, {}, [tops[index]!]));
    },
  };
}
