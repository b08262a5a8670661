// wait, select and gather: several things at once, each in a child task of its own.
import type { Awaitable, Steps } from './awaitable.ts';
import type { Startable } from './body.ts';
import { CancelledError } from './errors.ts';
import { InternalEvent, NullTrigger } from './sync.ts';
import type { Task } from './task.ts';
import { childTask, currentTask } from './tasks.ts';
import { Waitable } from './waitable.ts';

/** When `wait` ends. */
export type ReturnWhen = 'FIRST_COMPLETED' | 'FIRST_EXCEPTION' | 'ALL_COMPLETED';

const conditions: readonly ReturnWhen[] = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'];

/** The first of several things to complete: `const [index, value] = await select(...)`, or by name. */
export class Selected<T> {
  /** Place of the winner among the arguments. */
  readonly index: number;
  /** Its value; for a trigger the trigger itself. */
  readonly value: T;
  private readonly winner: unknown;

  constructor(index: number, value: T, winner: unknown) {
    this.index = index;
    this.value = value;
    this.winner = winner;
  }

  /** True when the argument given is the one that completed first. */
  is(argument: unknown): boolean {
    return this.winner === argument;
  }

  *[Symbol.iterator](): Iterator<number | T> {
    yield this.index;
    yield this.value;
  }
}

/** What `wait` found: the deciding argument, if one decided, and all child tasks. */
export interface Waited {
  readonly index: number | undefined;
  readonly tasks: readonly Task<unknown>[];
}

/** Waits for several things until `when` holds; the rest is cancelled, and has ended when the caller goes on. */
export function wait(args: readonly Startable[], when: ReturnWhen): Waitable<Waited> {
  if (args.length === 0) throw new RangeError('wait must be given at least one argument, not none');
  if (!conditions.includes(when)) {
    throw new RangeError(
      `condition of wait must be FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED, not ${String(when)}`,
    );
  }
  const label = (): string => describeAll('wait', args);
  return new Waitable(label, () => waitSteps('wait', args, when, label));
}

/** The first of several things to complete; its error is thrown, the others are cancelled. */
export function select<T = unknown>(...args: Startable<T>[]): Waitable<Selected<T>> {
  if (args.length === 0) throw new RangeError('select must be given at least one argument, not none');
  return selection('select', args);
}

/** `select` under another name in reports. */
export function selection<T>(name: string, args: readonly Startable<T>[]): Waitable<Selected<T>> {
  const label = (): string => describeAll(name, args);
  return new Waitable(label, function* () {
    const { index, tasks } = yield* waitSteps(name, args, 'FIRST_COMPLETED', label);
    return new Selected<T>(index!, tasks[index!]!.result() as T, args[index!]);
  });
}

/** The values of what `gather` is given, in order. */
export type Gathered<A extends readonly Startable[]> = {
  -readonly [K in keyof A]: A[K] extends Awaitable<infer T>
    ? T
    : A[K] extends () => infer R
      ? R extends Generator<unknown, infer T, unknown>
        ? T
        : Awaited<R>
      : A[K] extends Generator<unknown, infer T, unknown>
        ? T
        : never;
};

/** All values, in the order of the arguments; the first failure cancels the rest and is thrown. */
export function gather<A extends readonly Startable[]>(...args: A): Waitable<Gathered<A>> {
  return gathering('gather', args) as Waitable<Gathered<A>>;
}

/** `gather` under another name in reports. */
export function gathering(name: string, args: readonly Startable[]): Waitable<unknown[]> {
  const label = (): string => describeAll(name, args);
  return new Waitable(label, function* () {
    if (args.length === 0) return [];
    const { index, tasks } = yield* waitSteps(name, args, 'FIRST_EXCEPTION', label);
    if (index !== undefined) tasks[index]!.result();
    return tasks.map((task) => task.result());
  });
}

/** Arguments in one line. */
export function describeAll(name: string, args: readonly unknown[]): string {
  const one = (arg: unknown): string => {
    if (typeof arg === 'function') return `${arg.name || 'function'}()`;
    return typeof (arg as Awaitable<unknown>).describe === 'function'
      ? (arg as Awaitable<unknown>).describe()
      : 'generator';
  };
  return `${name}(${args.map(one).join(', ')})`;
}

function* waitSteps(name: string, args: readonly Startable[], when: ReturnWhen, label: () => string): Steps<Waited> {
  const tasks = args.map((arg, i) => childTask<unknown>(`argument ${i} of ${name}`, arg));
  const remaining = new Set(tasks);
  const complete = new InternalEvent(label);
  let first: Task<unknown> | undefined;
  let cancelling = false;
  const cancelRemaining = (): void => {
    if (cancelling) return;
    cancelling = true;
    for (const task of remaining) task.cancel();
  };
  const decides = (task: Task<unknown>): boolean =>
    when === 'FIRST_COMPLETED' || (when === 'FIRST_EXCEPTION' && task.state !== 'finished');
  const onDone = (task: Task<unknown>): void => {
    remaining.delete(task);
    if (remaining.size === 0) complete.set();
    if (first !== undefined || !decides(task)) return;
    first = task;
    cancelRemaining();
  };
  // Each goes before all others, so the first argument comes last to be the first.
  for (const task of [...tasks].reverse()) {
    task.onDone(onDone);
    task.startNext();
  }
  try {
    yield* complete;
  } catch (error) {
    cancelRemaining();
    if (error instanceof CancelledError) {
      currentTask().uncancel();
      yield* untilEmpty(remaining);
    }
    throw error;
  } finally {
    // Reached with children left only when a generator is closed.
    if (remaining.size > 0) cancelRemaining();
  }
  return { index: first === undefined ? undefined : tasks.indexOf(first), tasks };
}

/** Lets cancelled children end; a further cancellation of the parent changes nothing. */
function* untilEmpty(remaining: ReadonlySet<Task<unknown>>): Steps<void> {
  while (remaining.size > 0) {
    try {
      yield* NullTrigger();
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      currentTask().uncancel();
    }
  }
}
