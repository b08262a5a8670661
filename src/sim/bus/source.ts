// A source: takes items from a queue and offers their beats with valid, until ready.
import { Event, type Port, type Queue, QueueFull, RisingEdge, type Trigger, Waitable } from '../kernel/index.ts';
import { Agent, type Handshake } from './agent.ts';
import { type PausePattern, Pauses } from './pauses.ts';
import type { ResetOptions } from './reset.ts';

/** Drives the payload of a source. */
export interface Payload<T> {
  /** Begins an item. */
  load(item: T): void;
  /** Drives the next beat; true when it was the last one of the item. */
  drive(): boolean;
  /** Called instead of `drive` in a cycle without a beat. */
  rest(): void;
  /** Drives the values of reset; an item that was begun is given up. */
  reset(): void;
}

/** Sends items over a channel. It never looks at ready before it raises valid. */
export abstract class Source<T> extends Agent<T> {
  private readonly payload: Payload<T>;
  private readonly pauses: Pauses;
  private readonly dequeued: Event;

  constructor(
    label: string,
    handshake: Handshake,
    payload: Payload<T>,
    clock: Port,
    reset: Port | undefined,
    options: ResetOptions,
    queue?: Queue<T>,
  ) {
    super(label, handshake, clock, reset, options, queue);
    this.payload = payload;
    this.dequeued = new Event(`place ${label}`);
    this.pauses = new Pauses(this.clock, () => {});
    handshake.valid?.setImmediate(0);
  }

  /** Queues an item, waiting while the queue is full; nothing happens before this is awaited. */
  send(given: T): Waitable<void> {
    const { label, dequeued } = this;
    const item = this.prepared(given);
    const full = (): boolean => this.full();
    const put = (): void => this.put(item);
    return new Waitable(
      () => `send to ${label}`,
      function* () {
        while (full()) {
          dequeued.clear();
          yield* dequeued.wait();
        }
        put();
      },
    );
  }

  /** Queues an item; throws QueueFull when the queue is full. */
  sendNowait(given: T): void {
    if (this.full()) throw new QueueFull(`the queue of ${this.label} must have a free place, not ${this.occupancy()}`);
    this.put(this.prepared(given));
  }

  /** True when everything has been sent. */
  idle(): boolean {
    return this.empty() && !this.busy;
  }

  /** Waits until the final beat of everything queued has been taken. */
  wait(): Waitable<void> {
    const { idling, label } = this;
    return new Waitable(
      () => `idle ${label}`,
      function* () {
        yield* idling.wait();
      },
    );
  }

  override clear(): void {
    super.clear();
    this.dequeued.set();
  }

  /** True while the source is told to pause. */
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

  /** True where a pause does not keep an item in the queue, only its beats off the bus. */
  protected readonly loadsInPause: boolean = true;
  /** True when the queue takes no more. */
  abstract full(): boolean;
  /** What the queue holds, for messages. */
  protected abstract occupancy(): string;
  /** Checks an item, and copies what the caller may change later. */
  protected abstract prepared(item: T): T;

  private put(item: T): void {
    this.queue.putNowait(item);
    this.idling.clear();
    this.filled.set();
  }

  protected override onReset(): void {
    super.onReset();
    if (this.handshake.valid !== undefined) this.handshake.valid.value = 0;
    this.payload.reset();
  }

  protected override work(): readonly Generator<Trigger, unknown, unknown>[] {
    return [this.run()];
  }

  private *run(): Generator<Trigger, void, unknown> {
    const { payload, queue, pauses, clock } = this;
    const { valid, ready } = this.handshake;
    const edge = RisingEdge(clock);
    let loaded = false;
    for (;;) {
      yield edge;
      // The values before the edge: the beat on the bus is taken, or there is none.
      if (ready !== undefined && ready.value !== 1 && (valid === undefined || valid.value === 1)) continue;
      if (!loaded && !queue.empty() && (this.loadsInPause || !pauses.now)) {
        const item = queue.getNowait();
        this.dequeued.set();
        payload.load(item);
        loaded = true;
        this.busy = true;
      }
      if (loaded && !pauses.now) {
        if (payload.drive()) loaded = false;
        if (valid !== undefined) valid.value = 1;
        continue;
      }
      if (valid !== undefined) valid.value = 0;
      payload.rest();
      this.busy = loaded;
      if (loaded || !queue.empty()) continue;
      this.idling.set();
      this.filled.clear();
      yield this.filled.wait();
    }
  }
}
