// hwtest: a vitest test whose body is a bench.
import { afterAll, beforeAll, test } from 'vitest';
import type { ErrorClass, HwtestFunction, HwtestOptions } from './options.ts';
import { type Combination, combinations, type ParameterGrid } from './parameters.ts';
import { score } from './score.ts';
import { runSeed } from './seed.ts';
import { closeShared, runTest } from './session.ts';

let defaults: HwtestOptions = {};
const stages = new Map<string, number>();
let hooked = false;

/** A test function with the values of its parameters as third argument. */
export type ParametrizedFunction = (
  dut: Parameters<HwtestFunction>[0],
  context: Parameters<HwtestFunction>[1],
  // biome-ignore lint/suspicious/noExplicitAny: the grid decides the types
  parameters: any,
) => ReturnType<HwtestFunction>;

/** Registers tests: a name, options, a function. */
export interface Register<F> {
  (name: string, test: F): void;
  (name: string, options: HwtestOptions, test: F): void;
}

/** A hardware test: `hwtest('counts', { timeout: [1, 'us'] }, async (dut) => { ... })`. */
export const hwtest: Register<HwtestFunction> & {
  /** Options of all tests of this file that follow. */
  use(options: HwtestOptions): void;
  /** One test for each combination of values. */
  parametrize(grid: ParameterGrid): Register<ParametrizedFunction>;
  /** Skips the test where the condition holds. */
  skipIf(condition: boolean): Register<HwtestFunction>;
  /** Where the condition holds, the test must fail, or throw one of `raises`. */
  xfail(
    condition: boolean,
    options?: { readonly raises?: ErrorClass | readonly ErrorClass[] },
  ): Register<HwtestFunction>;
} = Object.assign(registrar<HwtestFunction>({}, undefined), {
  use(options: HwtestOptions) {
    defaults = { ...defaults, ...options };
  },
  parametrize: (grid: ParameterGrid) => registrar<ParametrizedFunction>({}, combinations(grid)),
  skipIf: (condition: boolean) => registrar<HwtestFunction>(condition ? { skip: true } : {}, undefined),
  xfail: (condition: boolean, { raises }: { readonly raises?: ErrorClass | readonly ErrorClass[] } = {}) =>
    registrar<HwtestFunction>(
      !condition ? {} : raises === undefined ? { expectFail: true } : { expectError: raises },
      undefined,
    ),
});

/** Registers one test with vitest. */
export function register(name: string, options: HwtestOptions, run: HwtestFunction): void {
  const merged = { ...defaults, ...options };
  const full = merged.name ?? name;
  stages.set(full, merged.stage ?? 0);
  hookOnce();
  const add = merged.skip === true ? test.skip : test;
  add(full, async (context) => {
    const ending = await runTest(full, merged, run);
    const verdict = score(ending, merged);
    if (verdict.status === 'skipped') context.skip(verdict.message);
    if (verdict.status === 'failed') throw withSeed(verdict.error, merged.seed ?? runSeed());
  });
}

function registrar<F extends HwtestFunction | ParametrizedFunction>(
  extra: HwtestOptions,
  grid: readonly Combination[] | undefined,
): Register<F> {
  return (name: string, second: HwtestOptions | F, third?: F) => {
    const options = { ...(typeof second === 'function' ? {} : second), ...extra };
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
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from this argument
  beforeAll(({}, suite) => {
    const { tasks } = suite as unknown as { tasks: { name: string }[] };
    tasks.sort((a, b) => (stages.get(a.name) ?? 0) - (stages.get(b.name) ?? 0));
  });
  afterAll(closeShared);
}

function withSeed(error: unknown, seed: number): unknown {
  if (error instanceof Error) error.message += `\nrepeat with COCOTB_RANDOM_SEED=${seed}`;
  return error;
}
