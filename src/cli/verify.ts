// dendra verify: golden model against simulated hardware; a failure leaves its vectors and says how to see it again.
import { join } from 'node:path';
import type { Emitted } from '../codegen/index.ts';
import type { GoldenSample, Sample } from '../golden/index.ts';
import { writeNpz } from '../import/index.ts';
import { DendraError, type Lowered, type StallMode } from '../ir/index.ts';
import { resultsXml } from '../sim/index.ts';
import { type Simulator, type Verification, verifyDesign } from '../sim/verify.ts';
import { type BuildCommandOptions, emitInto } from './build.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { mutate } from './mutate.ts';
import { goldenRuns, type SampleOptions, samplesFor } from './samples.ts';
import { stack } from './stack.ts';
import { countText } from './table.ts';
import { writeWhole } from './write-folder.ts';

/** Options of verify. */
export interface VerifyCommandOptions extends BuildCommandOptions, SampleOptions {
  readonly sim: Simulator;
  readonly stall: StallMode;
  readonly waves?: boolean;
  /** Bugs to inject, to measure the check instead of the design. */
  readonly mutate?: number | undefined;
}

/** A design that was emitted, with samples and what the golden model says of them. */
export interface Prepared {
  readonly lowered: Lowered;
  readonly emitted: Emitted;
  readonly folder: string;
  readonly samples: readonly Sample[];
  readonly runs: readonly GoldenSample[];
}

/** Runs the command: 0 when everything holds, 1 otherwise. */
export async function verify(context: Context, path: string, options: VerifyCommandOptions): Promise<number> {
  if (options.sim === 'hls') checkHlsOptions(options);
  if (options.mutate !== undefined && options.waves === true) {
    throw new DendraError('--waves must be left out with --mutate, not given', {
      rule: 'option-value',
      hint: 'no mutant writes waves',
    });
  }
  const lowered = await lowerDesign(path, options.target, options.dsp);
  // Samples come first: they may lie in the folder that is about to be replaced.
  const { samples } = await samplesFor(lowered, path, options);
  if (options.mutate !== undefined) return mutate(context, lowered, samples, { ...options, mutate: options.mutate });
  const { emitted, folder } = await emitInto(context, lowered, options);
  context.progress(`running the golden model on ${samples.length} samples`);
  const runs = await goldenRuns(lowered, samples, context.signal);
  const prepared: Prepared = { lowered, emitted, folder, samples, runs };
  const started = performance.now();
  const result = await simulate(context, prepared, options);
  await writeWhole(join(folder, 'results.xml'), results(path, result, (performance.now() - started) / 1000));
  const failed = result.failures.length > 0 || result.mismatches > 0;
  const kept = failed ? await keepVectors(prepared, options, result.firstBad) : undefined;
  const waves = options.waves === true ? await writeWaves(context, prepared, options, result.firstBad ?? 0) : undefined;
  const rerun = failed ? rerunLine(path, options) : undefined;
  const { design, sim, stall, seed, vectors, compared, mismatches, cycles, events, failures } = result;
  context.print(
    { design, sim, vectors, compared, mismatches, cycles, events, stall, seed, failures, kept, waves, rerun },
    describe(result, [
      ...(kept === undefined ? [] : [`vectors: ${kept}`]),
      ...(waves === undefined ? [] : [`waves: ${waves}`]),
      ...(rerun === undefined ? [] : [`seed ${options.seed}; run again: ${rerun}`]),
    ]),
  );
  return failed ? 1 : 0;
}

/** C simulation has no cycles, and so no stalls, waves or RTL to mutate. */
function checkHlsOptions({ stall, waves, mutate }: VerifyCommandOptions): void {
  const given = stall === 'none' ? (waves ? 'with --waves' : mutate && 'with --mutate') : `with --stall ${stall}`;
  if (!given) return;
  throw new DendraError(`--sim hls must be alone, not ${given}`, {
    rule: 'hls-options',
    hint: 'C simulation knows no cycles; use verilator or icarus',
  });
}

