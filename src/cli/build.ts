// dendra build: emits a design into its folder.
import { join } from 'node:path';
import { type Emitted, emit } from '../codegen/index.ts';
import { randomSamples } from '../golden/index.ts';
import type { Lowered, Target } from '../ir/index.ts';
import { benchFiles } from '../sim/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { goldenRuns } from './samples.ts';
import { writeFolder } from './write-folder.ts';

/** Options of build. */
export interface BuildCommandOptions {
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
  out: string,
): Promise<{ readonly emitted: Emitted; readonly folder: string }> {
  context.progress(`emitting ${lowered.name}`);
  const { files, manifest } = emit(lowered);
  context.signal.throwIfAborted();
  const samples = randomSamples(lowered, benchSamples, 1);
  const runs = await goldenRuns(lowered, samples, context.signal);
  const emitted = { files: { ...files, ...(await benchFiles(manifest, samples, runs)) }, manifest };
  const folder = join(out, lowered.name);
  await writeFolder(folder, emitted.files, context.signal, results);
  return { emitted, folder };
}

/** Runs the command. */
export async function build(context: Context, path: string, options: BuildCommandOptions): Promise<number> {
  const lowered = await lowerDesign(path, options.target, options.dsp);
  const { emitted, folder } = await emitInto(context, lowered, options.out);
  const { design, irHash } = emitted.manifest;
  const files = Object.keys(emitted.files).sort();
  context.print(
    { design, files, irHash },
    `${design}: ${files.length} files in ${folder} (${options.target}, hash ${irHash.slice(0, 12)})`,
  );
  return 0;
}
