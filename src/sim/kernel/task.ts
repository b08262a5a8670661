// A concurrently running function, generator or wait, with its state and outcome.

import { deprecated } from '../values/deprecated.ts';
import { Awaitable, type Reject, settled } from './awaitable.ts';
import { type Body, begin } from './body.ts';
import { CancelledError, InvalidStateError, KernelError } from './errors.ts';
import type { Kernel } from './kernel.ts';
import { TaskComplete } from './task-complete.ts';
import type { Trigger } from './trigger.ts';

/** Where a task stands. */
export type TaskState = 'unstarted' | 'scheduled' | 'pending' | 'running' | 'finished' | 'errored' | 'cancelled';

let created = 0;

/** A concurrent task. `await task` starts it if it was not, and gives its value or throws its error. */
export class Task<T> extends Awaitable<T> {
  readonly kernel: Kernel;
  /** For messages; `Task 3` until it is set. */
  name: string;
  /** Free for the values of a bench that belong to this task. */
  readonly locals: Record<string, unknown> = {};
  /** Fires when the task is done, however it ended; waiting for it never throws. */
  readonly complete: TaskComplete;
  /** What the task waits on, for reports. */
  trigger: Trigger | undefined;
  state: TaskState = 'unstarted';
  /** Continuations of the present wait; the first ones start the body. */
  resume: () => void;
  fail: Reject;

  private outcome: unknown;
  private error: unknown;
  private throwing = false;
  private cancels = 0;
  private callbacks: ((task: never) => void)[] = [];
  /** Generators on which the task stands, outermost first; closed when it must not run on. */
  private open: readonly Iterator<unknown>[] | undefined;

  constructor(kernel: Kernel, body: Body<T>, name?: string) {
    super();
    this.kernel = kernel;
    this.name = name ?? `Task ${created}`;
    created++;
    this.complete = new TaskComplete(this as Task<unknown>);
    this.resume = () => begin(this as Task<unknown>, body as Body<unknown>);
    this.fail = (error) => this.endThrown(error);
  }

  // --- What benches call

  /** True when the task has ended, in any way. */
  done(): boolean {
    return this.state === 'finished' || this.state === 'errored' || this.state === 'cancelled';
  }

  /** True when the task ended by a cancellation. */
  cancelled(): boolean {
    return this.state === 'cancelled';
  }

  /** The value of a finished task; throws its error, or an InvalidStateError while it is not done. */
  result(): T {
    if (this.state === 'finished') return this.outcome as T;
    if (this.done()) throw this.outcome;
    throw new InvalidStateError(`${this.name} must be done to have a result, not ${this.state}`);
  }

  /** The error of a task, undefined when it finished; throws when it was cancelled or is not done. */
  exception(): unknown {
    if (this.state === 'finished') return undefined;
    if (this.state === 'errored') return this.outcome;
    if (this.state === 'cancelled') throw this.outcome;
    throw new InvalidStateError(`${this.name} must be done to have an exception, not ${this.state}`);
  }

  /** Throws a CancelledError into the task at its next turn; false when it was done before. */
  cancel(message = ''): boolean {
    if (this.done()) return false;
    if (this.state === 'running')
      throw new KernelError(`${this.name} must be cancelled by another task, not by itself`);
    const error = new CancelledError(message);
    if (this.state === 'scheduled') this.setThrow(error);
    else {
      if (this.state === 'pending') this.trigger!.deregister(this);
      this.schedule(error);
    }
    this.cancels++;
    return true;
  }

  /** Ends the task at once, without running its `finally` blocks. */
  kill(): void {
    deprecated('task.kill()', 'task.cancel()');
    if (this.done()) return;
    if (this.state === 'running') throw new KernelError(`${this.name} must be killed by another task, not by itself`);
    if (this.state === 'pending') this.trigger!.deregister(this);
    if (this.state === 'scheduled') this.kernel.unschedule(this as Task<unknown>);
    this.settle('finished', undefined);
  }

  /** The task itself: awaiting it gives the result. */
  join(): this {
    deprecated('task.join()', 'await task');
    return this;
  }

  /** Name of the task. */
  getName(): string {
    return this.name;
  }

  /** Names the task. */
  setName(name: string): void {
    this.name = name;
  }

  override describe(): string {
    return `<${this.name}>`;
  }

  /** State in words: `pending on RisingEdge(clk_i)`. */
  activity(): string {
    return this.state === 'pending' ? `waits on ${this.trigger!.describe()}` : `is ${this.state}`;
  }

  // --- What the kernel calls

