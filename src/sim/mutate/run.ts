// Mutation testing of the check itself: how many injected bugs does verification find?
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Emitted, Files } from '../../codegen/index.ts';
import { type GoldenSample, generator, runGolden, type Sample } from '../../golden/index.ts';
import { DendraError, type Lowered, type StallMode } from '../../ir/index.ts';
import { type Composition, compose } from '../../timing/index.ts';
import { brokenStreams } from '../boundary.ts';
import type { Stimulus } from '../types.ts';
import { judgeRun, stimulusOf } from '../verify.ts';
import { buildVerilator, mutantSource, runVerilator } from '../verilator.ts';
import { NetlistCheck } from './equivalent.ts';
import { drawMutants, instrument, type Mutant, selector } from './instrument.ts';

/** What to mutate, and with which vectors to look. */
export interface MutateRequest {
  readonly lowered: Lowered;
  readonly emitted: Emitted;
  /** Samples of the campaign; the first few are tried first, all of them before a mutant counts as a survivor. */
  readonly samples: readonly Sample[];
  readonly mutants: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, of: number) => void) | undefined;
}

/** A mutant that verification did not find. */
export type Survivor = Omit<Mutant, 'source' | 'start'>;

/** Outcome of a campaign. */
export interface Mutation {
  readonly design: string;
  readonly seed: number;
  /** Mutants that change the hardware. */
  readonly mutants: number;
  readonly caught: number;
  /** Mutants dropped because they are the original hardware: equal netlists, or proved equal (Yosys). */
  readonly dropped: { readonly sameNetlist: number; readonly proved: number };
  readonly survivors: readonly Survivor[];
}

/** Resets per mutant, spread evenly over a run of three samples. */
const resetPoints = 40;

interface Trial {
  readonly samples: readonly Sample[];
  readonly golden: readonly GoldenSample[];
  readonly stall: { readonly mode: StallMode; readonly seed: number };
}

interface Prepared {
  readonly stimulus: Stimulus;
  readonly predicted: Composition;
  readonly golden: readonly GoldenSample[];
  readonly resetAt?: number;
}

/** Draws, compiles once and tries every mutant. */
export async function mutateDesign(request: MutateRequest): Promise<Mutation> {
  const { lowered, emitted, samples, seed } = request;
  const { manifest } = emitted;
  // Models of cells are not hardware of the design, and vectors load no weights.
  const rtl = manifest.rtl.filter((path) => path.startsWith('rtl/') && path !== 'rtl/dendra_load.sv');
  const sources = Object.fromEntries(rtl.map((path) => [path, emitted.files[path] as string]));
  const mutants = drawMutants(sources, request.mutants, generator(seed));
  const folder = await mkdtemp(join(tmpdir(), 'dendra-mutants-'));
  try {
    const top = `rtl/${manifest.top}.sv`;
    await writeAll(folder, { ...emitted.files, ...instrument(sources, mutants, top), [mutantSource]: selector });
    const build = await buildVerilator(folder, manifest, { mutants: true, signal: request.signal });
    const golden = runGolden(lowered, samples);
    const few = Math.min(3, samples.length);
    const trials: Trial[] = [
      { samples: samples.slice(0, few), golden: golden.slice(0, few), stall: { mode: 'both', seed } },
      { samples, golden, stall: { mode: 'none', seed } },
      { samples, golden, stall: { mode: 'both', seed: seed + 1 } },
      { samples, golden, stall: { mode: 'out', seed: seed + 2 } },
    ];
    const plain = trials.map((trial) => prepare(lowered, emitted, trial));
    // Resets all along a run find registers that a reset forgets, whenever their stage is busy.
    const busy = prepare(lowered, emitted, { ...trials[0]!, stall: { mode: 'none', seed } });
    const end = Math.max(...Object.values(busy.predicted.delivered).map((cycles) => cycles.at(-1) ?? 0));
    const resets = Array.from({ length: resetPoints }, (_, i) => ({
      ...busy,
      resetAt: Math.floor((end * (i + 1)) / (resetPoints + 1)),
    }));
    const prepared = [...plain, ...resets];
    const broken = brokenStreams(manifest, prepared[0]!.stimulus).map(({ stimulus }) => stimulus);
    const limits = { watchdog: 5000, timeout: 120_000, signal: request.signal };
    /** True when some trial fails under the mutant. */
    const caught = async (mutant: number): Promise<boolean> => {
      for (const { stimulus, predicted, golden: expected, resetAt } of prepared) {
        const options = { ...limits, mutant, resetAt };
        const result = await runVerilator(build, folder, manifest, stimulus, options);
        if (result.failed) return true;
        if (judgeRun(manifest, expected, predicted, stimulus, result).failures.length > 0) return true;
      }
      for (const stimulus of broken) {
        const result = await runVerilator(build, folder, manifest, stimulus, { ...limits, mutant });
        if (!result.errorFlag) return true;
      }
      return false;
    };
    if (await caught(0)) {
      const sentence = `design "${manifest.design}" must hold before it is mutated, not fail`;
      throw new DendraError(sentence, { rule: 'mutate-holds', hint: 'run verify without --mutate first' }, 'check');
    }
    const left: Mutant[] = [];
    const queue = [...mutants];
    /** Tries mutants until none is left; one worker for each core. */
    const work = async (): Promise<void> => {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        request.signal?.throwIfAborted();
        if (!(await caught(mutant.id))) left.push(mutant);
        request.progress?.(mutants.length - queue.length, mutants.length);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    left.sort((a, b) => a.id - b.id);
    const survivors: Survivor[] = [];
    const check = new NetlistCheck(emitted.files, manifest.top);
    const dropped = { sameNetlist: 0, proved: 0 };
    for (const mutant of left) {
      const verdict = await check.compare(mutant);
      if (verdict !== 'different') dropped[verdict]++;
      else {
        const { source: _source, start: _start, ...rest } = mutant;
        survivors.push(rest);
      }
    }
    return {
      design: manifest.design,
      seed,
      mutants: mutants.length - left.length + survivors.length,
      caught: mutants.length - left.length,
      dropped,
      survivors,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function prepare(lowered: Lowered, { manifest }: Emitted, { samples, golden, stall }: Trial): Prepared {
  const predicted = compose(
    lowered,
    golden.map(({ traces }) => traces),
    { stall },
  );
  return { stimulus: stimulusOf(manifest, samples, golden, stall, true), predicted, golden };
}

async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : `${[...content()].join('\n')}\n`);
  }
}
