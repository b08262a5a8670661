// From sources to a shared library: elaborates, verilates, compiles and links through the build cache.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cachedFolder, contentHash } from '../cache.ts';
import { type Toolchain, toolchain } from '../toolchain.ts';
import { withWorkFolder } from '../work-folder.ts';
import { type SignalPlan, vltConfig, writeGlue } from './glue.ts';
import { compileUnits, linkLibrary, modelRuntime, profileKey, type Runtime } from './native.ts';
import type { Netlist } from './netlist.ts';
import type { ModelOptions } from './options.ts';
import { findSignal, type Parameter, parametersOf, portsOf } from './signals.ts';
import { readSources, type SourceFile } from './sources.ts';
import {
  designArguments,
  elaborate,
  filesRead,
  modelFlags,
  needsTiming,
  verilate,
  verilatorVersion,
} from './verilate.ts';

/** What the cache keeps beside the library. */
interface Description {
  readonly plan: SignalPlan;
  readonly parameters: readonly Parameter[];
  readonly timing: boolean;
  readonly warnings: string;
  /** Files beside the sources that Verilator read, as its arguments led to them, and the hash of their texts. */
  readonly found: readonly string[];
  readonly foundHash: string;
}

/** Raised when the cached form changes without a change of options, sources or templates. */
const cacheFormat = '5';

/** A design in the cache. */
export interface CompiledFiles extends Description {
  /** The shared library. */
  readonly library: string;
  /** True when nothing had to be built. */
  readonly cached: boolean;
  /** Version of Verilator, `5.006`. */
  readonly version: string;
}

/** Builds a design, unless the cache has it. */
export async function compileModel(options: ModelOptions): Promise<CompiledFiles> {
  const [tools, files] = await Promise.all([toolchain(), readSources(options)]);
  const runtime = await modelRuntime(tools, { ...options, timing: options.timing ?? false });
  let key = contentHash([
    ...[cacheFormat, runtime.key, ...profileKey(tools, options), ...modelFlags(options), ...designArguments(options)],
    ...['--', ...(options.publicSignals ?? []), '--', ...(options.forceable ?? []), '--'],
    ...files.flatMap(({ path, text }) => [path, text]),
  ]);
  for (;;) {
    const { folder, cached } = await cachedFolder(`library-${key}`, async (draft) => {
      const description = await buildWithTiming(tools, runtime, options, files, draft, key);
      await writeFile(join(draft, 'model.json'), JSON.stringify(description));
    });
    options.signal?.throwIfAborted();
    const description: Description = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const present = cached ? await hashOf(options, description.found) : description.foundHash;
    if (present === description.foundHash) {
      return { ...description, library: join(folder, libraryName(key)), cached, version: verilatorVersion(tools) };
    }
    // Which files these are is known only after a build, so each state of theirs is an entry behind the first one.
    key = contentHash([key, present]);
  }
}

/** Hash of files that are found from the folder of a design. */
async function hashOf({ folder = '.' }: ModelOptions, paths: readonly string[]): Promise<string> {
  return contentHash(await Promise.all(paths.map((path) => readFile(resolve(folder, path), 'utf8').catch(() => ''))));
}

/** A name of its own for each content: the dynamic linker takes equal names for the same library. */
function libraryName(key: string): string {
  return `model-${key}.so`;
}

/** Builds as asked; where the user did not say how delays are meant, builds with them if there are any. */
async function buildWithTiming(
  tools: Toolchain,
  runtime: Runtime,
  options: ModelOptions,
  files: readonly SourceFile[],
  draft: string,
  key: string,
): Promise<Description> {
  try {
    return await buildLibrary(tools, runtime, options, files, draft, key);
  } catch (error) {
    if (options.timing !== undefined || !needsTiming(error)) throw error;
  }
  const timed = { ...options, timing: true };
  return buildLibrary(tools, await modelRuntime(tools, timed), timed, files, draft, key);
}

async function buildLibrary(
  tools: Toolchain,
  runtime: Runtime,
  options: ModelOptions,
  files: readonly SourceFile[],
  draft: string,
  key: string,
): Promise<Description> {
  const work = join(draft, 'work');
  await mkdir(work, { recursive: true });
  const named = (options.publicSignals ?? []).length + (options.forceable ?? []).length > 0;
  // Named signals need the hierarchy first; otherwise both runs of Verilator go side by side.
  const elaborated = elaborate(tools, options, files, draft);
  const early = named ? undefined : verilate(options, files, work, '');
  // Neither may still write into the folder when an error removes it.
  await Promise.allSettled([elaborated, early]);
  const netlist = await elaborated;
  const plan = planSignals(netlist, options);
  const warnings = await (early ?? verilate(options, files, work, vltConfig(plan)));
  const known = new Set(files.map(({ path }) => path));
  const found = (await filesRead(work)).filter((path) => !known.has(path));
  const foundHash = await hashOf(options, found);
  const units = await writeGlue(work, plan, options, files);
  await compileUnits(tools, options, runtime, units);
  const objects = units.map(({ object }) => object);
  await linkLibrary(tools, options, runtime, objects, join(draft, libraryName(key)));
  const parameters = parametersOf(netlist);
  await rm(work, { recursive: true });
  return { plan, parameters, timing: options.timing === true, warnings, found, foundHash };
}

function planSignals(netlist: Netlist, options: ModelOptions): SignalPlan {
  const ports = portsOf(netlist);
  const isPort = new Set(ports.map(({ path }) => path));
  const forced = unique(options.forceable).map((path) => findSignal(netlist, path, 'forceable signal'));
  const named = unique(options.publicSignals).map((path) => findSignal(netlist, path, 'public signal'));
  const internals = new Map([...named, ...forced].filter(({ path }) => !isPort.has(path)).map((s) => [s.path, s]));
  // Older Verilators refuse to force a port. Whoever drives an input holds it; an output can be forced at its source.
  return { ports, internals: [...internals.values()], forced: forced.filter(({ path }) => !isPort.has(path)) };
}

function unique(paths: readonly string[] | undefined): readonly string[] {
  return [...new Set(paths ?? [])];
}

/** Ports and parameters of a design, without building it. */
export async function elaborateDesign(
  options: ModelOptions,
): Promise<Pick<SignalPlan, 'ports'> & { readonly parameters: readonly Parameter[] }> {
  const [tools, files] = await Promise.all([toolchain(), readSources(options)]);
  return withWorkFolder(async (folder) => {
    const attempt = (how: ModelOptions) => elaborate(tools, how, files, folder);
    const netlist = await attempt(options).catch((error) => {
      if (options.timing !== undefined || !needsTiming(error)) throw error;
      return attempt({ ...options, timing: true });
    });
    return { ports: portsOf(netlist), parameters: parametersOf(netlist) };
  });
}
