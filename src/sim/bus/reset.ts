// What bus models share: they stop while their reset is active, and begin anew when it ends.
import {
  FallingEdge,
  handleOf,
  type LogicHandle,
  type Port,
  RisingEdge,
  startSoon,
  type Task,
  type Trigger,
} from '../kernel/index.ts';

/** How a model finds its reset. */
export interface ResetOptions {
  /** False for a reset that is active at 0; true by default. */
  readonly resetActiveLevel?: boolean | undefined;
}

/** A model with a task that runs outside of reset. */
export abstract class Resettable {
  readonly clock: LogicHandle;
  readonly reset: LogicHandle | undefined;
  private readonly activeValue: number;
  private held = false;
  private inReset = true;
  private tasks: Task<unknown>[] = [];
  private watcher: Task<void> | undefined;

  constructor(clock: Port, reset: Port | undefined, { resetActiveLevel = true }: ResetOptions = {}) {
    this.clock = handleOf('the clock of a model', clock);
    this.reset = reset === undefined ? undefined : handleOf('the reset of a model', reset);
    this.activeValue = resetActiveLevel ? 1 : 0;
  }

  /** Holds the model in reset, or lets it go; without an argument one after the other. */
  assertReset(active?: boolean): void {
    if (active === undefined) {
      this.assertReset(true);
      this.assertReset(false);
      return;
    }
    this.held = active;
    this.update();
  }

  /** Ends the model: it drives what it drives in reset, and no task of it waits any more. */
  stop(): void {
    this.watcher?.cancel();
    this.watcher = undefined;
    this.assertReset(true);
  }

  /** True while the model is in reset. */
  get isReset(): boolean {
    return this.inReset;
  }

  /** Called by constructors when all is in place: looks at the reset and starts. */
  protected begin(): void {
    if (this.reset !== undefined) {
      this.watcher = startSoon(this.watch(this.reset));
      this.watcher.name = `reset of ${this.label}`;
    }
    if (this.active()) this.onReset();
    this.update();
  }

  /** Name for reports. */
  abstract get label(): string;
  /** The work of the model outside of reset. */
  protected abstract work(): readonly Generator<Trigger, unknown, unknown>[];
  /** Drives what a model drives in reset, and drops what it was about to do. */
  protected abstract onReset(): void;

  private active(): boolean {
    return this.held || (this.reset !== undefined && this.reset.value === this.activeValue);
  }

  private update(): void {
    const now = this.active();
    if (now === this.inReset) return;
    this.inReset = now;
    if (now) {
      for (const task of this.tasks) task.cancel();
      this.tasks = [];
      this.onReset();
      return;
    }
    this.tasks = this.work().map((body) => {
      const task = startSoon(body);
      task.name = this.label;
      return task;
    });
  }

  private *watch(reset: LogicHandle): Generator<Trigger, void, unknown> {
    for (;;) {
      yield reset.value === 1 ? FallingEdge(reset) : RisingEdge(reset);
      this.update();
    }
  }
}
