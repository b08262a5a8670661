// Verifies emitted RTL against the golden model and the composer: every element, every cycle, every counter.
import type { Emitted } from '../codegen/index.ts';
import { type GoldenSample, runGolden, type Sample } from '../golden/index.ts';
import type { Lowered, Manifest, Stall, StallMode } from '../ir/index.ts';
import { type Composition, compose } from '../timing/index.ts';
import { compareCounters, compareOutputs, mostListed } from './compare.ts';
import { buildHls, runHls } from './hls/run.ts';
import { judgeHls } from './hls/verify.ts';
import { runIcarus } from './icarus.ts';
import { packBeats } from './pack.ts';
import type { RunOptions, SimResult, Stimulus } from './types.ts';
import { buildVerilator, runVerilator } from './verilator.ts';

/** What runs the emitted sources: RTL in two simulators, or HLS C++ compiled. */
export type Simulator = 'verilator' | 'icarus' | 'hls';

/** What to verify, and how. */
export interface VerifyRequest {
  readonly lowered: Lowered;
  readonly emitted: Pick<Emitted, 'manifest'>;
  /** Folder that holds the emitted files. */
  readonly folder: string;
  readonly samples: readonly Sample[];
  readonly sim: Simulator;
  readonly stall: Stall;
  /** Golden results of the samples, if they are known already. */
  readonly golden?: readonly GoldenSample[] | undefined;
  readonly run?: RunOptions | undefined;
  /** Whether the model is to build quickly or to run fast. */
  readonly profile?: 'edit' | 'speed' | undefined;
}

/** Outcome of a verification; `failures` is empty when everything holds. */
export interface Verification {
  readonly design: string;
  readonly sim: Simulator;
  readonly stall: StallMode;
  readonly seed: number;
  /** Samples. */
  readonly vectors: number;
  /** Output elements compared. */
  readonly compared: number;
  readonly mismatches: number;
  /** Cycle after the last delivered beat; the check itself compares every beat. Both are 0 in C simulation. */
  readonly cycles: { readonly predicted: number; readonly measured: number };
  /** Events of all counters and samples together; the check itself compares each of them. */
  readonly events: { readonly golden: number; readonly rtl: number };
  /** One sentence each, the first few of every kind. */
  readonly failures: readonly string[];
  /** Cycles from a sample's first accepted to its last delivered beat. */
  readonly latencies: readonly number[];
  /** Sample index of the first failure, where one sample is to blame. */
  readonly firstBad?: number | undefined;
}

/** Runs the simulator and compares; a failure of any kind is in the result, not thrown. */
export async function verifyDesign(request: VerifyRequest): Promise<Verification> {
  const { lowered, emitted, folder, samples, sim, stall } = request;
  const { manifest } = emitted;
  const golden = request.golden ?? runGolden(lowered, samples);
  const options = request.run ?? {};
  if (sim === 'hls') {
    const stimulus = stimulusOf(manifest, samples, golden, stall);
    const program = await buildHls(folder, manifest, { profile: request.profile, signal: options.signal });
    return judgeHls(manifest, golden, stall, await runHls(program, manifest, stimulus, options));
  }
  const predicted = compose(
    lowered,
    golden.map(({ traces }) => traces),
    { stall },
  );
  const stimulus = stimulusOf(manifest, samples, golden, stall);
  const trace = options.waves !== undefined;
  const result =
    sim === 'icarus'
      ? await runIcarus(folder, manifest, stimulus, options)
      : await buildVerilator(folder, manifest, { trace, profile: request.profile, signal: options.signal }).then(
          (build) => runVerilator(build, folder, manifest, stimulus, options),
        );
  return judgeRun(manifest, golden, predicted, stimulus, result);
}

/** Packs samples into beats, with what is expected at the outputs. */
export function stimulusOf(
  manifest: Manifest,
  samples: readonly Sample[],
  golden: readonly GoldenSample[],
  stall: Stall,
  expect = false,
): Stimulus {
  const { steps } = manifest;
  const expected = manifest.outputs.map((stream) =>
    packBeats(
      stream,
      golden.flatMap(({ outputs }) => outputs[stream.name]!),
      steps,
    ),
  );
  return {
    inputs: manifest.inputs.map((stream) =>
      packBeats(
        stream,
        samples.flatMap((sample) => sample[stream.name]!),
        steps,
      ),
    ),
    outputs: expected.map(({ count }) => count),
    stall,
    pulses: manifest.counters.length * samples.length,
    ...(expect ? { expected } : {}),
  };
}

/** Compares one run with its predictions. */
export function judgeRun(
  manifest: Manifest,
  golden: readonly GoldenSample[],
  predicted: Composition,
  stimulus: Stimulus,
  result: SimResult,
): Verification {
  const failures: string[] = result.failed ? [result.message] : [];
  const data = compareOutputs(manifest, golden, result);
  failures.push(...data.failures);
  const timing = compareCycles(manifest, predicted, result);
  failures.push(...timing.failures);
  const events = compareCounters(manifest, golden, result);
  failures.push(...events.failures);
  return {
    design: manifest.design,
    sim: result.sim,
    stall: stimulus.stall.mode,
    seed: stimulus.stall.seed,
    vectors: golden.length,
    compared: data.compared,
    mismatches: data.mismatches,
    cycles: { predicted: timing.predicted, measured: timing.measured },
    events: { golden: events.golden, rtl: events.rtl },
    failures,
    latencies: latencies(manifest, golden, predicted),
    firstBad: data.firstBad,
  };
}

function compareCycles(
  manifest: Manifest,
  predicted: Composition,
  result: SimResult,
): { predicted: number; measured: number; failures: string[] } {
  const failures: string[] = [];
  const ends = { predicted: 0, measured: 0 };
  const check = (name: string, what: string, want: readonly number[], got: Uint32Array): void => {
    const length = Math.max(want.length, got.length);
    for (let i = 0; i < length; i++) {
      if (want[i] === got[i]) continue;
      failures.push(`${name} beat ${i} must be ${what} in cycle ${want[i] ?? 'never'}, not ${got[i] ?? 'never'}`);
      break;
    }
  };
  manifest.inputs.forEach(({ name }, i) => {
    check(name, 'accepted', predicted.accepted[name]!, result.inputs[i]!);
  });
  manifest.outputs.forEach(({ name }, i) => {
    const want = predicted.delivered[name]!;
    const got = result.outputs[i]!.cycles;
    check(name, 'delivered', want, got);
    ends.predicted = Math.max(ends.predicted, (want[want.length - 1] ?? -1) + 1);
    ends.measured = Math.max(ends.measured, (got[got.length - 1] ?? -1) + 1);
  });
  return { ...ends, failures: failures.slice(0, mostListed) };
}

/** First accepted to last delivered beat of each sample, both included. */
function latencies(manifest: Manifest, golden: readonly GoldenSample[], predicted: Composition): number[] {
  const samples = golden.length;
  const starts = manifest.inputs.map(({ name }) => {
    const cycles = predicted.accepted[name]!;
    return golden.map((_, i) => cycles[(cycles.length / samples) * i]!);
  });
  const ends = manifest.outputs.map((stream) => {
    const cycles = predicted.delivered[stream.name]!;
    let beat = 0;
    return golden.map(({ outputs }) => {
      for (const { data } of outputs[stream.name]!) {
        beat += Math.ceil(data.length / stream.lanes) + (stream.variable ? 1 : 0);
      }
      return cycles[beat - 1]!;
    });
  });
  return golden.map(
    (_, i) => Math.max(...ends.map((list) => list[i]!)) - Math.min(...starts.map((list) => list[i]!)) + 1,
  );
}
