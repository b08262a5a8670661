// Queues between tasks: first in first out, by priority, and last in first out.
import { QueueEmpty, QueueFull } from './errors.ts';
import { Event } from './sync.ts';
import type { Task } from './task.ts';
import { currentTask } from './tasks.ts';
import { Waitable } from './waitable.ts';

type Waiting = { readonly event: Event; readonly task: Task<unknown> };

/** What the three queues share. */
export abstract class AbstractQueue<T> {
  /** Largest number of items; 0 or less is no limit. */
  readonly maxsize: number;
  private readonly getters: Waiting[] = [];
  private readonly putters: Waiting[] = [];

  constructor(maxsize = 0) {
    this.maxsize = maxsize;
  }

  protected abstract take(): T;
  protected abstract store(item: T): void;
  /** Number of items. */
  abstract qsize(): number;

  /** True when no item is there. */
  empty(): boolean {
    return this.qsize() === 0;
  }

  /** True when `maxsize` items are there. */
  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize;
  }

  /** Adds an item, waiting for a free place. */
  put(item: T): Waitable<void> {
    return this.waitWhile(
      'put',
      () => this.full(),
      this.putters,
      () => this.putNowait(item),
    );
  }

  /** Adds an item or throws QueueFull. */
  putNowait(item: T): void {
    if (this.full())
      throw new QueueFull(`the queue must have a free place, not ${this.qsize()} of ${this.maxsize} items`);
    this.store(item);
    wakeNext(this.getters);
  }

  /** Takes an item, waiting for one. */
  get(): Waitable<T> {
    return this.waitWhile(
      'get',
      () => this.empty(),
      this.getters,
      () => this.getNowait(),
    );
  }

  /** Takes an item or throws QueueEmpty. */
  getNowait(): T {
    if (this.empty()) throw new QueueEmpty('the queue must hold an item, not none');
    const item = this.take();
    wakeNext(this.putters);
    return item;
  }

  private waitWhile<R>(name: string, blocked: () => boolean, waiters: Waiting[], end: () => R): Waitable<R> {
    const label = `${this.constructor.name}.${name}()`;
    return new Waitable(
      () => label,
      function* () {
        while (blocked()) {
          const event = new Event(label);
          waiters.push({ event, task: currentTask() });
          yield* event.wait();
        }
        return end();
      },
    );
  }
}

function wakeNext(waiters: Waiting[]): void {
  for (;;) {
    const next = waiters.shift();
    if (next === undefined) return;
    if (next.task.done()) continue;
    next.event.set();
    return;
  }
}

/** First in, first out. */
export class Queue<T> extends AbstractQueue<T> {
  private items: T[] = [];
  private head = 0;

  protected override store(item: T): void {
    this.items.push(item);
  }

  protected override take(): T {
    const item = this.items[this.head]!;
    this.head++;
    // The front is cut off in large pieces, so that taking stays cheap in long queues.
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  override qsize(): number {
    return this.items.length - this.head;
  }
}

/** Last in, first out. */
export class LifoQueue<T> extends AbstractQueue<T> {
  private readonly items: T[] = [];

  protected override store(item: T): void {
    this.items.push(item);
  }

  protected override take(): T {
    return this.items.pop()!;
  }

  override qsize(): number {
    return this.items.length;
  }
}

/** Smallest item first; arrays compare element by element, as the usual `[priority, data]` needs. */
export class PriorityQueue<T> extends AbstractQueue<T> {
  private readonly items: T[] = [];

  protected override store(item: T): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!less(item, items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  protected override take(): T {
    const { items } = this;
    const top = items[0]!;
    const last = items.pop()!;
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && less(items[child + 1]!, items[child]!)) child++;
      if (!less(items[child]!, last)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }

  override qsize(): number {
    return this.items.length;
  }
}

function less(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return (a as number) < (b as number);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (less(a[i], b[i])) return true;
    if (less(b[i], a[i])) return false;
  }
  return a.length < b.length;
}
