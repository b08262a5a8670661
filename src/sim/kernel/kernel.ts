// The scheduler: runs ready tasks one at a time, and the phases of a time step when no task is ready.
import type { Instance } from '../model/types.ts';
import type { Reject } from './awaitable.ts';
import { setActiveKernel } from './context.ts';
import { Phases } from './phases.ts';
import { RunQueue } from './run-queue.ts';
import type { Task } from './task.ts';
import type { TestRun } from './test-run.ts';
import { Trigger } from './trigger.ts';

/**
 * One simulation with its tasks. Whoever blocks last drives: a task that parks, or ends, lets the kernel resume the next
 * ready task, or run phases up to the next trigger that fires.
 */
export class Kernel extends Phases {
  /** Power of ten of a step in seconds. */
  readonly precision: number;
  /** The task whose code runs. */
  running: Task<unknown> | undefined;
  /** The test that runs. */
  test: TestRun | undefined;

  private readonly ready = new RunQueue<Task<unknown>>();
  /** Tasks that are cancelled before anything else runs. */
  private sweep: Task<unknown>[] = [];
  private driving = false;
  private halt: 'no' | 'paused' | 'over' = 'no';
  private turns = 0;
  /** The task whose `await` drives at present. */
  parker: Task<unknown> | undefined;
  private readonly settled = Promise.resolve();

  constructor(instance: Instance, precision: number) {
    super(instance);
    this.precision = precision;
  }

  /** True for what a task can park on. */
  isTrigger(value: unknown): value is Trigger {
    return value instanceof Trigger;
  }

  /** Appends a task to the run queue. */
  schedule(task: Task<unknown>): void {
    this.ready.push(task);
  }

  /** Puts a task in front of the run queue. */
  scheduleNext(task: Task<unknown>): void {
    this.ready.unshift(task);
  }

  /** Takes a task out of the run queue. */
  unschedule(task: Task<unknown>): void {
    this.ready.remove(task);
  }

  /** Cancels tasks one after the other, each until it waits or ends, before anything else runs. */
  cancelNow(tasks: readonly Task<unknown>[]): void {
    this.sweep.push(...tasks);
  }

  /** Stops the running task until a trigger fires; a refusal goes to `fail` at once and the task runs on. */
  park(
    task: Task<unknown>,
    trigger: Trigger,
    resume: () => void,
    fail: Reject,
    open?: readonly Iterator<unknown>[],
  ): void {
    const refusal = trigger.refusal();
    if (refusal !== undefined) {
      fail(refusal);
      return;
    }
    task.standsOn(open);
    if (task.mustCancel) task.abandon();
    else {
      task.resume = resume;
      task.fail = fail;
      task.state = 'pending';
      task.trigger = trigger;
      this.running = undefined;
      try {
        trigger.register(task);
      } catch (error) {
        task.schedule(error);
      }
    }
    this.drive();
  }

  /** Called by a task that has ended. */
  ended(task: Task<unknown>): void {
    if (this.running === task) this.running = undefined;
  }

  /** Called when a task awaits something while it waits already: it fails, whatever its code does from here on. */
  misused(task: Task<unknown>, error: Error): void {
    if (!task.done()) task.failNow(error);
    this.drive();
  }

  /** Ends a test from outside; one whose code waits for something foreign is given up where it stands. */
  interrupt(test: TestRun, reason: unknown): void {
    if (test !== this.test || this.halt === 'over') return;
    test.abort(reason);
    if (this.running === undefined) return;
    test.giveUp();
    this.running = undefined;
    this.end();
  }

  /** Runs until a task has control, the event loop wants its turn, or the test is over. */
  drive(): void {
    if (this.driving || this.halt !== 'no') return;
    this.driving = true;
    try {
      while (this.running === undefined && this.halt === 'no') this.next();
    } finally {
      this.driving = false;
      this.parker = undefined;
    }
  }

  /** Makes a kernel whose test has ended ready for another one. */
  reopen(): void {
    this.halt = 'no';
    setActiveKernel(this);
  }

  /** Begins to drive. */
  begin(): void {
    setActiveKernel(this);
    this.startSlice();
    this.drive();
  }

  protected override hasWork(): boolean {
    return this.ready.length > 0 || this.sweep.length > 0;
  }

  private next(): void {
    // Tasks can go on for ever without any time passing.
    if ((++this.turns & 1023) === 0 && this.sliceIsOver()) {
      this.breathe();
      return;
    }
    const swept = this.sweep.shift();
    if (swept !== undefined) {
      if (swept.prepareCancelNow()) this.resume(swept);
      return;
    }
    const task = this.ready.shift();
    if (task !== undefined) {
      this.resume(task);
      return;
    }
    if (this.test === undefined || this.test.complete) {
      this.end();
      return;
    }
    this.step();
  }

  private step(): void {
    try {
      const progress = this.advance();
      if (progress === 'fired') return;
      if (progress === 'over') {
        this.test!.starved();
        return;
      }
    } catch (error) {
      this.test!.modelFailed(error);
      return;
    }
    this.breathe();
  }

  /** Gives Node's timers, and the time limit of the test runner, their turn; then goes on. */
  breathe(then: () => void = () => {}): void {
    this.halt = 'paused';
    setImmediate(() => {
      this.halt = 'no';
      this.startSlice();
      then();
      this.drive();
    });
  }

  private resume(task: Task<unknown>): void {
    // A task must not go on inside its own await: in Promise.all the other awaits are still to come, and would look like
    // later ones.
    if (task === this.parker) {
      this.parker = undefined;
      this.halt = 'paused';
      this.settled.then(() => {
        this.halt = 'no';
        if (!task.done()) this.resume(task);
        this.drive();
      });
      return;
    }
    this.running = task;
    task.run();
  }

  private end(): void {
    this.halt = 'over';
    // A task that its abandoned parent left behind may wait still; the triggers of the phases serve the next simulation too.
    for (const trigger of this.primed) trigger.forget();
    this.primed.clear();
    setActiveKernel(undefined);
    this.test?.finished();
  }
}
