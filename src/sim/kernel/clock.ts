// A clock that runs as an entry of the time heap, without a task for its edges.
import { type ActionType, Deposit } from './actions.ts';
import { type EdgeType, RisingEdge } from './edges.ts';
import { KernelError } from './errors.ts';
import type { LogicHandle } from './handle.ts';
import type { HeapEntry } from './heap.ts';
import { handleOf, type Port } from './port.ts';
import { Event, NullTrigger } from './sync.ts';
import type { Task } from './task.ts';
import { startSoon } from './tasks.ts';
import { type TimeOptions, type TimeUnit, type TimeValue, toSteps, unitOf } from './time.ts';
import { Timer } from './timer.ts';
import { Waitable } from './waitable.ts';

/** Options of a clock. */
export interface ClockOptions extends TimeOptions {
  /** Time at 1 in each period, less than the period; half of it when absent. */
  readonly periodHigh?: TimeValue | undefined;
  /** How the signal is written: Deposit, Immediate or Force. */
  readonly setAction?: ActionType | undefined;
}

/** Drives a one-bit signal periodically. */
export class Clock {
  readonly signal: LogicHandle;
  /** Period and time at 1, in steps. */
  readonly periodSteps: number;
  readonly highSteps: number;
  private readonly action: ActionType;
  private task: Task<void> | undefined;
  private entry: HeapEntry | undefined;
  private level = 0;

  constructor(port: Port, period: TimeValue, unit: TimeUnit | ClockOptions = 'step', options: ClockOptions = {}) {
    const more = typeof unit === 'string' ? options : unit;
    const given = unitOf(typeof unit === 'string' ? unit : 'step', more);
    const signal = handleOf('Clock', port);
    const { precision } = signal.kernel;
    this.signal = signal;
    this.action = more.setAction ?? Deposit;
    this.periodSteps = toSteps(period, given, 'error', precision);
    if (more.periodHigh === undefined) {
      if (this.periodSteps % 2 !== 0 || this.periodSteps < 2) {
        throw new RangeError(
          `clock period must be an even number of steps, not ${this.periodSteps}: give periodHigh for an uneven one`,
        );
      }
      this.highSteps = this.periodSteps / 2;
    } else {
      this.highSteps = toSteps(more.periodHigh, given, 'error', precision);
      if (!(this.highSteps > 0 && this.highSteps < this.periodSteps)) {
        throw new RangeError(`clock periodHigh must be from 1 to ${this.periodSteps - 1} steps, not ${this.highSteps}`);
      }
    }
  }

  /** Drives the first level at once and toggles from then on; ends when the task that it returns is cancelled. */
  start(startHigh = true): Task<void> {
    if (this.task !== undefined)
      throw new KernelError(`the clock of ${this.signal.path} must be stopped to be started, not running`);
    const { signal } = this;
    const { kernel } = signal;
    this.level = startHigh ? 0 : 1;
    this.entry = this.freshEntry();
    this.toggle();
    const never = new Event(`Clock(${signal.path})`);
    this.task = startSoon(function* (): Generator<unknown, void> {
      yield* never.wait();
    });
    this.task.name = `Clock(${signal.path})`;
    this.task.onDone(() => kernel.heap.cancel(this.entry!));
    return this.task;
  }

  /** Steps at 0 in each period. */
  get lowSteps(): number {
    return this.periodSteps - this.highSteps;
  }

  /** True while the clock runs. */
  get running(): boolean {
    return this.task !== undefined && !this.task.done();
  }

  /**
   * For native code that drives the clock itself, in the read-only phase of a falling edge: takes the clock's next edge out of the
   * heap. The function that this returns goes on `count` cycles later, with the signal at 1 and a falling edge next.
   */
  lend(): (count: number) => void {
    const { signal, periodSteps, lowSteps, highSteps } = this;
    const { kernel } = signal;
    kernel.heap.cancel(this.entry!);
    const from = kernel.now;
    return (count) => {
      this.entry = this.freshEntry();
      if (count > 0) {
        this.level = 1;
        kernel.jump(from + (count - 1) * periodSteps + lowSteps);
      }
      kernel.after(count > 0 ? highSteps : lowSteps, this.entry);
    };
  }

  private freshEntry(): HeapEntry {
    return { time: 0, order: 0, dead: true, due: () => this.toggle() };
  }

  private toggle(): void {
    const { signal, action } = this;
    this.level = 1 - this.level;
    if (action === Deposit) signal.kernel.writes.put(signal, this.level);
    else signal.write(new action(this.level));
    signal.kernel.after(this.level === 1 ? this.highSteps : this.lowSteps, this.entry!);
  }

  /** Stops the clock at its present level; it can be started again. */
  stop(): void {
    if (this.task === undefined)
      throw new KernelError(`the clock of ${this.signal.path} must be running to be stopped, not stopped`);
    this.task.cancel();
    this.task = undefined;
  }

  /** Waits for a number of edges of this clock. */
  cycles(count: number, edge: EdgeType = RisingEdge): Waitable<void> {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`number of cycles must be a whole number, not ${count}`);
    const { signal, periodSteps } = this;
    return new Waitable(
      () => `Clock(${signal.path}).cycles(${count})`,
      function* () {
        if (count === 0) return void (yield* NullTrigger());
        const trigger = edge(signal);
        yield* trigger;
        let left = count - 1;
        if (left >= 2) {
          // The timer ends at the beginning of the step of the last edge, before that edge.
          const skipped = trigger.kind === 'ValueChange' ? Math.floor(left / 2) * 2 : left;
          yield* Timer(trigger.kind === 'ValueChange' ? (periodSteps * skipped) / 2 : periodSteps * skipped);
          left = left - skipped + 1;
        }
        for (let i = 0; i < left; i++) yield* trigger;
      },
    );
  }
}