/** Simulates prepared samples and compares. */
export async function simulate(
  context: Context,
  { lowered, emitted, folder, samples, runs }: Prepared,
  { sim, stall, seed }: Pick<VerifyCommandOptions, 'sim' | 'stall' | 'seed'>,
  waves?: string,
): Promise<Verification> {
  context.progress(`simulating ${samples.length} samples with ${sim}, stalls: ${stall}`);
  const result = await verifyDesign({
    lowered,
    emitted,
    folder,
    samples,
    sim,
    stall: { mode: stall, seed },
    golden: runs,
    run: { signal: context.signal, waves },
  });
  context.signal.throwIfAborted();
  return result;
}

/** The samples up to the failing one: state that outlives a sample may come from those before. */
async function keepVectors(
  { lowered, folder, samples }: Prepared,
  { sim, stall, seed }: VerifyCommandOptions,
  firstBad: number | undefined,
): Promise<string> {
  const failing = samples.slice(0, (firstBad ?? samples.length - 1) + 1);
  const arrays = lowered.inputs.map((name) =>
    stack(
      name,
      failing.map((sample) => sample[name]!),
    ),
  );
  const file = join(folder, 'failures', `${sim}-${stall}-${seed}.npz`);
  await writeWhole(file, writeNpz(Object.assign({}, ...arrays)));
  return file;
}

/** Simulates one sample once more with waves on. */
async function writeWaves(
  context: Context,
  prepared: Prepared,
  options: VerifyCommandOptions,
  index: number,
): Promise<string> {
  const name = `${options.sim}-${options.stall}-sample${index}.${options.sim === 'icarus' ? 'vcd' : 'fst'}`;
  const file = join(prepared.folder, 'waves', name);
  // An empty file first: it makes the folder, and fails early where nothing can be written.
  await writeWhole(file, '');
  const alone = { ...prepared, samples: [prepared.samples[index]!] };
  const runs = await goldenRuns(prepared.lowered, alone.samples, context.signal);
  await simulate(context, { ...alone, runs }, options, file);
  return file;
}

function rerunLine(path: string, { vectors, seed, sim, stall, inputs, target, dsp }: VerifyCommandOptions): string {
  const count = vectors === undefined ? '' : ` --vectors ${vectors}`;
  const samples = inputs === undefined ? count : ` --inputs ${inputs}`;
  const multipliers = dsp === 'explicit' ? ' --dsp explicit' : '';
  return `dendra verify ${path}${samples} --seed ${seed} --sim ${sim} --stall ${stall} --target ${target}${multipliers}`;
}

function describe(result: Verification, more: readonly string[]): string {
  const { design, sim, stall, vectors, compared, mismatches, cycles, events, failures } = result;
  return [
    `${design}: ${failures.length === 0 && mismatches === 0 ? 'holds' : 'FAILS'} (${sim}, stalls: ${stall})`,
    `  ${countText(vectors)} samples, ${countText(compared)} elements compared, ${countText(mismatches)} differ`,
    sim === 'hls'
      ? '  cycles: none in C simulation'
      : `  cycles: ${countText(cycles.predicted)} predicted, ${countText(cycles.measured)} measured`,
    `  events: ${countText(events.golden)} in the golden model, ${countText(events.rtl)} in hardware`,
    ...failures.map((failure) => `  ${failure}`),
    ...more,
  ].join('\n');
}

/** Clock period that results.xml assumes. */
const periodNs = 10;

/** Text of results.xml for one verification. */
export function results(
  path: string,
  { design, sim, stall, seed, cycles, failures }: Verification,
  seconds: number,
): string {
  const failure = failures.length === 0 ? {} : { failure: failures.join('\n') };
  const name = `golden equals ${sim}, stalls ${stall}`;
  const simTime = [0, periodNs * cycles.measured] as const;
  const test = { name, classname: design, file: path, seconds, simTime, seed, ...failure };
  return resultsXml([{ name: design, cases: [test] }]);
}
