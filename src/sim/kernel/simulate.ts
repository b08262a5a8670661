// Runs one test function on one instance of a model, from its first task to the end of its last.
import type { Instance, Model } from '../model/types.ts';
import type { Coroutine } from './body.ts';
import { type Dut, hierarchy } from './hierarchy.ts';
import { Kernel } from './kernel.ts';
import { Task } from './task.ts';
import { type Ending, TestRun } from './test-run.ts';
import { type TimeUnit, type TimeValue, toSteps } from './time.ts';

/** How to run a test. */
export interface RunOptions {
  readonly name?: string;
  /** Limit in simulated time. */
  readonly timeout?: readonly [TimeValue, TimeUnit] | undefined;
  /** Ends the test with an error, for limits in wall time. */
  readonly signal?: AbortSignal | undefined;
}

/** An open simulation that runs tests one after the other. */
export class Simulation {
  readonly instance: Instance;
  readonly kernel: Kernel;
  readonly dut: Dut;
  private seenErrors = 0;
  private readonly closeHandles: () => void;

  constructor(model: Model, instance: Instance) {
    this.instance = instance;
    this.kernel = new Kernel(instance, model.precision);
    const { dut, close } = hierarchy(this.kernel, model.top, model.parameters);
    this.dut = dut;
    this.closeHandles = close;
  }

  /** Runs a test to its end; errors of the test are in what it resolves to. */
  run(test: (dut: Dut) => Promise<unknown> | Coroutine<unknown> | unknown, options: RunOptions = {}): Promise<Ending> {
    return serial(
      () =>
        new Promise((resolve) => {
          // A signal that has been given says so no more.
          options.signal?.throwIfAborted();
          const { kernel } = this;
          const timeout =
            options.timeout === undefined ? undefined : toSteps(...options.timeout, 'error', kernel.precision);
          kernel.reopen();
          const main = new Task<unknown>(kernel, { call: () => test(this.dut) }, `Test ${options.name ?? ''}`.trim());
          const run = new TestRun(kernel, resolve);
          options.signal?.addEventListener('abort', () => kernel.interrupt(run, options.signal?.reason), {
            once: true,
          });
          run.run(main, timeout);
        }),
    );
  }

  /** Records waves into a file from now on; returns what stops it. */
  recordWaves(file: string): () => void {
    this.instance.traceOpen(file);
    this.kernel.trace = () => this.instance.traceDump();
    return () => {
      this.kernel.trace = undefined;
      this.instance.traceClose();
    };
  }

  /** Calls of $error since this was last asked, and the text of the first. */
  modelErrors(): { count: number; first: string } {
    const all = this.instance.errors();
    const count = all - this.seenErrors;
    this.seenErrors = all;
    return { count, first: this.instance.firstError() };
  }

  /** Ends the simulation; its handles throw from then on. Final blocks run here, so their output and errors come after it. */
  close(): void {
    this.closeHandles();
    this.instance.free();
  }
}

/** Runs one test on a fresh instance. */
export async function simulate(
  model: Model,
  test: (dut: Dut) => Promise<unknown> | Coroutine<unknown> | unknown,
  options: RunOptions = {},
): Promise<Ending> {
  const simulation = new Simulation(model, model.open());
  try {
    return await simulation.run(test, options);
  } finally {
    simulation.close();
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One test at a time in a process: the active kernel is the one whose tasks run. */
function serial<T>(run: () => Promise<T>): Promise<T> {
  const result = last.then(run, run);
  last = result.catch(() => undefined);
  return result;
}
