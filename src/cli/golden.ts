// dendra golden: runs the golden model alone, from arrays to arrays.
import { loadNpz, writeNpz } from '../import/index.ts';
import type { Tensor } from '../ir/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { cutSamples, goldenRuns } from './samples.ts';
import { stack } from './stack.ts';
import { writeWhole } from './write-folder.ts';

/** Options of golden. */
export interface GoldenCommandOptions {
  readonly inputs: string;
  readonly outputs: string;
  readonly layers?: boolean;
}

/** Runs the command. */
export async function golden(context: Context, path: string, options: GoldenCommandOptions): Promise<number> {
  const lowered = await lowerDesign(path);
  const samples = cutSamples(lowered, await loadNpz(options.inputs), options.inputs);
  context.progress(`running ${samples.length} samples of ${lowered.name}`);
  const runs = await goldenRuns(lowered, samples, context.signal, options.layers);
  const arrays: Record<string, Tensor> = {};
  for (const name of lowered.outputs)
    Object.assign(
      arrays,
      stack(
        name,
        runs.map((run) => run.outputs[name]!),
      ),
    );
  if (options.layers === true) {
    for (const key of Object.keys(runs[0]!.layers!)) {
      Object.assign(
        arrays,
        stack(
          key,
          runs.map((run) => run.layers![key]!),
        ),
      );
    }
  }
  await writeWhole(options.outputs, writeNpz(arrays));
  const lines = Object.entries(arrays).map(([name, { shape }]) => `  ${name} [${shape.join(', ')}]`);
  context.print(
    { design: lowered.name, outputs: Object.fromEntries(Object.entries(arrays).map(([name, t]) => [name, t.shape])) },
    `${lowered.name}: ${samples.length} samples into ${options.outputs}\n${lines.join('\n')}`,
  );
  return 0;
}
