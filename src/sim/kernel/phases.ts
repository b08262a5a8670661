// The phases of a time step, as a machine that stops whenever a trigger has fired.
import type { Instance } from '../model/types.ts';
import { type HeapEntry, TimeHeap } from './heap.ts';
import type { PhaseTrigger } from './phase-triggers.ts';
import { Watches } from './watches.ts';
import { Writes } from './writes.ts';

/** Phases that bench code can see: times due, a signal has changed, all HDL has run, final values. */
export type Phase = 'begin' | 'change' | 'settle' | 'end';

/** What `advance` found: a trigger fired, the event loop wants its turn, or nothing is left to happen. */
export type Progress = 'fired' | 'pause' | 'over';

// The points at which the machine stops and goes on; numbers, since the switch below runs several times a clock edge.
const start = 0;
const evaluate = 1;
const change = 2;
const readWrite = 3;
const settleWrites = 4;
const settleChange = 5;
const readOnly = 6;
const next = 7;
const nextChange = 8;
const timers = 9;
const timersChange = 10;

/** Milliseconds between two turns of Node's event loop. */
const slice = 20;

/** Runs one model through its phases. */
export abstract class Phases {
  readonly instance: Instance;
  readonly heap = new TimeHeap();
  readonly watches = new Watches();
  readonly writes = new Writes();
  /** Waiters of the three phase triggers; a trigger enters when it is primed. */
  readonly primed = new Set<PhaseTrigger>();
  /** Time in steps. */
  now = 0;
  phase: Phase = 'begin';
  /** Called at the end of each time step while waves are recorded. */
  trace: (() => void) | undefined;

  private point = start;
  private evaluated = false;
  private modelDue = true;
  private modelNext: number | undefined;
  private steps = 0;
  private sliceEnd = 0;

  constructor(instance: Instance) {
    this.instance = instance;
  }

  /** Goes on to the next trigger that fires; throws what the model throws. */
  advance(): Progress {
    const { writes } = this;
    // In the order of the step, so that one round of the loop is one time step.
    for (;;) {
      if (this.point === start && this.settle(evaluate)) return 'fired';
      if (this.point === evaluate) {
        // A model whose storage is as the last evaluation left it need not run again.
        if (writes.changed || this.modelDue) this.evaluate();
        writes.needed = false;
        writes.apply();
        this.point = change;
      }
      if (this.point === change) {
        if (this.settle(readWrite)) return 'fired';
        if (writes.needed) {
          this.point = evaluate;
          continue;
        }
      }
      if (this.point === readWrite) {
        this.point = settleWrites;
        if (this.firePhase('ReadWrite', 'settle')) return 'fired';
      }
      if (this.point === settleWrites) {
        writes.apply();
        this.point = settleChange;
      }
      if (this.point === settleChange) {
        if (this.settle(readOnly)) return 'fired';
        if (writes.needed) {
          this.point = evaluate;
          continue;
        }
      }
      if (this.point === readOnly) {
        this.endStep();
        this.point = next;
        if (this.firePhase('ReadOnly', 'end')) return 'fired';
      }
      if (this.point === next) {
        this.record();
        if (!this.nextTime()) return 'over';
        this.point = nextChange;
        if (this.firePhase('NextTimeStep', 'begin')) return 'fired';
        if ((++this.steps & 255) === 0 && this.sliceIsOver()) return 'pause';
      }
      if (this.point === nextChange && this.settle(timers)) return 'fired';
      if (this.point === timers) {
        if (this.fireTimers()) return 'fired';
        this.point = timersChange;
      }
      if (this.point === timersChange && this.settle(evaluate)) return 'fired';
    }
  }

  /** True when a task is to run before the next phase. */
  protected abstract hasWork(): boolean;

  /** Starts a slice of wall time after which `advance` asks for a pause. */
  startSlice(): void {
    this.sliceEnd = performance.now() + slice;
  }

  /** True when that slice has passed. */
  protected sliceIsOver(): boolean {
    return performance.now() > this.sliceEnd;
  }

  /** What waits for this very time step or for a change, in words; undefined when only times are waited for. */
  observer(): string | undefined {
    const trigger = this.watches.first() ?? [...this.primed][0];
    if (trigger !== undefined) return trigger.describe();
    return this.modelNext === undefined ? undefined : 'delays of the RTL';
  }

  /** Goes on at a later time, up to which the model was run without the kernel; in the read-only phase. */
  jump(time: number): void {
    this.now = time;
    this.instance.setTime(time);
  }

  /** Queues an entry `steps` from now. */
  after(steps: number, entry: HeapEntry): void {
    const time = this.now + steps;
    if (time > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(`simulated time must be at most ${Number.MAX_SAFE_INTEGER} steps, not ${time}`);
    }
    entry.time = time;
    this.heap.push(entry);
  }

  /** Fires value changes until none is left; true when the machine must stop for tasks. */
  private settle(then: number): boolean {
    if (this.watches.fireNext(this.writes)) {
      this.phase = 'change';
      this.watches.fired!.fire();
      return true;
    }
    this.point = then;
    return false;
  }

  private evaluate(): void {
    this.instance.eval();
    this.writes.changed = false;
    this.writes.touched = true;
    this.evaluated = true;
    this.modelDue = false;
  }

  private endStep(): void {
    if (!this.evaluated) return;
    this.instance.evalEnd();
    this.modelNext = this.instance.nextEvent();
    this.evaluated = false;
  }

  private record(): void {
    if (this.trace === undefined) return;
    this.trace();
  }

  /** Fires what is due, one after the other; true when the machine must stop for tasks. */
  private fireTimers(): boolean {
    for (;;) {
      const entry = this.heap.popDue(this.now);
      if (entry === undefined) return false;
      this.phase = 'begin';
      entry.due();
      if (this.hasWork()) return true;
    }
  }

  private firePhase(kind: 'ReadWrite' | 'ReadOnly' | 'NextTimeStep', phase: Phase): boolean {
    if (this.primed.size === 0) return false;
    for (const trigger of this.primed) {
      if (trigger.kind !== kind) continue;
      this.primed.delete(trigger);
      this.phase = phase;
      trigger.fire();
      return true;
    }
    return false;
  }

  private nextTime(): boolean {
    const due = this.heap.peek()?.time;
    const model = this.modelNext;
    if (due === undefined && model === undefined) return false;
    this.phase = 'begin';
    this.now = Math.min(due ?? Number.POSITIVE_INFINITY, model ?? Number.POSITIVE_INFINITY);
    this.instance.setTime(this.now);
    if (model !== undefined && model <= this.now) {
      this.modelDue = true;
      this.modelNext = undefined;
    }
    return true;
  }
}
