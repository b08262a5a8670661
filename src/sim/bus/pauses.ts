// Pauses: cycles in which a source offers nothing, or a sink takes nothing.
import { type LogicHandle, RisingEdge, startSoon, type Task, type Trigger } from '../kernel/index.ts';

/** Says for each clock cycle whether to pause. */
export type PausePattern = Iterable<boolean | number>;

/** The pause of a source or sink: set by hand, or by a pattern that advances with every clock edge. */
export class Pauses {
  private readonly clock: LogicHandle;
  private readonly changed: () => void;
  private paused = false;
  private task: Task<void> | undefined;

  constructor(clock: LogicHandle, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
  }

  /** True while paused. */
  get now(): boolean {
    return this.paused;
  }

  set now(value: boolean) {
    if (value === this.paused) return;
    this.paused = value;
    this.changed();
  }

  /** Follows a pattern from now on; after its end the last value stays. */
  follow(pattern: PausePattern | undefined): void {
    this.task?.cancel();
    this.task = undefined;
    if (pattern === undefined) return;
    this.task = startSoon(this.run(pattern));
    this.task.name = `pauses on ${this.clock.path}`;
  }

  private *run(pattern: PausePattern): Generator<Trigger, void, unknown> {
    const edge = RisingEdge(this.clock);
    for (const value of pattern) {
      this.now = value === true || value === 1;
      yield edge;
    }
  }
}

/** The bits of a string such as `0110`, first one first, over and over; 1 pauses. A RangeError for anything else. */
export function* pauseBitmap(bits: string): Generator<number, never> {
  const values = bitmapBits(bits);
  for (;;) yield* values;
}

/** The bits of such a string once. */
export function bitmapBits(bits: string): Uint8Array {
  if (!/^[01]+$/.test(bits)) throw new RangeError(`pause bitmap must be made of 0 and 1, not "${bits}"`);
  return Uint8Array.from(bits, Number);
}

/** Pauses with a probability, each lasting `minimum` to `maximum` cycles; `random` gives numbers in [0, 1). */
export function* pauseRandom(
  random: () => number,
  probability: number,
  { minimum = 1, maximum = minimum }: { readonly minimum?: number; readonly maximum?: number } = {},
): Generator<number, never> {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`pause probability must be from 0 to 1, not ${probability}`);
  }
  if (!(Number.isInteger(minimum) && Number.isInteger(maximum) && minimum >= 1 && maximum >= minimum)) {
    throw new RangeError(`pause length must be a range of whole cycles from 1 on, not ${minimum} to ${maximum}`);
  }
  for (;;) {
    if (random() >= probability) yield 0;
    else {
      const length = minimum + Math.floor(random() * (maximum - minimum + 1));
      for (let i = 0; i < length; i++) yield 1;
    }
  }
}
