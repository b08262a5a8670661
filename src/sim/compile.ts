// Compiles C++: the design-independent runtime once per cache, models against it.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DendraError } from '../ir/index.ts';
import { cachedFolder, contentHash } from './cache.ts';
import { inParallel, isInstalled, run } from './process.ts';
import { simTemplates } from './template.ts';
import type { BuildOptions } from './types.ts';

/** Programs, where Verilator's headers are, and what a cache key must know of them. */
export interface Toolchain {
  readonly compiler: string;
  readonly include: string;
  readonly versions: string;
}

let found: Promise<Toolchain> | undefined;

/** The tools of this machine: clang++ where there is one, since it compiles faster, else g++. */
export function toolchain(): Promise<Toolchain> {
  found ??= findTools().catch((error) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function findTools(): Promise<Toolchain> {
  const compiler = (await isInstalled('clang++')) ? 'clang++' : 'g++';
  const [verilator, cxx, root] = await Promise.all([
    run({ program: 'verilator', args: ['--version'] }),
    run({ program: compiler, args: ['--version'] }),
    run({ program: 'verilator', args: ['--getenv', 'VERILATOR_ROOT'] }),
  ]);
  return {
    compiler,
    include: join(root.output.trim(), 'include'),
    versions: `${verilator.output}\n${cxx.output}`,
  };
}

/** Macros and dialect, equal for runtime and models: they share inline functions. */
function flags(tools: Toolchain, options: BuildOptions): string[] {
  const trace = options.trace === true ? 1 : 0;
  return [
    ...['-std=gnu++17', '-w', '-pipe', '-fcf-protection=none'],
    ...['-DVL_USER_FATAL', '-DVL_USER_STOP', '-DVL_USER_FINISH', '-DVL_USER_WARN', '-DVM_COVERAGE=0', '-DVM_SC=0'],
    ...[
      `-DVM_TRACE=${trace}`,
      `-DVM_TRACE_FST=${trace}`,
      '-DVM_TRACE_VCD=0',
      ...(trace === 1 ? ['-DDENDRA_TRACE'] : []),
    ],
    ...[`-I${tools.include}`, `-I${join(tools.include, 'vltstd')}`, `-I${fileURLToPath(simTemplates)}`],
  ];
}

/** One translation unit. */
export interface Job {
  readonly source: string;
  readonly object: string;
  readonly level: number;
}

/** Compiles translation units side by side. */
export async function compile(tools: Toolchain, jobs: readonly Job[], options: BuildOptions): Promise<void> {
  await inParallel(
    jobs.map((job) => async () => {
      const args = [...flags(tools, options), `-O${job.level}`, '-c', job.source, '-o', job.object];
      expectSuccess(await run({ program: tools.compiler, args, signal: options.signal }), tools, options);
    }),
  );
}

/** Links a program. */
export async function link(tools: Toolchain, objects: readonly string[], program: string, options: BuildOptions) {
  const libraries = ['-pthread', ...(options.trace === true ? ['-lz'] : [])];
  const args = ['-s', ...objects, '-o', program, ...libraries];
  expectSuccess(await run({ program: tools.compiler, args, signal: options.signal }), tools, options);
}

/** Throws what the compiler printed when it failed. */
export function expectSuccess(
  outcome: Awaited<ReturnType<typeof run>>,
  tools: Pick<Toolchain, 'compiler'>,
  options: Pick<BuildOptions, 'signal'>,
): void {
  options.signal?.throwIfAborted();
  if (!outcome.failed) return;
  const text = outcome.output.split('\n').slice(0, 20).join('\n  ');
  throw new DendraError(
    `${tools.compiler} must compile the simulation, not fail`,
    { rule: 'cxx-compiles', hint: text },
    'tool',
  );
}

/** Objects of Verilator's runtime and of the driver, from the cache. */
export async function runtime(tools: Toolchain, options: BuildOptions): Promise<{ key: string; objects: string[] }> {
  const names = (await readdir(simTemplates)).filter((name) => /\.(cpp|h)$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, simTemplates), 'utf8')));
  const include = flags(tools, options).filter((flag) => !flag.startsWith('-I'));
  const key = contentHash([tools.versions, tools.compiler, ...include, ...texts]);
  const parts = ['verilated', 'verilated_threads', ...(options.trace === true ? ['verilated_fst_c'] : [])];
  const sources = parts.map((name) => join(tools.include, `${name}.cpp`)).filter((path) => existsSync(path));
  sources.push(fileURLToPath(new URL('driver.cpp', simTemplates)));
  const entry = await cachedFolder(`runtime-${key}`, (draft) =>
    compile(
      tools,
      sources.map((source, i) => ({ source, object: join(draft, `${i}.o`), level: 2 })),
      options,
    ),
  );
  return { key, objects: sources.map((_, i) => join(entry.folder, `${i}.o`)) };
}
