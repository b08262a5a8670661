// Monitors and sinks: they collect what passes over a channel into items.
import {
  Event,
  First,
  type LogicHandle,
  type Port,
  type Queue,
  RisingEdge,
  Timer,
  type TimeUnit,
  type Trigger,
  Waitable,
} from '../kernel/index.ts';
import { Agent, type Handshake } from './agent.ts';
import { type PausePattern, Pauses } from './pauses.ts';
import type { ResetOptions } from './reset.ts';

/** Makes items of the beats that pass. */
export interface Collector<T> {
  /** Takes the beat on the bus; gives an item when it is complete. */
  take(): T | undefined;
  /** True while an item has begun. */
  readonly partial: boolean;
  /** Drops an item that has begun. */
  reset(): void;
}

/** What monitors and sinks share. */
export abstract class Receiver<T> extends Agent<T> {
  protected readonly collector: Collector<T>;
  /** Set by whatever can end a time in which nothing passes. */
  protected readonly woken: Event;

  constructor(
    label: string,
    handshake: Handshake,
    collector: Collector<T>,
    clock: Port,
    reset: Port | undefined,
    options: ResetOptions,
    queue?: Queue<T>,
  ) {
    super(label, handshake, clock, reset, options, queue);
    this.collector = collector;
    this.woken = new Event(`wake ${label}`);
  }

  /** Takes the oldest item, waiting for one. */
  recv(): Waitable<T> {
    const get = this.queue.get();
    const received = (item: T): T => this.received(item);
    return new Waitable(
      () => `recv from ${this.label}`,
      function* () {
        return received(yield* get);
      },
    );
  }

  /** Takes the oldest item; throws QueueEmpty when there is none. */
  recvNowait(): T {
    return this.received(this.queue.getNowait());
  }

  /** True while no item has begun. */
  idle(): boolean {
    return !this.busy;
  }

  /** Waits until an item is there, or for a time; check `empty()` afterwards. */
  wait(timeout = 0, unit: TimeUnit = 'ns'): Waitable<void> {
    const { filled, label } = this;
    const empty = (): boolean => this.empty();
    return new Waitable(
      () => `wait for ${label}`,
      function* () {
        if (!empty()) return;
        if (timeout > 0) yield* First(filled.wait(), Timer(timeout, unit));
        else yield* filled.wait();
      },
    );
  }

  /** Collects the beat on the bus. */
  protected collect(): void {
    const item = this.collector.take();
    this.busy = true;
    if (item === undefined) return;
    this.queue.putNowait(item);
    this.filled.set();
  }

  protected override onReset(): void {
    super.onReset();
    this.collector.reset();
  }

  /** The loop over clock edges. It sleeps while nothing can pass, until `woken` is set. */
  protected abstract run(): Generator<Trigger, void, unknown>;

  protected override work(): readonly Generator<Trigger, unknown, unknown>[] {
    const { valid, ready } = this.handshake;
    const wakers = [valid, ready].filter((signal) => signal !== undefined).map((signal) => this.wakeOn(signal));
    return [this.run(), ...wakers];
  }

  private received(item: T): T {
    if (this.queue.empty()) this.filled.clear();
    this.woken.set();
    return item;
  }

  /** Edges of valid and ready end the sleep of the loop. */
  private *wakeOn(signal: LogicHandle): Generator<Trigger, void, unknown> {
    for (;;) {
      yield RisingEdge(signal);
      this.woken.set();
    }
  }
}

/** Collects what passes, without driving anything. */
export abstract class Monitor<T> extends Receiver<T> {
  protected override *run(): Generator<Trigger, void, unknown> {
    const { collector, clock, woken } = this;
    const { valid, ready } = this.handshake;
    const edge = RisingEdge(clock);
    const wake = woken.wait();
    for (;;) {
      yield edge;
      if ((ready === undefined || ready.value === 1) && (valid === undefined || valid.value === 1)) this.collect();
      else {
        this.busy = collector.partial;
        woken.clear();
        yield wake;
      }
    }
  }
}

/** Collects what it takes with ready. */
export abstract class Sink<T> extends Receiver<T> {
  private readonly pauses: Pauses;

  constructor(...args: ConstructorParameters<typeof Receiver<T>>) {
    super(...args);
    this.pauses = new Pauses(this.clock, () => this.woken.set());
    this.handshake.ready?.setImmediate(0);
  }

  /** True when the queue is to take no more; ready is low then. */
  abstract full(): boolean;

  /** True while the sink is told to pause. */
  get pause(): boolean {
    return this.pauses.now;
  }

  set pause(value: boolean) {
    this.pauses.now = value;
  }

  /** Pauses by a pattern, one value a clock cycle; without an argument the present value stays. */
  setPauseGenerator(pattern?: PausePattern): void {
    this.pauses.follow(pattern);
  }

  override stop(): void {
    super.stop();
    this.clearPauseGenerator();
  }

  /** Ends the pattern of pauses; the present value stays. */
  clearPauseGenerator(): void {
    this.pauses.follow(undefined);
  }

  protected override onReset(): void {
    super.onReset();
    if (this.handshake.ready !== undefined) this.handshake.ready.value = 0;
  }

  protected override *run(): Generator<Trigger, void, unknown> {
    const { collector, clock, woken, pauses } = this;
    const { valid, ready } = this.handshake;
    const edge = RisingEdge(clock);
    const wake = woken.wait();
    for (;;) {
      // Ready follows the pause as it was when the cycle began.
      const paused = pauses.now;
      yield edge;
      const offered = valid === undefined || valid.value === 1;
      if (offered && (ready === undefined || ready.value === 1)) this.collect();
      else this.busy = collector.partial;
      const blocked = ready !== undefined && (paused || this.full());
      if (ready !== undefined) ready.value = blocked ? 0 : 1;
      // A pause that has just changed shows in ready one cycle later.
      if ((offered && !blocked) || (ready !== undefined && pauses.now !== paused)) continue;
      woken.clear();
      yield wake;
    }
  }
}
