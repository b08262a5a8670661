// hwtest: a vitest test whose body is a bench.
import { join } from 'node:path';
import process from 'node:process';
import type { Dut } from '../kernel/index.ts';
import { hostEnvironment, vitest } from './host.ts';
import {
  checkOptions,
  type ErrorClass,
  type HwtestFunction,
  type HwtestOptions,
  type ParametrizedFunction,
} from './options.ts';
import { type Combination, combinations, type ParameterGrid } from './parameters.ts';
import { recordOf } from './record.ts';
import { score } from './score.ts';
import { runSeed } from './seed.ts';
import { fileNameOf, moduleOf, selection } from './selection.ts';
import { closeShared, prepare, runTest } from './session.ts';
import { watchLoop } from './watchdog.ts';

let defaults: HwtestOptions = {};
const stages = new Map<string, number>();
const registered = new Map<string, HwtestOptions>();
/** Where the tests of each file and `describe` were registered, by name. */
const places = new WeakMap<object, Map<string, string>>();
/** Milliseconds for all models of a file; the first build on a machine compiles Verilator's runtime too. */
const buildLimit = 600_000;
let hooked = false;

/** Registers tests: a name, options, a function. */
export interface Register {
  <D = Dut>(name: string, test: HwtestFunction<D>): void;
  <D = Dut>(name: string, options: HwtestOptions, test: HwtestFunction<D>): void;
}

/** Registers one test for each combination of parameters. */
export interface RegisterAll {
  <D = Dut>(name: string, test: ParametrizedFunction<D>): void;
  <D = Dut>(name: string, options: HwtestOptions, test: ParametrizedFunction<D>): void;
}

/** A hardware test: `hwtest('counts', { timeout: [1, 'us'] }, async (dut) => { ... })`. */
export const hwtest: Register & {
  /** Options of all tests of this file that follow. */
  use(options: HwtestOptions): void;
  /** One test for each combination of values. */
  parametrize(grid: ParameterGrid): RegisterAll;
  /** Skips the test where the condition holds. */
  skipIf(condition: boolean): Register;
  /** Where the condition holds, the test must fail, or throw one of `raises`. */
  xfail(condition: boolean, options?: { readonly raises?: ErrorClass | readonly ErrorClass[] }): Register;
} = Object.assign(registrar({}, undefined), {
  use(options: HwtestOptions) {
    defaults = { ...defaults, ...options };
  },
  parametrize: (grid: ParameterGrid) => registrar({}, combinations(grid)),
  skipIf: (condition: boolean) => registrar(condition ? { skip: true } : {}, undefined),
  xfail: (condition: boolean, { raises }: { readonly raises?: ErrorClass | readonly ErrorClass[] } = {}) =>
    registrar(!condition ? {} : raises === undefined ? { expectFail: true } : { expectError: raises }, undefined),
});

/** Registers one test with vitest. */
export function register(name: string, options: HwtestOptions, run: HwtestFunction): void {
  const merged = { ...defaults, ...options };
  checkOptions(name, merged);
  const full = merged.name ?? name;
  checkName(full);
  stages.set(full, merged.stage ?? 0);
  registered.set(full, merged);
  hookOnce();
  vitest().test(full, async (context) => {
    const { task } = context;
    const record = recordOf(task.meta);
    const environment = hostEnvironment();
    const module = moduleOf(task.file.filepath);
    const selected = selection(environment, module, full);
    if (selected === 'other') {
      record.deselected = true;
      context.skip(`not selected by ${environment.filterName ?? 'COCOTB_TEST_MODULES'}`);
    }
    if (merged.skip === true && selected !== 'named') context.skip('skip: true');
    watchLoop(`test "${full}"`, task.timeout);
    record.seed = merged.seed ?? runSeed();
    const waves =
      merged.wavesFile?.replace(/\.(vcd|fst)$/, '') ?? join(process.cwd(), 'waves', module, fileNameOf(full));
    const ending = await runTest(full, merged, run, { signal: context.signal, waves });
    record.simTime = ending.simTime;
    if (ending.waves !== undefined) record.waves = ending.waves;
    const verdict = score(ending, merged);
    if (verdict.status === 'skipped') context.skip(verdict.message);
    if (verdict.status === 'failed') throw withSeed(verdict.error, record.seed, ending.waves);
  });
}

/** Throws a TypeError for a second test of a name in one file or `describe`: a report could not tell them apart. */
function checkName(name: string): void {
  const place = callerPlace();
  const suite = vitest().TestRunner.getCurrentSuite();
  const known = places.get(suite) ?? new Map<string, string>();
  const first = known.get(name);
  if (first !== undefined)
    throw new TypeError(`hwtest "${name}" must have a name of its own, not that of ${first}: it is at ${place}`);
  places.set(suite, known.set(name, place));
}

/** File and line of the bench that called: the first frame outside of this folder. */
function callerPlace(): string {
  const frames = new Error().stack?.split('\n').slice(1) ?? [];
  const frame = frames.find((line) => !line.includes(import.meta.dirname)) ?? '';
  return /([^/(\s]+:\d+):\d+\)?$/.exec(frame)?.[1] ?? 'an unknown line';
}

function registrar(extra: HwtestOptions, grid: readonly Combination[] | undefined): RegisterAll {
  return (name: string, second: unknown, third?: unknown) => {
    const options: HwtestOptions = { ...(typeof second === 'function' ? {} : (second as HwtestOptions)), ...extra };
    const run = (typeof second === 'function' ? second : third) as ParametrizedFunction;
    if (typeof run !== 'function') throw new TypeError(`hwtest "${name}" must be given a function, not ${typeof run}`);
    for (const { suffix, values } of grid ?? [{ suffix: '', values: {} }]) {
      register(`${options.name ?? name}${suffix}`, withoutName(options), (dut, context) => run(dut, context, values));
    }
  };
}

function withoutName({ name: _, ...options }: HwtestOptions): HwtestOptions {
  return options;
}

/** Tests run by stage, then in the order of the file. */
function hookOnce(): void {
  if (hooked) return;
  hooked = true;
  const { afterAll, beforeAll } = vitest();
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from this argument
  beforeAll(({}, suite) => {
    const { tasks } = suite as unknown as { tasks: { name: string }[] };
    tasks.sort((a, b) => (stages.get(a.name) ?? 0) - (stages.get(b.name) ?? 0));
  });
  // biome-ignore lint/correctness/noEmptyPattern: as above
  beforeAll(async ({}, suite) => {
    const module = moduleOf(suite.file.filepath);
    for (const name of namesToRun(suite as unknown as SuiteTask)) {
      const options = registered.get(name);
      const selected = selection(hostEnvironment(), module, name);
      if (options === undefined || selected === 'other' || (options.skip === true && selected !== 'named')) continue;
      await prepare(name, options);
    }
  }, buildLimit);
  afterAll(closeShared);
}

/** What is read of vitest's tests and suites. */
interface SuiteTask {
  readonly name: string;
  readonly mode: string;
  readonly tasks?: readonly SuiteTask[];
}

/** Names of the tests in a suite that are not skipped. */
function namesToRun({ name, mode, tasks }: SuiteTask): readonly string[] {
  if (mode === 'skip' || mode === 'todo') return [];
  return tasks === undefined ? [name] : tasks.flatMap(namesToRun);
}

function withSeed(error: unknown, seed: number, waves: string | undefined): unknown {
  if (!(error instanceof Error)) return error;
  error.message += `\nrepeat with COCOTB_RANDOM_SEED=${seed}`;
  if (waves !== undefined) error.message += `\nwaves: ${waves}`;
  return error;
}
