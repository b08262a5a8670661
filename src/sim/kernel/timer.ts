// Timer: fires at the beginning of a later time step.
import { activeKernel, runningKernel } from './context.ts';
import type { HeapEntry } from './heap.ts';
import { fromSteps, type RoundMode, type TimeOptions, type TimeUnit, type TimeValue, toSteps, unitOf } from './time.ts';
import { Trigger } from './trigger.ts';

/** Fires after a time, each time it is awaited. */
export class TimerTrigger extends Trigger implements HeapEntry {
  time = 0;
  order = 0;
  dead = true;
  private readonly given: readonly [TimeValue, TimeUnit, RoundMode];
  private fixed: number | undefined;
  /** Its place in the heap: itself, until it is cancelled while it lies there. */
  private entry: HeapEntry = this;

  constructor(time: TimeValue, unit: TimeUnit, roundMode: RoundMode) {
    super();
    if (!(Number(time) > 0)) throw new RangeError(`Timer time must be positive, not ${time}`);
    this.given = [time, unit, roundMode];
    // Outside of a test the precision is unknown; the steps are then taken at the first await.
    if (runningKernel() !== undefined) this.fixed = this.steps;
  }

  /** Length in steps, at least 1. */
  get steps(): number {
    if (this.fixed !== undefined) return this.fixed;
    return Math.max(1, toSteps(...this.given, activeKernel('Timer').precision));
  }

  /** Called when the time has come. */
  due(): void {
    this.fire();
  }

  protected override prime(): void {
    activeKernel('Timer').after(this.steps, this.entry);
  }

  protected override unprime(): void {
    activeKernel('Timer').heap.cancel(this.entry);
    // The dead entry stays in the heap for now, where a new time would break the order.
    this.entry = { time: 0, order: 0, dead: true, due: () => this.fire() };
  }

  override describe(): string {
    const [time, unit] = this.given;
    if (unit !== 'step' || runningKernel() === undefined) return `Timer(${time} ${unit})`;
    return `Timer(${fromSteps(this.steps, 'ps', runningKernel()!.precision)} ps)`;
  }
}

/** A trigger that fires `time` from the moment at which it is awaited; zero after rounding becomes one step. */
export function Timer(time: TimeValue, unit: TimeUnit | TimeOptions = 'step', options: TimeOptions = {}): TimerTrigger {
  const [given, more] = typeof unit === 'string' ? [unit, options] : (['step', unit] as const);
  return new TimerTrigger(time, unitOf(given, more), more.roundMode ?? Timer.roundMode);
}

/** What Timer does with a time between two steps when it is not told. */
Timer.roundMode = 'error' as RoundMode;
