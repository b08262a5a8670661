// Simulations of a test file: a fresh one for each test, or one that its tests share.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DendraError } from '../../ir/index.ts';
import { type Ending, Simulation, SkipTest, TestSuccess, Timer } from '../kernel/index.ts';
import { fromSteps } from '../kernel/time.ts';
import type { Model, OpenOptions } from '../model/types.ts';
import type { WaveMode } from './environment.ts';
import { hostEnvironment } from './host.ts';
import { namedModel } from './model-from-variables.ts';
import type { HwtestContext, HwtestFunction, HwtestOptions, ModelSource } from './options.ts';
import { randomFrom, runSeed, testSeed } from './seed.ts';

const models = new Map<ModelSource | typeof namedModel, Promise<Model>>();
const shared = new Map<ModelSource, Shared>();

/** A simulation of several tests, and how the first of them started it. */
interface Shared {
  readonly simulation: Simulation;
  readonly first: string;
  readonly start: Readonly<Record<'plusargs' | 'seed', string>>;
}

/** How a test ended, and what to report about it. */
export interface TestEnding extends Ending {
  /** Simulated time of start and end in nanoseconds. */
  readonly simTime: readonly [start: number, stop: number];
  /** File of the waves that were recorded. */
  readonly waves?: string;
}

/** Where a test runs: limits in wall time, and the file for its waves, without its ending. */
export interface TestPlace {
  readonly signal?: AbortSignal;
  readonly waves?: string;
}

/** Runs a test function to its end; with waves on failure, a second time if it fails. */
export async function runTest(
  name: string,
  options: HwtestOptions,
  test: HwtestFunction,
  place: TestPlace = {},
): Promise<TestEnding> {
  const model = await modelOf(name, options);
  checkTop(model);
  const mode = wavesOf(name, options);
  if (mode === 'always') return simulateOnce(name, options, test, await traced(model), place, true);
  const ending = await simulateOnce(name, options, test, model, place, false);
  const ended = ending.error instanceof SkipTest || ending.error instanceof TestSuccess;
  // A test that ran out of wall time would do so again.
  if (mode === 'off' || !ending.failed || ended || place.signal?.aborted === true) return ending;
  const again = await simulateOnce(name, options, test, await traced(model), place, true);
  return { ...ending, waves: again.waves!, ...(again.failed ? {} : { error: unrepeated(ending.error) }) };
}

/** Builds what a test needs ahead of it, since its limit in wall time is for the bench; what fails is said by the test itself. */
export async function prepare(name: string, options: HwtestOptions): Promise<void> {
  try {
    const model = await modelOf(name, options);
    if (wavesOf(name, options) === 'always') await traced(model);
  } catch {
    // The test meets the same error.
  }
}

/** Ends the simulations that tests shared; throws what went wrong in their final blocks, which belong to no test. */
export function closeShared(): void {
  const errors = [...shared.values()].flatMap(({ simulation }) => {
    simulation.close();
    for (const line of simulation.instance.takeLog()) console.log(line);
    const { count, first } = simulation.modelErrors();
    return count === 0 ? [] : [rtlError(count, first)];
  });
  shared.clear();
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, errors.join('\n'));
}

async function simulateOnce(
  name: string,
  options: HwtestOptions,
  test: HwtestFunction,
  model: Model,
  { signal, waves: path = 'waves' }: TestPlace,
  record: boolean,
): Promise<TestEnding> {
  const seed = testSeed(options.seed ?? runSeed(), name);
  const plusargs = [...(options.plusargs ?? []), ...hostEnvironment().plusargs];
  const source = options.model ?? model;
  const known = options.sharedDut === true ? shared.get(source) : undefined;
  const start = { plusargs: `[${plusargs.join(' ')}]`, seed: `${options.seed ?? runSeed()}` };
  if (known !== undefined) checkStart(name, start, known);
  const simulation = known?.simulation ?? new Simulation(model, model.open(openOptions(plusargs, seed)));
  if (options.sharedDut === true && known === undefined) shared.set(source, { simulation, first: name, start });
  const context = contextOf(name, seed, plusargs, model, simulation);
  try {
    // Tests that share a simulation start one step apart, the first one at once.
    if (known !== undefined) await simulation.run(() => Timer(1));
    const file = `${path}.${formatOf(model)}`;
    if (record) await mkdir(dirname(file), { recursive: true });
    const stop = record ? simulation.recordWaves(file) : undefined;
    const ending = await simulation.run((dut) => test(dut, context), { name, timeout: options.timeout, signal });
    stop?.();
    if (options.sharedDut !== true) simulation.close();
    for (const line of simulation.instance.takeLog()) console.log(line);
    const toNs = (steps: number): number => Number((steps * 10 ** (model.precision + 9)).toPrecision(15));
    return {
      ...withModelErrors(ending, simulation.modelErrors()),
      simTime: [toNs(ending.start), toNs(ending.stop)],
      ...(record ? { waves: file } : {}),
    };
  } finally {
    if (options.sharedDut !== true) simulation.close();
  }
}

