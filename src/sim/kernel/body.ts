// What a task runs: a function, a generator, or a wait.
import { Awaitable } from './awaitable.ts';
import { owner } from './context.ts';
import { KernelError } from './errors.ts';
import type { Task } from './task.ts';
import { kindOf, runSteps } from './waitable.ts';

/** A generator that waits by yielding triggers. */
export type Coroutine<T> = Generator<unknown, T, unknown>;

/** What becomes a task: a function called with its arguments at the first turn, a generator, or something to wait for. */
export type Body<T> = { readonly call: () => unknown } | Coroutine<T> | Awaitable<T>;

/** What may be given where a task is wanted; a promise may not, since it has started already. */
export type Startable<T = unknown> = (() => Promise<T> | Coroutine<T> | Awaitable<T> | T) | Coroutine<T> | Awaitable<T>;

/** Checks what is to become a task; `what` names it in the TypeError. */
export function bodyOf<T>(what: string, given: unknown, args: readonly unknown[] = []): Body<T> {
  if (given instanceof Awaitable) return given;
  if (typeof given === 'function') return { call: () => given(...args) };
  if (isGenerator(given)) return given as Coroutine<T>;
  const hint =
    given instanceof Promise
      ? ': an async function runs as soon as it is called, so give the function itself, as in startSoon(f, a, b) or gather(() => f(a))'
      : isAsyncGenerator(given)
        ? ': write function* instead of async function*, or await instead of yield'
        : '';
  throw new TypeError(`${what} must be a function, a generator, a trigger or a task, not ${kindOf(given)}${hint}`);
}

/** Runs a body from its start, in the name of its task. */
export function begin(task: Task<unknown>, body: Body<unknown>): void {
  const end = (value: unknown): void => task.endValue(value);
  const fail = (error: unknown): void => task.endThrown(error);
  if (body instanceof Awaitable) {
    body.attach(task, end, fail);
    return;
  }
  if (isGenerator(body)) {
    runSteps(task, body, end, fail);
    return;
  }
  let made: unknown;
  try {
    made = owner.run(task, (body as { call: () => unknown }).call);
  } catch (error) {
    fail(error);
    return;
  }
  if (made instanceof Awaitable) made.attach(task, end, fail);
  else if (isGenerator(made)) runSteps(task, made, end, fail);
  else if (isAsyncGenerator(made))
    fail(new TypeError(`${task.name} must be a function or function*, not an async generator`));
  else if (isThenable(made)) {
    Promise.resolve(made).then(
      (value) => ended(task, () => end(value)),
      (error) => ended(task, () => fail(error)),
    );
  } else end(made);
}

/** The function of a task is over; a wait that it left behind belongs to a helper that it did not await. */
function ended(task: Task<unknown>, settle: () => void): void {
  if (task.done()) return;
  if (task.state === 'running') settle();
  else
    task.failNow(
      new KernelError(`${task.name} must not end while it ${task.activity()}: await or startSoon every helper`),
    );
  task.kernel.drive();
}

// Asked with `in`: objects of assertion libraries throw when an unknown property is read.
function isGenerator(value: unknown): value is Coroutine<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value && 'throw' in value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

function isAsyncGenerator(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
