// Starting tasks: startSoon, createTask, currentTask.

import { deprecated } from '../values/deprecated.ts';
import type { Awaitable } from './awaitable.ts';
import { type Body, bodyOf, type Coroutine } from './body.ts';
import { activeKernel, runningKernel } from './context.ts';
import { KernelError } from './errors.ts';
import { NullTrigger } from './sync.ts';
import { Task } from './task.ts';
import { Waitable } from './waitable.ts';

/** A function of a task: asynchronous, or a generator. */
export type TaskFunction<A extends readonly unknown[], T> = (
  ...args: A
) => Promise<T> | Coroutine<T> | Awaitable<T> | T;

/** Makes a task that has not started; `startSoon` or `await` starts it. */
export function createTask<A extends readonly unknown[], T>(run: TaskFunction<A, T>, ...args: A): Task<T>;
export function createTask<T>(run: Coroutine<T> | Awaitable<T>): Task<T>;
export function createTask(run: unknown, ...args: unknown[]): Task<unknown> {
  return makeTask('createTask argument', run, args);
}

/** Queues a function, a generator, a trigger or a task behind all ready tasks; nothing runs before the caller waits. */
export function startSoon<A extends readonly unknown[], T>(run: TaskFunction<A, T>, ...args: A): Task<T>;
export function startSoon<T>(run: Coroutine<T> | Awaitable<T>): Task<T>;
export function startSoon(run: unknown, ...args: unknown[]): Task<unknown> {
  const task = makeTask('startSoon argument', run, args);
  if (task.state === 'unstarted') task.start();
  else if (task.done()) throw new KernelError(`${task.name} must not be done to be started, but it is ${task.state}`);
  return task;
}

/** Old name of startSoon. */
export function fork<T>(run: TaskFunction<[], T> | Coroutine<T> | Awaitable<T>): Task<T> {
  deprecated('fork', 'startSoon');
  return startSoon(run as Coroutine<T>);
}

/** Starts a task and lets it run once before the caller goes on; await it. */
export function start<T>(run: TaskFunction<[], T> | Coroutine<T> | Awaitable<T>): Waitable<{ task: Task<T> }> {
  deprecated('start', 'startSoon');
  return new Waitable(
    () => 'start',
    function* () {
      const task = startSoon(run as Coroutine<T>);
      yield* NullTrigger();
      return { task };
    },
  );
}

/** Old name of awaiting a task. */
export function Join<T>(task: Task<T>): Task<T> {
  deprecated('Join(task)', 'await task');
  return task;
}

/** True while a test runs: what waits, reads or writes signals works. */
export function isSimulation(): boolean {
  return runningKernel() !== undefined;
}

/** The task whose code runs. */
export function currentTask(): Task<unknown> {
  const task = runningKernel()?.running;
  if (task === undefined) throw new KernelError('currentTask must be called in a running task, not outside');
  return task;
}

/** Has the running test check something when it ends without an error; what the check throws fails it. */
export function atTestEnd(check: () => void): void {
  runningKernel()?.test?.atEnd(check);
}

/** A task of its own kernel, for combinations: its failure is theirs alone. */
export function childTask<T>(what: string, run: unknown): Task<T> {
  const kernel = activeKernel(what);
  return new Task<T>(kernel, bodyOf<T>(what, run) as Body<T>);
}

function makeTask(what: string, run: unknown, args: readonly unknown[]): Task<unknown> {
  const { test } = activeKernel('a task');
  if (run instanceof Task) return run as Task<unknown>;
  const task = new Task<unknown>(activeKernel('a task'), bodyOf(what, run, args));
  test!.add(task);
  return task;
}
