// What a task runs: a function, a generator, or a wait.
import { Awaitable } from './awaitable.ts';
import { owner } from './context.ts';
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
  else if (made instanceof Promise) {
    made.then(
      (value) => {
        if (task.done()) return;
        end(value);
        task.kernel.drive();
      },
      (error) => {
        if (task.done()) return;
        fail(error);
        task.kernel.drive();
      },
    );
  } else end(made);
}

function isGenerator(value: unknown): value is Coroutine<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Coroutine<unknown>).next === 'function' &&
    typeof (value as Coroutine<unknown>).throw === 'function' &&
    Symbol.iterator in value
  );
}

function isAsyncGenerator(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