  /** Queues an unstarted task behind all others. */
  start(): void {
    if (this.state !== 'unstarted')
      throw new KernelError(`${this.name} must be unstarted to be started, not ${this.state}`);
    this.schedule();
  }

  /** Queues an unstarted task before all others. */
  startNext(): void {
    this.state = 'scheduled';
    this.kernel.scheduleNext(this as Task<unknown>);
  }

  /** Called by a trigger that fired. */
  wake(): void {
    this.state = 'scheduled';
    this.kernel.schedule(this as Task<unknown>);
  }

  /** Queues the task, to continue with an error if one is given. */
  schedule(...error: [] | [unknown]): void {
    if (error.length === 1) this.setThrow(error[0]);
    this.wake();
  }

  /** Continues the body until it waits again or ends; called by the kernel alone. */
  run(): void {
    this.state = 'running';
    if (!this.throwing) {
      this.resume();
      return;
    }
    const { error } = this;
    this.throwing = false;
    this.error = undefined;
    this.fail(error);
  }

  /** Prepares a cancellation that is to run before everything else; false when the task is done. */
  prepareCancelNow(): boolean {
    if (this.done()) return false;
    if (this.state === 'pending') this.trigger!.deregister(this);
    if (this.state === 'scheduled') this.kernel.unschedule(this as Task<unknown>);
    this.cancels++;
    this.setThrow(new CancelledError(''));
    return true;
  }

  /** Takes back one cancellation that the task has handled. */
  uncancel(): void {
    if (this.cancels > 0) this.cancels--;
  }

  /** True while the task owes the kernel a CancelledError. */
  get mustCancel(): boolean {
    return this.cancels > 0;
  }

  /** Remembers the generators on which the task stands. */
  standsOn(open: readonly Iterator<unknown>[] | undefined): void {
    this.open = open;
  }

  /** Ends a task that awaits again after its cancellation; its code is never resumed. */
  abandon(): void {
    const { open } = this;
    this.open = undefined;
    try {
      for (const steps of [...(open ?? [])].reverse()) steps.return?.();
    } catch {
      // What a generator throws while it is closed cannot say more than the error below.
    }
    this.settle(
      'errored',
      new KernelError(`${this.name} must end after its cancellation, not await again: throw the CancelledError on`),
    );
  }

  /** Ends the task with an error although its code may run on: whatever that awaits is refused. */
  failNow(error: unknown): void {
    if (this.state === 'pending') this.trigger!.deregister(this);
    if (this.state === 'scheduled') this.kernel.unschedule(this as Task<unknown>);
    this.settle('errored', error);
  }

  /** The body has returned. */
  endValue(value: T): void {
    if (!this.mustCancel) this.settle('finished', value);
    else
      this.settle(
        'errored',
        new KernelError(`${this.name} must throw its CancelledError on, not return after its cancellation`),
      );
  }

  /** The body has thrown. */
  endThrown(error: unknown): void {
    if (error instanceof CancelledError) this.settle('cancelled', error);
    else if (!this.mustCancel) this.settle('errored', error);
    else {
      const message = `${this.name} must throw its CancelledError on, not ${String(error)} during its cancellation`;
      this.settle('errored', new KernelError(message, { cause: error }));
    }
  }

  /** Calls back when the task is done, in order of registration and before anybody is woken. */
  onDone(callback: (task: Task<T>) => void): void {
    if (this.done()) callback(this);
    else this.callbacks.push(callback);
  }

  override attach(task: Task<unknown>, resolve: (value: T) => void, reject: Reject): void {
    const end = (): void => {
      let value: T;
      try {
        value = this.result();
      } catch (error) {
        reject(error);
        return;
      }
      resolve(settled(value));
    };
    if ((task as unknown) === this) {
      reject(
        new KernelError(`${this.name} must not await itself, as an async function that returns its own task does`),
      );
      return;
    }
    if (this.state === 'unstarted') this.start();
    if (this.done()) end();
    else task.kernel.park(task, this.complete, end, reject);
  }

  override *[Symbol.iterator](): Generator<Trigger, T, unknown> {
    if (this.state === 'unstarted') this.start();
    if (!this.done()) yield this.complete;
    return this.result();
  }

  private setThrow(error: unknown): void {
    this.throwing = true;
    this.error = error;
  }

  private settle(state: TaskState, outcome: unknown): void {
    this.state = state;
    this.outcome = outcome;
    this.open = undefined;
    this.trigger = undefined;
    this.kernel.ended(this as Task<unknown>);
    for (const callback of this.callbacks) callback(this as never);
    this.callbacks = [];
    this.complete.fire();
  }
}
