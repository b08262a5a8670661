// What a hardware test can be told, and what its function is given.
import { nearest } from '../../ir/index.ts';
import type { Coroutine, Dut, HierarchyHandle, TimeUnit, TimeValue } from '../kernel/index.ts';
import type { Model } from '../model/types.ts';
import type { WaveMode } from './environment.ts';

/** A compiled model, or how to get one; it is asked for once a file. */
export type ModelSource = Model | (() => Model | Promise<Model>);

/** A class of errors. */
// biome-ignore lint/suspicious/noExplicitAny: any constructor can be named
export type ErrorClass = abstract new (...args: any[]) => Error;

/** Options of a hardware test; `hwtest.use` sets them for all tests of a file. */
export interface HwtestOptions {
  /** The design; without it, the one that getRunner built or that VERILOG_SOURCES and COCOTB_TOPLEVEL name. */
  readonly model?: ModelSource;
  /** Limit in simulated time, `[10, 'us']`. */
  readonly timeout?: readonly [TimeValue, TimeUnit];
  /** An assertion failure is the pass; any other error, or none, is a failure. */
  readonly expectFail?: boolean;
  /** An error of one of these classes is the pass; an assertion failure, or none, is a failure. */
  readonly expectError?: ErrorClass | readonly ErrorClass[];
  /** Not run, unless the environment selects it by name. */
  readonly skip?: boolean;
  /** Tests of a lower stage run first; 0 by default. */
  readonly stage?: number;
  /** Seed of the run; the seed of each test follows from it and from the test's name. */
  readonly seed?: number;
  /** Given to the model, with or without `+`. */
  readonly plusargs?: readonly string[];
  /** All tests of the file share one simulation, one time step apart; their plusargs and seeds must be the same. */
  readonly sharedDut?: boolean;
  /**
   * When to record waves; `off` by default. The model is then built a second time with tracing. `on-failure` runs a test that
   * failed once more with the same seed. The variable WAVES comes first.
   */
  readonly waves?: WaveMode;
  /** File for the waves; `waves/<module>/<test>.vcd` below the present folder by default. */
  readonly wavesFile?: string;
  /** Name instead of the one given first. */
  readonly name?: string;
}

const names: Readonly<Record<keyof HwtestOptions, true>> = {
  model: true,
  timeout: true,
  expectFail: true,
  expectError: true,
  skip: true,
  stage: true,
  seed: true,
  plusargs: true,
  sharedDut: true,
  waves: true,
  wavesFile: true,
  name: true,
};

/** Throws a TypeError for what no test can be told: vitest runs benches without a check of their types. */
export function checkOptions(test: string, options: HwtestOptions): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const near = nearest(name, Object.keys(names));
    const hint = near === undefined ? `they are ${Object.keys(names).join(', ')}` : `did you mean ${near}?`;
    throw new TypeError(`options of hwtest "${test}" must be known ones, not ${name}: ${hint}`);
  }
  const { timeout } = options;
  if (timeout !== undefined && !(Array.isArray(timeout) && timeout.length === 2)) {
    throw new TypeError(`timeout of hwtest "${test}" must be a time and a unit, as [10, 'us'], not ${String(timeout)}`);
  }
}

/** What a test knows besides its design. */
export interface HwtestContext {
  /** Full name. */
  readonly name: string;
  /** Seed of this test. */
  readonly seed: number;
  readonly plusargs: readonly string[];
  readonly simulator: string;
  readonly version: string;
  /** Reproducible numbers in [0, 1) from the seed. */
  random(): number;
  /** Prints a line with the simulated time. */
  log(line: string): void;
}

/**
 * The function of a test: asynchronous, or a generator. `D` is the type of the design, `XDut` of a generated `x.dut.ts`; names are
 * then checked by the compiler, and `dut.get` still finds what is no port.
 */
export type HwtestFunction<D = Dut> = (
  dut: D & HierarchyHandle,
  context: HwtestContext,
) => Promise<unknown> | Coroutine<unknown> | unknown;

/** A test function with the values of its parameters as third argument. */
export type ParametrizedFunction<D = Dut> = (
  dut: D & HierarchyHandle,
  context: HwtestContext,
  // biome-ignore lint/suspicious/noExplicitAny: the grid decides the types
  parameters: any,
) => ReturnType<HwtestFunction>;
