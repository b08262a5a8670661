// One test: its main task, the tasks it started, and how it ends.
import { DeadlockError, EndTest, SimTimeoutError } from './errors.ts';
import type { HeapEntry } from './heap.ts';
import { settleComparison } from './inspection.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './task.ts';

/** How a test ended. */
export interface Ending {
  /** The error of the test, an AggregateError for several, undefined when there was none. */
  readonly error: unknown;
  readonly failed: boolean;
  /** Steps at which the test started and ended. */
  readonly start: number;
  readonly stop: number;
}

/** The tasks of a test. It ends when its main task ends, when a task fails that nobody awaits, or at a time limit. */
export class TestRun {
  /** True when every task has ended, or was given up. */
  get complete(): boolean {
    return this.givenUp || (this.finishing && this.tasks.size === 0);
  }

  private readonly kernel: Kernel;
  private readonly report: (ending: Ending) => void;
  private readonly tasks = new Set<Task<unknown>>();
  private readonly errors: unknown[] = [];
  private readonly checks: (() => void)[] = [];
  private readonly start: number;
  private limit: HeapEntry | undefined;
  private finishing = false;
  private givenUp = false;

  constructor(kernel: Kernel, report: (ending: Ending) => void) {
    this.kernel = kernel;
    this.report = report;
    this.start = kernel.now;
  }

  /** Starts the main task; `timeout` is in steps. */
  run(main: Task<unknown>, timeout?: number): void {
    this.kernel.test = this;
    this.tasks.add(main);
    main.onDone((task) => this.mainDone(task));
    main.start();
    if (timeout !== undefined) {
      const abort = (): void => {
        this.limit = undefined;
        const sentence = `the test must end within ${timeout} steps of simulated time, not run on`;
        this.abort(new SimTimeoutError(`${sentence}:\n${this.waiting()}`));
      };
      this.limit = { time: 0, order: 0, dead: true, due: abort };
      this.kernel.after(timeout, this.limit);
    }
    this.kernel.begin();
  }

  /** Adds a task whose failure ends the test, unless somebody awaits it. */
  add(task: Task<unknown>): void {
    this.tasks.add(task);
    task.onDone((done) => this.taskDone(done));
  }

  /** Ends the test; an error given first or later is part of its outcome. */
  abort(...error: [] | [unknown]): void {
    if (error.length === 1 && !this.errors.includes(error[0])) {
      settleComparison(error[0]);
      this.errors.push(error[0]);
    }
    if (this.finishing) return;
    this.finishing = true;
    if (this.limit !== undefined) this.kernel.heap.cancel(this.limit);
    this.kernel.cancelNow([...this.tasks]);
  }

  /** Adds what must hold when the test has ended without an error; it throws otherwise. */
  atEnd(check: () => void): void {
    this.checks.push(check);
  }

  /** Called when nothing can happen any more while tasks wait. */
  starved(): void {
    const when = `at step ${this.kernel.now}`;
    this.stop(
      new DeadlockError(`a task must have something to wait for, not ${when} an empty schedule:\n${this.waiting()}`),
    );
  }

  /** What each task stands on, a line for each. */
  private waiting(): string {
    return [...this.tasks].map((task) => `  ${task.name} ${task.activity()}`).join('\n');
  }

  /** Called when the model stopped or failed. */
  modelFailed(error: unknown): void {
    this.stop(error);
  }

  /** Called by the kernel when it has stopped. */
  finished(): void {
    const { errors } = this;
    if (errors.length === 0) this.runChecks();
    const error = errors.length > 1 ? new AggregateError(errors, combined(errors)) : errors[0];
    this.report({ error, failed: errors.length > 0, start: this.start, stop: this.kernel.now });
  }

  /** Lets the test end although tasks of it have not. */
  giveUp(): void {
    this.givenUp = true;
  }

  private runChecks(): void {
    for (const check of this.checks) {
      try {
        check();
      } catch (error) {
        this.errors.push(error);
      }
    }
  }

  private stop(error: unknown): void {
    // A second time means that tasks wait for ever although they were cancelled: they are given up.
    if (this.finishing) {
      this.abort(error);
      this.giveUp();
    } else this.abort(error);
  }

  private mainDone(task: Task<unknown>): void {
    this.remove(task);
    if (task.cancelled()) {
      this.abort();
      return;
    }
    this.endedWith(task);
  }

  private taskDone(task: Task<unknown>): void {
    this.remove(task);
    // Whoever awaits the task at this moment gets its error instead.
    if (task.cancelled() || task.state === 'finished' || task.complete.awaited) return;
    this.endedWith(task);
  }

  private endedWith(task: Task<unknown>): void {
    if (task.state === 'finished') {
      this.abort();
      return;
    }
    const error = task.exception();
    if (error instanceof EndTest) this.abort();
    else this.abort(error);
  }

  private remove(task: Task<unknown>): void {
    this.tasks.delete(task);
  }
}

function combined(errors: readonly unknown[]): string {
  return `the test failed in ${errors.length} ways:\n${errors.map((error) => `  ${String(error)}`).join('\n')}`;
}
