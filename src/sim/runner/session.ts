// Simulations of a test file: a fresh one for each test, or one that its tests share.
import { type Ending, Simulation, SkipTest, Timer } from '../kernel/index.ts';
import type { Model, OpenOptions } from '../model/types.ts';
import type { HwtestContext, HwtestFunction, HwtestOptions, ModelSource } from './options.ts';
import { randomFrom, runSeed, testSeed } from './seed.ts';

const models = new Map<ModelSource, Promise<Model>>();
const shared = new Map<ModelSource, Simulation>();

/** Runs a test function to its end. */
export async function runTest(
  name: string,
  options: HwtestOptions,
  test: HwtestFunction,
  signal?: AbortSignal,
): Promise<Ending> {
  const source = options.model;
  if (source === undefined) {
    throw new TypeError(
      `model of hwtest "${name}" must be a model or a function that builds one, not undefined: give it here or to hwtest.use`,
    );
  }
  const model = await modelOf(source);
  const seed = testSeed(options.seed ?? runSeed(), name);
  const plusargs = options.plusargs ?? [];
  const known = options.sharedDut === true ? shared.get(source) : undefined;
  const simulation = known ?? new Simulation(model, model.open(openOptions(plusargs, seed)));
  if (options.sharedDut === true) shared.set(source, simulation);
  const random = randomFrom(seed);
  const context: HwtestContext = {
    name,
    seed,
    plusargs,
    simulator: model.simulator,
    version: model.version,
    random,
    log: (line) => console.log(`${simulation.kernel.now} ${line}`),
  };
  try {
    // Tests that share a simulation start one step apart, the first one at once.
    if (known !== undefined) await simulation.run(() => Timer(1));
    const waves = options.waves === undefined ? undefined : simulation.recordWaves(options.waves);
    const ending = await simulation.run((dut) => test(dut, context), { name, timeout: options.timeout, signal });
    waves?.();
    for (const line of simulation.instance.takeLog()) console.log(line);
    return withModelErrors(ending, simulation.modelErrors());
  } finally {
    if (options.sharedDut !== true) simulation.close();
  }
}

/** Ends the simulations that tests shared. */
export function closeShared(): void {
  for (const simulation of shared.values()) simulation.close();
  shared.clear();
}

/** $error must not stop a model: it is counted, and fails the test at its end. */
function openOptions(plusargs: readonly string[], seed: number): OpenOptions & { errorLimit: number } {
  return { plusargs, seed, errorLimit: Number.POSITIVE_INFINITY };
}

function modelOf(source: ModelSource): Promise<Model> {
  const known = models.get(source);
  if (known !== undefined) return known;
  const made = Promise.resolve(typeof source === 'function' ? source() : source);
  models.set(source, made);
  return made;
}

/** A test during which the RTL called $error has failed, even if its function did not notice. */
function withModelErrors(ending: Ending, count: number): Ending {
  if (count === 0 || ending.error instanceof SkipTest) return ending;
  const error = new Error(`the RTL must call $error 0 times in a test, not ${count}`);
  const all = ending.failed
    ? new AggregateError([ending.error, error], `${String(ending.error)}; ${error.message}`)
    : error;
  return { ...ending, failed: true, error: all };
}
