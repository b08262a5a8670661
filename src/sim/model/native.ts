// Compiles and links C++ for models: flags, the runtime that all designs share, and the precompiled header.
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rename } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder, contentHash } from '../cache.ts';
import { inParallel, run } from '../process.ts';
import { simTemplates } from '../template.ts';
import { expectSuccess, type Toolchain } from '../toolchain.ts';
import type { ModelOptions } from './options.ts';

/** Folder of the C++ behind the ABI; not exported, as its type would ask users for the types of Node. */
const modelTemplates = new URL('model/', simTemplates);

/** The header in its source form. */
const plainHeader = fileURLToPath(new URL('prelude.h', modelTemplates));

/** The part of the options that changes how C++ is compiled. */
export type Flavour = Pick<ModelOptions, 'waves' | 'profile' | 'timing' | 'signal'>;

/** One translation unit. */
export interface Unit {
  readonly source: string;
  readonly object: string;
  /** Code that runs once is not worth optimising. */
  readonly slow?: boolean;
}

/** The runtime in the cache: what to link, and where the precompiled header is. */
export interface Runtime {
  readonly key: string;
  readonly folder: string;
  readonly objects: readonly string[];
}

/** Dialect and macros; a precompiled header works only where they are all equal. */
function flags(tools: Toolchain, flavour: Flavour): string[] {
  const { waves, timing } = flavour;
  const fst = waves === 'fst' ? 1 : 0;
  return [
    ...(timing === true ? ['-std=gnu++20', ...(tools.compiler === 'g++' ? ['-fcoroutines'] : [])] : ['-std=gnu++17']),
    ...['-w', '-pipe', '-fcf-protection=none', '-fPIC', '-fvisibility=hidden'],
    // C++ lets a compiler drop a loop that has no effect, but one of the RTL that never ends is an error to be shown.
    '-fno-finite-loops',
    // Otherwise statics of inline functions are shared between designs, and a library can never be unloaded.
    ...(tools.compiler === 'g++' ? ['-fno-gnu-unique'] : []),
    ...['-DVL_USER_FINISH', '-DVL_USER_STOP', '-DVL_USER_STOP_MAYBE', '-DVL_USER_FATAL', '-DVL_USER_WARN', '-DVM_SC=0'],
    // VCD and coverage cost nothing where the model has none, and one runtime serves all; FST would need zlib everywhere.
    ...['-DVM_COVERAGE=1', '-DVM_TRACE=1', '-DVM_TRACE_VCD=1', `-DVM_TRACE_FST=${fst}`],
    ...[`-DDENDRA_TIMING=${timing === true ? 1 : 0}`],
    ...[`-I${tools.include}`, `-I${join(tools.include, 'vltstd')}`, `-I${fileURLToPath(modelTemplates)}`],
  ];
}

/** Level of a model; the runtime is the same for both profiles. */
function optimisation(tools: Toolchain, flavour: Flavour): string[] {
  if (flavour.profile !== 'speed') return [editLevel];
  return tools.compiler === 'clang++' ? ['-O3', '-march=native'] : ['-O2'];
}

/** The level that compiles fastest and runs well; the precompiled header holds for this one only. */
const editLevel = '-O1';

/** What a model depends on beside its texts and its runtime: `-march=native` must not travel. */
export function profileKey(tools: Toolchain, flavour: Flavour): string[] {
  const level = optimisation(tools, flavour);
  return level.includes('-march=native') ? [...level, cpus()[0]?.model ?? ''] : level;
}

/** Arguments that compile a model's unit with the precompiled header. */
export function unitArguments(tools: Toolchain, flavour: Flavour, runtime: Runtime, unit: Unit): string[] {
  const header = join(runtime.folder, 'prelude.h');
  const level = unit.slow === true ? ['-O0'] : optimisation(tools, flavour);
  // g++ takes the form beside the header by itself, and crashes on one of another level, so other levels get the plain header.
  const precompiled = tools.compiler === 'clang++' ? ['-include-pch', `${header}.pch`] : ['-include', header];
  const include = level[0] === editLevel ? precompiled : ['-include', plainHeader];
  return [...include, ...flags(tools, flavour), ...level, '-c', unit.source, '-o', unit.object];
}

