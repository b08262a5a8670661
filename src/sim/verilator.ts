// Builds a design with Verilator and the C++ driver, through the build cache, and runs it.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { templates } from '../codegen/index.ts';
import { DendraError, type Manifest } from '../ir/index.ts';
import { cachedFolder, contentHash } from './cache.ts';
import { compile, link, runtime, type Toolchain, toolchain } from './compile.ts';
import { defaults } from './defaults.ts';
import { run } from './process.ts';
import { judge } from './result.ts';
import { portData } from './template.ts';
import type { Build, BuildOptions, RunOptions, SimResult, Stimulus } from './types.ts';
import { decodeResult, encodeVectors } from './vectors.ts';
import { withWorkFolder } from './work-folder.ts';

/** Bytes of generated C++ up to which one translation unit is fastest; above, two cores share the work. */
export const oneUnit = 1_200_000;

/** Builds the program of an emitted design; a lint warning is an error with Verilator's text. */
export async function buildVerilator(folder: string, manifest: Manifest, options: BuildOptions = {}): Promise<Build> {
  const start = performance.now();
  const tools = await toolchain();
  const objects = await runtime(tools, options);
  const glue = templates()('sim/glue.cpp.hbs', portData(manifest));
  const rtl = await Promise.all(manifest.rtl.map((path) => readFile(join(folder, path), 'utf8')));
  // The model reads memory files when it runs, so that only their names are part of it.
  const flags = verilatorFlags(manifest, options);
  const key = contentHash([
    objects.key,
    `-O${options.optimise ?? 1}`,
    glue,
    ...flags,
    options.mutantSelector ?? '',
    ...manifest.rtl,
    ...rtl,
    ...manifest.memories,
  ]);
  const entry = await cachedFolder(`model-${key}`, async (draft) => {
    const work = join(draft, 'work');
    await verilate(folder, manifest, work, flags, options);
    await writeFile(join(work, 'glue.cpp'), glue);
    const units = await compileModel(tools, work, options);
    await link(tools, [...objects.objects, ...units], join(draft, 'sim'), options);
    await rm(work, { recursive: true });
  });
  options.signal?.throwIfAborted();
  const seconds = (performance.now() - start) / 1000;
  return { program: join(entry.folder, 'sim'), seconds, cached: entry.cached, trace: options.trace === true };
}

function verilatorFlags(manifest: Manifest, options: BuildOptions): string[] {
  return [
    ...['--cc', '--no-timing', '--assert', '--x-assign', 'unique', '--x-initial', 'unique'],
    ...(options.mutantSelector === undefined ? ['-Wall'] : ['-Wno-lint', '-Wno-style', '-Wno-fatal']),
    ...(options.trace === true ? ['--trace-fst'] : []),
    ...['--top-module', manifest.top, '--prefix', 'Vdut'],
  ];
}

async function verilate(folder: string, manifest: Manifest, work: string, flags: string[], options: BuildOptions) {
  const extra: string[] = [];
  if (options.mutantSelector !== undefined) {
    extra.push(`${work}.sv`);
    await writeFile(extra[0], options.mutantSelector);
  }
  const args = [...flags, '--Mdir', work, ...extra, ...manifest.rtl];
  const outcome = await run({ program: 'verilator', args, folder, signal: options.signal });
  options.signal?.throwIfAborted();
  if (!outcome.failed) return;
  const count = outcome.output.match(/^%(Warning|Error)-?\w*: [^ ]*:\d+/gm)?.length ?? 1;
  throw new DendraError(
    `RTL of ${manifest.design} must pass Verilator without a warning, not with ${count}`,
    { rule: 'verilator-lint', hint: outcome.output.replaceAll('\n', '\n  ') },
    'check',
  );
}

/** Objects of the generated model and its glue. */
async function compileModel(tools: Toolchain, work: string, options: BuildOptions): Promise<string[]> {
  const names = (await readdir(work)).filter((name) => name.endsWith('.cpp') && name !== 'glue.cpp').sort();
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, (await stat(join(work, name))).size);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  // Code in __Slow files runs once: in a large design it is not worth optimising.
  const slow = total <= oneUnit ? [] : names.filter((name) => name.includes('Slow') || name.includes('__Syms'));
  const fast = names.filter((name) => !slow.includes(name));
  const level = options.optimise ?? 1;
  const units = [
    ...groupFiles(fast, sizes).map((group, i) => ({
      name: `fast${i}`,
      group: i === 0 ? [...group, 'glue.cpp'] : group,
      level,
    })),
    ...groupFiles(slow, sizes).map((group, i) => ({ name: `slow${i}`, group, level: 0 as const })),
  ];
  for (const unit of units) {
    await writeFile(join(work, `${unit.name}.cc`), unit.group.map((name) => `#include "${name}"\n`).join(''));
  }
  const jobs = units.map((unit) => ({
    source: join(work, `${unit.name}.cc`),
    object: join(work, `${unit.name}.o`),
    level: unit.level,
  }));
  await compile(tools, jobs, options);
  return jobs.map((job) => job.object);
}

/** Files in groups of about `oneUnit` bytes. */
export function groupFiles(names: readonly string[], sizes: ReadonlyMap<string, number>): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const name of names) {
    const size = sizes.get(name) ?? 0;
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = oneUnit;
    }
    groups[groups.length - 1].push(name);
    room -= size;
  }
  return groups;
}

/** Runs a built model on a stimulus, in the design's folder. */
export async function runVerilator(
  build: Build,
  folder: string,
  manifest: Manifest,
  stimulus: Stimulus,
  options: RunOptions = {},
): Promise<SimResult> {
  return withWorkFolder(async (work) => {
    const [vectors, result] = [join(work, 'vectors.bin'), join(work, 'result.bin')];
    await writeFile(vectors, encodeVectors(manifest, stimulus, options));
    const waves = options.waves === undefined ? '-' : resolve(options.waves);
    const plus = options.mutant === undefined ? [] : [`+mutant=${options.mutant}`];
    const outcome = await run({
      program: build.program,
      args: [vectors, result, waves, ...plus],
      folder,
      timeout: options.timeout ?? defaults.timeout,
      signal: options.signal,
    });
    const bytes = await readFile(result).catch(() => new Uint8Array());
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
    return judge('verilator', manifest, stimulus, options, decodeResult(manifest, words), outcome);
  });
}