/** Throws a RangeError where a test asks for a model that was started in another way than the shared one. */
function checkStart(name: string, start: Shared['start'], { first, start: given }: Shared): void {
  for (const option of ['plusargs', 'seed'] as const) {
    if (start[option] === given[option]) continue;
    throw new RangeError(
      `${option} of hwtest "${name}" must be as in "${first}", ${given[option]}, not ${start[option]}: with sharedDut they share one model`,
    );
  }
}

function contextOf(
  name: string,
  seed: number,
  plusargs: readonly string[],
  model: Model,
  simulation: Simulation,
): HwtestContext {
  const { logs } = hostEnvironment();
  return {
    name,
    seed,
    plusargs,
    simulator: model.simulator,
    version: model.version,
    random: randomFrom(seed),
    log: (line) => {
      if (logs) console.log(`${fromSteps(simulation.kernel.now, 'ns', model.precision)} ns ${line}`);
    },
  };
}

/** $error must not stop a model: it is counted, and fails the test at its end. */
function openOptions(plusargs: readonly string[], seed: number): OpenOptions & { errorLimit: number } {
  return { plusargs, seed, errorLimit: Number.POSITIVE_INFINITY };
}

function modelOf(name: string, { model: source }: HwtestOptions): Promise<Model> {
  const key = source ?? namedModel;
  const known = models.get(key);
  if (known !== undefined) return known;
  const model = typeof key === 'function' ? key() : key;
  if (model === undefined) {
    throw new TypeError(
      `model of hwtest "${name}" must be a model or a function that builds one, not undefined: give it here or to hwtest.use`,
    );
  }
  const made = Promise.resolve(model).then(withWarnings);
  models.set(key, made);
  return made;
}

/** Said once a file: a warning may be why a test fails, or passes. */
function withWarnings(model: Model): Model {
  if (model.warnings !== undefined && model.warnings !== '') console.warn(model.warnings);
  return model;
}

function checkTop({ top }: Model): void {
  const wanted = hostEnvironment().top;
  if (wanted === undefined || wanted.toLowerCase() === top.toLowerCase()) return;
  throw new DendraError(`COCOTB_TOPLEVEL must be the top of the model, ${top}, not ${wanted}`, {
    rule: 'environment-variable',
  });
}

/** The environment decides over the test, as in cocotb. */
function wavesOf(name: string, { waves, sharedDut }: HwtestOptions): WaveMode {
  const mode = hostEnvironment().waves ?? waves ?? 'off';
  if (mode === 'on-failure' && sharedDut === true) {
    throw new RangeError(
      `waves of hwtest "${name}" must be off or always with sharedDut, not on-failure: what came before cannot be repeated`,
    );
  }
  return mode;
}

/** The same design built so that it can record waves. */
async function traced(model: Model): Promise<Model> {
  if (model.traced !== undefined) return model.traced();
  throw new TypeError(`waves need a model that can record them, not one of ${model.simulator}`);
}

function formatOf(model: Model): string {
  return (model as { waves?: string }).waves ?? 'vcd';
}

function unrepeated(error: unknown): unknown {
  if (error instanceof Error)
    error.message += '\nthe failure did not come again when the test was repeated for its waves';
  return error;
}

/** A test during which the RTL called $error has failed, even if its function did not notice. */
function withModelErrors(ending: Ending, { count, first }: ReturnType<Simulation['modelErrors']>): Ending {
  if (count === 0 || ending.error instanceof SkipTest) return ending;
  const error = rtlError(count, first);
  const all = ending.failed
    ? new AggregateError([ending.error, error], `${String(ending.error)}; ${error.message}`)
    : error;
  return { ...ending, failed: true, error: all };
}

function rtlError(count: number, first: string): Error {
  return new Error(`the RTL must report no errors in a test, not ${count}${first === '' ? '' : `: ${first}`}`);
}
