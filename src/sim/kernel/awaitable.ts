// What a task can wait for: the common base of triggers, tasks and combinations.
import { owner } from './context.ts';
import { KernelError } from './errors.ts';
import { printsAs } from './inspection.ts';
import type { Task } from './task.ts';
import type { Trigger } from './trigger.ts';

/** The steps of a generator that waits: it yields triggers. */
export type Steps<T> = Generator<Trigger, T, unknown>;

/** Receives a value. */
export type Resolve = (value: never) => void;
/** Receives an error. */
export type Reject = (reason: unknown) => void;

/** Something that a task awaits (`await x`) or, in a generator, delegates to (`yield* x`). */
export abstract class Awaitable<T> {
  /** Waits in the name of `task` and reports to the callbacks, at once or later. */
  abstract attach(task: Task<unknown>, resolve: (value: T) => void, reject: Reject): void;
  abstract [Symbol.iterator](): Iterator<Trigger, T, unknown>;
  /** One line for reports of what a task waits on. */
  abstract describe(): string;

  /** Called by `await`. */
  // biome-ignore lint/suspicious/noThenProperty: await looks for it
  then(resolve: (value: T) => void, reject: Reject): void {
    const task = awaitingTask(this, reject);
    if (task !== undefined) this.attach(task, (value) => resolve(settled(value)), reject);
  }
}

printsAs(Awaitable, (awaitable) => awaitable.describe());

/** The value that an `await` gives: a trigger or task itself would be awaited again, so it becomes undefined. */
export function settled<T>(value: T): T {
  return value instanceof Awaitable ? (undefined as T) : value;
}

/** The task that awaits; without one, or when that task already waits or has ended, the error goes to `reject`. */
export function awaitingTask(what: Awaitable<unknown>, reject: Reject): Task<unknown> | undefined {
  const task = owner.getStore();
  if (task === undefined) {
    reject(new KernelError(`${what.describe()} must be awaited inside a task, not outside`));
    return undefined;
  }
  const { kernel } = task;
  if (kernel.running === task) {
    kernel.parker = task;
    return task;
  }
  const error = new KernelError(
    `${task.name} must await one thing at a time, not ${what.describe()} while it ${task.activity()}: ` +
      'replace Promise.all by gather or Combine, Promise.race by select or First, and await or startSoon every helper',
  );
  reject(error);
  kernel.misused(task, error);
  return undefined;
}
