// Waiting written once as a generator, for async functions and generators alike.
import { Awaitable, type Reject, type Steps } from './awaitable.ts';
import type { Task } from './task.ts';

/** Something that is waited for in several steps; nothing happens before it is awaited. */
export class Waitable<T> extends Awaitable<T> {
  private readonly steps: () => Steps<T>;
  private readonly label: () => string;

  constructor(label: () => string, steps: () => Steps<T>) {
    super();
    this.label = label;
    this.steps = steps;
  }

  override describe(): string {
    return this.label();
  }

  override attach(task: Task<unknown>, resolve: (value: T) => void, reject: Reject): void {
    runSteps(task, this.steps(), resolve, reject);
  }

  override [Symbol.iterator](): Steps<T> {
    return this.steps();
  }
}

/** Runs a generator of triggers inside a task, up to its end. */
export function runSteps<T>(
  task: Task<unknown>,
  steps: Iterator<unknown, T, unknown>,
  resolve: (value: T) => void,
  reject: Reject,
): void {
  // Generators may also yield tasks and combinations: those run on top of the one that yielded them.
  const stack: Iterator<unknown, unknown, unknown>[] = [steps];
  let waitsFor: unknown;
  const next = (): void => step(false, waitsFor);
  const fail = (error: unknown): void => step(true, error);
  const step = (thrown: boolean, input: unknown): void => {
    let failed = thrown;
    let value = input;
    for (;;) {
      const top = stack[stack.length - 1]!;
      let result: IteratorResult<unknown, unknown>;
      try {
        result = failed ? throwInto(top, value) : top.next(value);
      } catch (error) {
        stack.pop();
        if (stack.length === 0) {
          reject(error);
          return;
        }
        failed = true;
        value = error;
        continue;
      }
      failed = false;
      value = result.value;
      if (result.done === true) {
        stack.pop();
        if (stack.length === 0) {
          resolve(value as T);
          return;
        }
      } else if (task.kernel.isTrigger(value)) {
        waitsFor = value;
        task.kernel.park(task, value, next, fail, stack);
        return;
      } else if (value instanceof Awaitable) {
        stack.push(value[Symbol.iterator]());
        value = undefined;
      } else {
        failed = true;
        value = new TypeError(notWaitable(value));
      }
    }
  };
  step(false, undefined);
}

function throwInto(steps: Iterator<unknown, unknown, unknown>, error: unknown): IteratorResult<unknown, unknown> {
  if (steps.throw === undefined) throw error;
  return steps.throw(error);
}

function notWaitable(value: unknown): string {
  const sentence = `a generator task must yield a trigger, a task or a combination, not ${kindOf(value)}`;
  return value instanceof Promise ? `${sentence}: write it as an async function to await promises` : sentence;
}

/** What a value is, in words, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object')
    return `an object of ${(value as Record<symbol, string>)[Symbol.toStringTag] ?? (value as object).constructor?.name ?? 'no class'}`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
