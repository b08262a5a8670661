// dendra build: emits a design into its folder.
import { join } from 'node:path';
import { type Emitted, emit, type PackageOptions, packageFiles } from '../codegen/index.ts';
import { randomSamples } from '../golden/index.ts';
import type { Lowered, Target } from '../ir/index.ts';
import { benchFiles, benchPaths } from '../sim/index.ts';
import { partOf } from '../synth/index.ts';
import { type Composition, compose } from '../timing/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { goldenRuns } from './samples.ts';
import { writeFolder } from './write-folder.ts';

/** Options of build. */
export interface BuildCommandOptions extends PackageOptions {
  readonly out: string;
  readonly target: Target['name'];
  readonly dsp: Target['dsp'];
}

/** Entries of a design's folder that outlive the next build: they are results, not emitted files. */
const results = ['failures', 'waves'];

/** Samples of the bench that comes with a design: the lowest codes, the highest, zeros, and random ones. */
const benchSamples = 4;

/** Emits a lowered graph into `<out>/<design>`. */
export async function emitInto(
  context: Context,
  lowered: Lowered,
  options: PackageOptions & { readonly out: string },
): Promise<{ readonly emitted: Emitted; readonly folder: string }> {
  const packaging = named({ part: options.part, period: options.period, vendor: options.vendor });
  context.progress(`emitting ${lowered.name}`);
  const { files: own, manifest } = emit(lowered);
  context.signal.throwIfAborted();
  const samples = randomSamples(lowered, benchSamples, 1);
  const runs = await goldenRuns(lowered, samples, context.signal);
  const traces = runs.map((run) => run.traces);
  const bench = { files: benchPaths(manifest), samples: benchSamples, cycles: lastCycle(compose(lowered, traces)) };
  const files = {
    ...own,
    ...(await benchFiles(manifest, samples, runs)),
    ...packageFiles(manifest, bench, packaging),
  };
  const emitted = { files, manifest };
  const folder = join(options.out, lowered.name);
  await writeFolder(folder, emitted.files, context.signal, results);
  return { emitted, folder };
}

/** Cycles up to the final beat that leaves. */
function lastCycle({ delivered }: Composition): number {
  return Math.max(...Object.values(delivered).map((cycles) => (cycles.at(-1) ?? -1) + 1));
}

/** A part of UltraScale+ with package and speed grade; Vivado knows more of them than dendra. */
const fullName = /^xc(zu|ku|vu|au)\d+\w*-\w+(-\w+)+$/;

/** The same with the part as Vivado names it; a full name stays. */
function named(options: PackageOptions): PackageOptions {
  const { part } = options;
  if (part === undefined || fullName.test(part)) return options;
  const [first, ...rest] = part.split('-');
  const { device } = partOf(first!);
  return { ...options, part: rest.length === 0 ? device : part };
}

/** Runs the command. */
export async function build(context: Context, path: string, options: BuildCommandOptions): Promise<number> {
  const lowered = await lowerDesign(path, options.target, options.dsp);
  const { emitted, folder } = await emitInto(context, lowered, options);
  const { design, irHash } = emitted.manifest;
  const files = Object.keys(emitted.files).sort();
  context.print(
    { design, files, irHash },
    `${design}: ${files.length} files in ${folder} (${options.target}, hash ${irHash.slice(0, 12)})`,
  );
  return 0;
}
