// A thread of a unit: goes through the beats of its firings in order, one cycle a step.
import { assert, type Beat } from '../ir/index.ts';
import type { Channel } from './channel.ts';

interface Step {
  readonly needs: readonly Channel[];
  readonly takes: readonly Channel[];
  readonly gives: readonly Channel[];
}

const none: readonly string[] = [];

/** Runs the beats that `next` yields; `next` gives undefined after the last firing. */
export class Thread {
  readonly name: string;
  done = false;
  /** First cycle in which the present wait is over. */
  wakeAt = 0;
  #beats: readonly Beat[] = [];
  #position = 0;
  #remaining = 0;
  #step: Step = { needs: [], takes: [], gives: [] };
  readonly #next: () => readonly Beat[] | undefined;
  readonly #resolve: (port: string) => Channel;
  readonly #steps = new Map<Beat, Step>();
  readonly #byKey = new Map<string, Step>();

  constructor(name: string, next: () => readonly Beat[] | undefined, resolve: (port: string) => Channel) {
    this.name = name;
    this.#next = next;
    this.#resolve = resolve;
  }

  /** Goes on by one cycle if it can; tells whether it did. */
  advance(cycle: number): boolean {
    if (cycle < this.wakeAt || !this.#load(cycle)) return false;
    const { needs, takes, gives } = this.#step;
    for (const channel of needs) if (!channel.hasToken(cycle)) return false;
    for (const channel of gives) if (!channel.hasSlot(cycle)) return false;
    for (const channel of takes) channel.take(cycle);
    for (const channel of gives) channel.give(cycle);
    this.#remaining--;
    return true;
  }

  /** What the thread waits for, for a deadlock message. */
  blockedOn(cycle: number): string {
    const { needs, gives } = this.#step;
    const empty = needs.filter((channel) => !channel.hasToken(cycle)).map(({ name }) => `a token on ${name}`);
    const full = gives.filter((channel) => !channel.hasSlot(cycle)).map(({ name }) => `a slot on ${name}`);
    return `${this.name} waits for ${[...empty, ...full].join(' and ') || 'nothing'}`;
  }

  /** Makes the next step current; false when there is none in this cycle. */
  #load(cycle: number): boolean {
    while (this.#remaining === 0) {
      if (this.#position === this.#beats.length) {
        const beats = this.done ? undefined : this.#next();
        if (beats === undefined) {
          this.done = true;
          return false;
        }
        this.#beats = beats;
        this.#position = 0;
        continue;
      }
      const beat = this.#beats[this.#position++]!;
      assert(Number.isInteger(beat.times) && beat.times >= 0, `${this.name}: a beat of ${beat.times} cycles`);
      this.#step = this.#compile(beat);
      if (this.#step.needs.length === 0 && this.#step.gives.length === 0) {
        if (beat.times === 0) continue;
        this.wakeAt = cycle + beat.times;
        return false;
      }
      this.#remaining = beat.times;
    }
    return true;
  }

  #compile(beat: Beat): Step {
    const known = this.#steps.get(beat);
    if (known !== undefined) return known;
    const { take = none, peek = none, give = none } = beat;
    const key = `${take.join()}|${peek.join()}|${give.join()}`;
    let step = this.#byKey.get(key);
    if (step === undefined) {
      const channels = (ports: readonly string[]): Channel[] => ports.map(this.#resolve);
      step = { needs: channels([...take, ...peek]), takes: channels(take), gives: channels(give) };
      this.#byKey.set(key, step);
    }
    if (this.#steps.size < 4096) this.#steps.set(beat, step);
    return step;
  }
}