/** Compiles units side by side. */
export async function compileUnits(tools: Toolchain, flavour: Flavour, runtime: Runtime, units: readonly Unit[]) {
  await inParallel(
    units.map((unit) => async () => {
      const args = unitArguments(tools, flavour, runtime, unit);
      expectSuccess(await run({ program: tools.compiler, args, signal: flavour.signal }), tools, flavour);
    }),
  );
}

/** Links a shared library out of a model's objects and the runtime. */
export async function linkLibrary(
  tools: Toolchain,
  flavour: Flavour,
  runtime: Runtime,
  objects: readonly string[],
  library: string,
) {
  const inputs = [...objects, ...runtime.objects];
  // clang++ leaves questions about atomics, which g++ answers itself, to the library.
  const atomics = tools.compiler === 'clang++' ? ['-latomic'] : [];
  const libraries = ['-pthread', ...atomics, ...(flavour.waves === 'fst' ? ['-lz'] : [])];
  // Node exports symbols of its own zlib; the model's references are to stay inside where it defines them.
  // Its watchdog and signal handlers must not disappear when Node closes what it opened, at the very end.
  const args = ['-shared', '-s', '-Wl,-Bsymbolic', '-Wl,-z,nodelete', ...inputs, '-o', library, ...libraries];
  expectSuccess(await run({ program: tools.compiler, args, signal: flavour.signal }), tools, flavour);
}

/** The runtime of a flavour, built once for all designs. */
export async function modelRuntime(tools: Toolchain, flavour: Flavour): Promise<Runtime> {
  const names = (await readdir(modelTemplates)).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, modelTemplates), 'utf8')));
  const fixed = flags(tools, flavour).filter((flag) => !flag.startsWith('-I'));
  const key = contentHash([tools.versions, tools.compiler, ...fixed, ...texts]);
  const { folder } = await cachedFolder(`model-runtime-${key}`, (draft) => buildRuntime(tools, flavour, draft));
  const objects = [...ownSources.map((name) => `${name}.o`), 'verilated.a'].map((name) => join(folder, name));
  return { key, folder, objects };
}

/** Verilator's sources that a model may need; the linker takes from the archive what it uses. */
const verilatorSources = [
  ...['verilated', 'verilated_threads', 'verilated_dpi', 'verilated_probdist', 'verilated_random'],
  ...['verilated_cov', 'verilated_vcd_c'],
];

/** Ours, beside the glue of a design. */
const ownSources = ['abi', 'bulk', 'guard'];

async function buildRuntime(tools: Toolchain, flavour: Flavour, draft: string): Promise<void> {
  const header = join(draft, 'prelude.h');
  await copyFile(new URL('prelude.h', modelTemplates), header);
  const parts = [
    ...verilatorSources,
    ...(flavour.waves === 'fst' ? ['verilated_fst_c'] : []),
    ...(flavour.timing === true ? ['verilated_timing'] : []),
  ];
  const members = parts
    .map((name) => ({ source: join(tools.include, `${name}.cpp`), object: join(draft, `${name}.o`) }))
    .filter(({ source }) => existsSync(source));
  const own = ownSources.map((name) => ({
    source: fileURLToPath(new URL(`${name}.cpp`, modelTemplates)),
    object: join(draft, `${name}.o`),
  }));
  const isGcc = tools.compiler === 'g++';
  const compiled = isGcc ? `${header}.gch` : `${header}.pch`;
  const jobs = [
    // clang++ takes it from its input: otherwise it looks for the header's path in the draft again, where nothing is any more.
    {
      args: [editLevel, '-x', 'c++-header', isGcc ? header : '-', '-o', `${header}.part`],
      input: isGcc ? undefined : header,
    },
    ...[...members, ...own].map(({ source, object }) => ({
      args: ['-O2', '-include', plainHeader, '-c', source, '-o', object],
      input: undefined,
    })),
  ];
  // The header goes first, since it takes longest. It gets its name at the end, whole.
  await inParallel(
    jobs.map((job) => async () => {
      const args = [...flags(tools, flavour), ...job.args];
      const command = { program: tools.compiler, args, input: job.input, signal: flavour.signal };
      expectSuccess(await run(command), tools, flavour);
    }),
  );
  await rename(`${header}.part`, compiled);
  const archive = { program: 'ar', args: ['rcs', join(draft, 'verilated.a'), ...members.map(({ object }) => object)] };
  expectSuccess(await run({ ...archive, signal: flavour.signal }), { compiler: 'ar' }, flavour);
}
