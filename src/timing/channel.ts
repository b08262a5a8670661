// A credited channel: slots are reserved when a token is given, and a token can be taken `latency` cycles later.

/** Tokens on their way between two threads. Cycles must not decrease from call to call. */
export class Channel {
  readonly name: string;
  readonly capacity: number;
  readonly latency: number;
  /** Largest number of slots in use at once. */
  peak = 0;
  #used = 0;
  /** Slots given back in cycle `#freedAt`; they can be reserved from the next cycle on. */
  #freed = 0;
  #freedAt = -1;
  #times = new Float64Array(16);
  #head = 0;
  #count = 0;

  constructor(name: string, capacity: number, latency: number) {
    this.name = name;
    this.capacity = capacity;
    this.latency = latency;
  }

  /** True when a token may be given in this cycle. */
  hasSlot(cycle: number): boolean {
    this.#settle(cycle);
    return this.#used + this.#freed < this.capacity;
  }

  /** True when a token can be taken in this cycle. */
  hasToken(cycle: number): boolean {
    return this.#count > 0 && this.#times[this.#head]! <= cycle;
  }

  /** Tokens given and not yet taken. */
  get tokens(): number {
    return this.#count;
  }

  give(cycle: number): void {
    if (this.#count === this.#times.length) this.#grow();
    this.#times[(this.#head + this.#count) & (this.#times.length - 1)] = cycle + this.latency;
    this.#count++;
    this.#used++;
    this.peak = Math.max(this.peak, this.#used + this.#freed);
  }

  take(cycle: number): void {
    this.#settle(cycle);
    this.#head = (this.#head + 1) & (this.#times.length - 1);
    this.#count--;
    this.#used--;
    this.#freed++;
    this.#freedAt = cycle;
  }

  #settle(cycle: number): void {
    if (this.#freedAt < cycle) this.#freed = 0;
  }

  #grow(): void {
    const old = this.#times;
    this.#times = new Float64Array(old.length * 2);
    for (let i = 0; i < this.#count; i++) this.#times[i] = old[(this.#head + i) & (old.length - 1)]!;
    this.#head = 0;
  }
}
