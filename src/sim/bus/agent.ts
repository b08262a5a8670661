// The common part of sources, sinks and monitors: a queue of items and the events around it.
import { Event, type LogicHandle, type Port, Queue } from '../kernel/index.ts';
import { type ResetOptions, Resettable } from './reset.ts';

/** A ready and a valid signal; an absent one counts as always 1. */
export interface Handshake {
  readonly valid: LogicHandle | undefined;
  readonly ready: LogicHandle | undefined;
}

/** A model of one side of a ready/valid channel. */
export abstract class Agent<T> extends Resettable {
  readonly label: string;
  protected readonly handshake: Handshake;
  protected readonly queue: Queue<T>;
  /** Set while the model has nothing to do. */
  protected readonly idling: Event;
  /** Set when an item has come into the queue. */
  protected readonly filled: Event;
  protected busy = false;

  constructor(
    label: string,
    handshake: Handshake,
    clock: Port,
    reset: Port | undefined,
    options: ResetOptions,
    queue: Queue<T> = new Queue(),
  ) {
    super(clock, reset, options);
    this.label = label;
    this.handshake = handshake;
    this.queue = queue;
    this.idling = new Event(`idle ${label}`);
    this.filled = new Event(`filled ${label}`);
    this.idling.set();
  }

  /** Items in the queue. */
  count(): number {
    return this.queue.qsize();
  }

  /** True when no item is in the queue. */
  empty(): boolean {
    return this.queue.empty();
  }

  /** Drops all items of the queue. */
  clear(): void {
    while (!this.queue.empty()) this.dropped(this.queue.getNowait());
    this.idling.set();
    this.filled.clear();
  }

  /** Called for each item that is dropped. */
  protected dropped(_item: T): void {}

  protected override onReset(): void {
    this.busy = false;
    if (this.queue.empty()) this.idling.set();
  }
}
