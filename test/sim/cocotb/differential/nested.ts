// The steps of a program that hold other steps, in the same task or in further ones.
import {
  CancelledError,
  type Coroutine,
  createTask,
  gather,
  type Selected,
  SimTimeoutError,
  select,
  startSoon,
  type Task,
  taskManager,
  wait,
  withTimeout,
} from '../../../../src/sim/kernel/index.ts';
import type { Step } from './program.ts';
import { State } from './state.ts';

const when = { waitFirst: 'FIRST_COMPLETED', waitAll: 'ALL_COMPLETED', waitError: 'FIRST_EXCEPTION' } as const;

/** What the step `raise` throws. */
export class Boom extends Error {}

/** Yields what to wait for; the same text runs as a generator task and as an async function. */
export type Script<T = void> = Generator<unknown, T, unknown>;

/** Runs a script with `await` instead of `yield`. */
async function asynchronous<T>(script: Script<T>): Promise<T> {
  let result = script.next();
  while (result.done !== true) {
    let value: unknown;
    try {
      value = await result.value;
    } catch (error) {
      result = script.throw(error);
      continue;
    }
    result = script.next(value);
  }
  return result.value;
}

/** A program under way, with everything but its plain steps. */
export abstract class Nested extends State {
  /** Carries one step out. */
  protected abstract step(generator: boolean, name: string, at: string, step: Step): Script;

  protected body(generator: boolean, name: string, steps: readonly Step[]): () => Promise<number> | Coroutine<number> {
    const script = () => this.script(generator, name, steps);
    return generator ? script : () => asynchronous(script());
  }

  private *script(generator: boolean, name: string, steps: readonly Step[]): Script<number> {
    try {
      for (const [i, step] of steps.entries()) yield* this.step(generator, name, `${name}.${i}`, step);
      this.log(name, 'end');
      return steps.length;
    } catch (error) {
      if (error instanceof CancelledError) this.log(name, 'cancelled');
      throw error;
    }
  }

  protected *steps(generator: boolean, name: string, at: string, steps: readonly Step[]): Script {
    for (const [i, step] of steps.entries()) yield* this.step(generator, name, `${at}.${i}`, step);
  }

  protected *child(generator: boolean, name: string, at: string, step: Step & { op: 'child' }): Script {
    const task = createTask(this.body(generator, `${name}:${at}`, step.body));
    if (step.soon) startSoon(task);
    let result: unknown;
    try {
      result = yield task;
    } catch (error) {
      if (!(error instanceof Boom)) throw error;
      result = 'boom';
    }
    this.log(name, `child ${result}`);
  }

  protected *cleanup(generator: boolean, name: string, at: string, step: Step & { op: 'cleanup' }): Script {
    try {
      yield* this.steps(generator, name, at, step.body);
    } finally {
      this.log(name, 'cleanup');
      yield* this.steps(generator, name, `${at}.after`, step.after);
    }
  }

  protected *manager(generator: boolean, name: string, at: string, step: Step & { op: 'manager' }): Script {
    const { of, continues: defaultContinueOnError } = step;
    const bodies = of.map((body, i) => this.body(generator, `${name}:${at}.${i}`, body));
    const block = () => this.steps(generator, name, at, step.body);
    let result = 'done';
    try {
      yield taskManager(
        (manager) => {
          for (const body of bodies) manager.startSoon(body);
          return generator ? block() : asynchronous(block());
        },
        { defaultContinueOnError },
      );
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error;
      // A failure among its tasks hides the end of the test from the block; in cocotb it would run on.
      if (this.ending) throw new CancelledError('end of the test');
      result = `errors ${error.errors.length}`;
    }
    this.log(name, `manager ${result}`);
  }

  protected *locked(generator: boolean, name: string, at: string, step: Step & { op: 'lock' }): Script {
    const lock = this.locks[step.lock]!;
    yield lock.acquire();
    this.log(name, `acquired ${step.lock}`);
    try {
      for (const [i, inner] of step.body.entries()) yield* this.step(generator, name, `${at}.${i}`, inner);
    } finally {
      lock.release();
      this.log(name, `released ${step.lock}`);
    }
  }

  protected *timeout(
    generator: boolean,
    name: string,
    at: string,
    step: Step & { op: 'timeout' | 'timeoutTask' },
  ): Script {
    let what: (() => Promise<number> | Coroutine<number>) | Task<number> | undefined;
    if (step.op === 'timeout') what = this.body(generator, `${name}:${at}`, step.body);
    else {
      const handle = this.handles.get(step.task);
      if (handle === undefined || handle.done() || name.split(':')[0] === `${step.task}`)
        return this.log(name, 'no timeout');
      what = handle;
    }
    let result: unknown;
    try {
      result = yield withTimeout<number>(what, 4 * step.n);
    } catch (error) {
      if (error instanceof SimTimeoutError) result = 'over';
      else if (error instanceof Boom) result = 'boom';
      else throw error;
    }
    this.log(name, `${step.op} ${result}`);
  }

  protected *together(
    generator: boolean,
    name: string,
    at: string,
    step: Step & { op: 'select' | 'gather' | keyof typeof when },
  ): Script {
    const bodies = step.of.map((body, i) => this.body(generator, `${name}:${at}.${i}`, body));
    let result: string;
    try {
      if (step.op === 'select') {
        const [index, value] = (yield select<number>(...bodies)) as Selected<number>;
        result = `${index} ${value}`;
      } else if (step.op === 'gather') result = ((yield gather(...bodies)) as number[]).join(' ');
      else {
        const found = (yield wait(bodies, when[step.op])) as { index: number | undefined; tasks: Task<unknown>[] };
        const states = found.tasks.map((task) =>
          task.cancelled() ? 'cancelled' : task.exception() !== undefined ? 'failed' : task.result(),
        );
        result = `${found.index ?? 'none'} ${states.join(' ')}`;
      }
    } catch (error) {
      if (!(error instanceof Boom)) throw error;
      result = 'boom';
    }
    this.log(name, `${step.op} ${result}`);
  }
}
