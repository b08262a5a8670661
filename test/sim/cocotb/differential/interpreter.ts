// Runs a program in dendra; interpreter.py does the same in cocotb, line by line.
import {
  CancelledError,
  type Coroutine,
  gather,
  getSimTime,
  KernelError,
  QueueEmpty,
  QueueFull,
  type Selected,
  SimTimeoutError,
  select,
  simulate,
  startSoon,
  type Task,
  Timer,
  wait,
  withTimeout,
} from '../../../../src/sim/kernel/index.ts';
import type { Model } from '../../../../src/sim/model/types.ts';
import type { Log, Program, Step, Wait } from './program.ts';
import { inputs, outputs, State } from './state.ts';

const when = { waitFirst: 'FIRST_COMPLETED', waitAll: 'ALL_COMPLETED', waitError: 'FIRST_EXCEPTION' } as const;
/** Steps that are a wait. */
const waits = new Set<string>([
  ...['edge', 'timer', 'grid', 'clockCycles', 'readOnly', 'readWrite', 'nextTimeStep'],
  ...['null', 'event', 'complete', 'first', 'combine'],
]);

class Boom extends Error {}

/** The log of a program on a fresh instance; the last line is `failed` when the test fails. */
export async function runProgram(model: Model, program: Program): Promise<Log> {
  const lines: string[] = [];
  const ending = await simulate(model, (dut) => new Run(dut, program, lines).main());
  if (ending.failed) lines.push('failed');
  return lines;
}

/** Yields what to wait for; the same text runs as a generator task and as an async function. */
type Script<T = void> = Generator<unknown, T, unknown>;

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

class Run extends State {
  async main(): Promise<void> {
    const { dut, program } = this;
    for (const name of ['clk', 'poke', ...inputs]) this.signal(name).value = 0;
    dut.rst.value = 0;
    await Timer(4);
    dut.rst.value = 1;
    await Timer(4);
    dut.rst.value = 0;
    await Timer(8);
    this.start = getSimTime();
    startSoon(() => this.clock());
    for (let task = 0; task < program.roots; task++) this.spawn('main', task);
    await Timer(program.end);
    this.log('main', 'end');
    this.ending = true;
  }

  private body(generator: boolean, name: string, steps: readonly Step[]): () => Promise<number> | Coroutine<number> {
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

  private *step(generator: boolean, name: string, at: string, step: Step): Script {
    if (waits.has(step.op)) return yield* this.wait(name, step as Wait);
    switch (step.op) {
      case 'write':
        return this.write(name, step);
      case 'read':
        return this.log(name, `read ${this.values(this.phase() === 'change' ? [] : [...inputs, ...outputs])}`);
      case 'raise':
        this.log(name, 'raise');
        throw new Boom();
      case 'set':
      case 'clear':
        this.log(name, `${step.op} ${step.event}`);
        return this.events[step.event]![step.op]();
      case 'isSet':
        return this.log(name, `isSet ${Number(this.events[step.event]!.isSet())}`);
      case 'put':
      case 'putNowait':
      case 'get':
      case 'getNowait':
        return yield* this.queue(name, step);
      case 'spawn':
        return this.spawn(name, step.task);
      case 'cancel':
        return this.cancel(name, step.task);
      case 'join':
        return yield* this.join(name, step.task);
      case 'lock':
        return yield* this.locked(generator, name, at, step);
      case 'repeat':
        for (let i = 0; i < step.n; i++) {
          for (const [j, inner] of step.body.entries()) yield* this.step(generator, name, `${at}.${i}.${j}`, inner);
        }
        return;
      case 'timeout':
      case 'timeoutTask':
        return yield* this.timeout(generator, name, at, step);
      case 'select':
      case 'gather':
      case 'waitFirst':
      case 'waitAll':
      case 'waitError':
        return yield* this.together(generator, name, at, step);
    }
  }

  private *wait(name: string, step: Wait): Script {
    let result: unknown;
    try {
      result = yield this.trigger(step);
    } catch (error) {
      if (error instanceof KernelError) {
        this.log(name, `${step.op} refused`);
        return;
      }
      if (error instanceof CancelledError) this.log(name, `${step.op} interrupted`);
      throw error;
    }
    if (step.op === 'first') {
      this.log(name, `first ${this.winner(step, result)}`);
      return;
    }
    if (step.op !== 'edge') {
      this.log(name, step.op);
      return;
    }
    this.log(name, `edge ${this.values(step.signal === 'clk' ? ['clk', 'q', 'count'] : [step.signal])}`);
  }

  private *queue(name: string, step: Step & { op: 'put' | 'putNowait' | 'get' | 'getNowait' }): Script {
    const queue = this.queues[step.queue]!;
    let result: unknown = '';
    try {
      if (step.op === 'put') yield queue.put(step.value);
      else if (step.op === 'get') result = yield queue.get();
      else if (step.op === 'putNowait') queue.putNowait(step.value);
      else result = queue.getNowait();
    } catch (error) {
      if (error instanceof QueueFull) result = 'QueueFull';
      else if (error instanceof QueueEmpty) result = 'QueueEmpty';
      else throw error;
    }
    this.log(name, `${step.op} ${step.queue} ${result}`);
  }

  private spawn(name: string, task: number): void {
    if (this.handles.has(task)) {
      this.log(name, `spawn ${task} again`);
      return;
    }
    const { generator, steps } = this.program.tasks[task]!;
    this.handles.set(task, startSoon(this.body(generator, `${task}`, steps)) as Task<number>);
    this.log(name, `spawn ${task}`);
  }

  private cancel(name: string, task: number): void {
    const handle = this.handles.get(task);
    if (handle === undefined || name.split(':')[0] === `${task}`) {
      this.log(name, `no cancel of ${task}`);
      return;
    }
    this.cancelled.add(task);
    this.log(name, `cancel ${task} ${Number(handle.cancel())}`);
  }

  private *join(name: string, task: number): Script {
    const handle = this.handles.get(task);
    if (handle === undefined || name.split(':')[0] === `${task}`) {
      this.log(name, `no join of ${task}`);
      return;
    }
    let result: unknown;
    try {
      result = yield handle;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      if (this.ending || !handle.cancelled() || name.includes(':') || this.cancelled.has(Number(name))) throw error;
      return this.log(name, `join ${task} cancelled`);
    }
    this.log(name, `join ${task} ${result}`);
  }

  private *locked(generator: boolean, name: string, at: string, step: Step & { op: 'lock' }): Script {
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

  private *timeout(
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

  private *together(
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
