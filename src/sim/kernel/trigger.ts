// A future event with its waiters in order of registration.
import { Awaitable, awaitingTask, type Reject } from './awaitable.ts';
import type { Task } from './task.ts';

/** Who is told that a trigger fired. */
export interface Waiter {
  wake(): void;
}

/** A future event. The first waiter primes it; the last one to leave unprimes it; firing empties the list. */
export abstract class Trigger extends Awaitable<unknown> {
  private first: Waiter | undefined;
  // Most triggers have one waiter. The list of the others keeps its length, since it is filled again at every edge.
  private rest: Waiter[] | undefined;
  private others = 0;

  /** Arms what makes the trigger fire; it may fire at once. */
  protected abstract prime(): void;

  /** Disarms it. */
  protected unprime(): void {}

  /** Why the trigger cannot be awaited at this moment. */
  refusal(): Error | undefined {
    return undefined;
  }

  /** True while somebody waits. */
  get awaited(): boolean {
    return this.first !== undefined;
  }

  /** Adds a waiter. */
  register(waiter: Waiter): void {
    if (this.first !== undefined) {
      if (this.rest === undefined) this.rest = [];
      this.rest[this.others++] = waiter;
      return;
    }
    this.first = waiter;
    try {
      this.prime();
    } catch (error) {
      this.first = undefined;
      throw error;
    }
  }

  /** Removes a waiter before the trigger fires. */
  deregister(waiter: Waiter): void {
    const others = this.rest?.slice(0, this.others) ?? [];
    const kept = [this.first, ...others].filter((one) => one !== waiter);
    this.first = kept.shift();
    this.rest = kept as Waiter[];
    this.others = kept.length;
    if (this.first === undefined) this.unprime();
  }

  /** Wakes all waiters of this moment, oldest first. */
  fire(): void {
    const { first, rest, others } = this;
    if (first === undefined) return;
    // Waking only queues, so nobody registers before the loop has ended.
    this.first = undefined;
    this.others = 0;
    first.wake();
    for (let i = 0; i < others; i++) rest![i]!.wake();
  }

  /** Leaves all waiters where they are, when their simulation has ended. */
  forget(): void {
    this.first = undefined;
    this.others = 0;
  }

  override attach(task: Task<unknown>, resolve: (value: unknown) => void, reject: Reject): void {
    task.kernel.park(task, this, () => resolve(this), reject);
  }

  // biome-ignore lint/suspicious/noThenProperty: await looks for it
  override then(resolve: (value: unknown) => void, reject: Reject): void {
    const task = awaitingTask(this, reject);
    // The kernel resumes without a value, so that the promise of the await does not wait for this trigger again.
    if (task !== undefined) task.kernel.park(task, this, resolve as () => void, reject);
  }

  override *[Symbol.iterator](): Generator<Trigger, unknown, unknown> {
    return yield this;
  }
}
