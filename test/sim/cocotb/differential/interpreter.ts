// Runs a program in dendra; interpreter.py does the same in cocotb, line by line.
import {
  CancelledError,
  getSimTime,
  KernelError,
  QueueEmpty,
  QueueFull,
  simulate,
  startSoon,
  type Task,
  Timer,
} from '../../../../src/sim/kernel/index.ts';
import type { Model } from '../../../../src/sim/model/types.ts';
import { Boom, Nested, type Script } from './nested.ts';
import { inputs, type Log, type Program, type Step, type Wait } from './program.ts';
import { edges } from './state.ts';

/** Steps that are a wait. */
const waits = new Set<string>([
  ...['edge', 'timer', 'grid', 'clockCycles', 'readOnly', 'readWrite', 'nextTimeStep'],
  ...['null', 'event', 'complete', 'first', 'combine'],
]);

/** The log of a program on a fresh instance; the last line is `failed` when the test fails. */
export async function runProgram(model: Model, program: Program): Promise<Log> {
  const lines: string[] = [];
  const ending = await simulate(model, (dut) => new Run(dut, program, lines).main());
  if (ending.failed) lines.push('failed');
  return lines;
}

class Run extends Nested {
  async main(): Promise<void> {
    const { dut, program } = this;
    for (const name of ['clk', 'clk2', 'poke', ...inputs]) this.signal(name).value = 0;
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

  protected override *step(generator: boolean, name: string, at: string, step: Step): Script {
    if (waits.has(step.op)) return yield* this.wait(name, step as Wait);
    switch (step.op) {
      case 'write':
        return this.write(name, step);
      case 'read':
        return this.log(name, `read ${this.read()}`);
      case 'force':
      case 'freeze':
      case 'release':
        return this.action(name, step);
      case 'clockStart':
        return this.log(name, `clockStart ${step.clock} ${Number(this.startClock(step.clock, step.high))}`);
      case 'clockStop':
        return this.log(name, `clockStop ${step.clock} ${Number(this.stopClock(step.clock))}`);
      case 'round':
      case 'cycles':
        return yield* this.measured(name, step);
      case 'raise':
        this.log(name, 'raise');
        throw new Boom();
      case 'set':
      case 'clear':
        this.log(name, `${step.op} ${step.event}`);
        return this.events[step.event]![step.op]();
      case 'pulse':
        this.log(name, `pulse ${step.event}`);
        this.events[step.event]!.set();
        return this.events[step.event]!.clear();
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
      case 'state':
        return this.log(name, `state ${step.task} ${this.stateOf(step.task)}`);
      case 'child':
        return yield* this.child(generator, name, at, step);
      case 'cleanup':
        return yield* this.cleanup(generator, name, at, step);
      case 'manager':
        return yield* this.manager(generator, name, at, step);
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
    if (handle === undefined) {
      this.log(name, `no cancel of ${task}`);
      return;
    }
    let result: unknown = 'refused';
    try {
      result = Number(handle.cancel());
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
    this.log(name, `cancel ${task} ${result}`);
  }

  private stateOf(task: number): string {
    const handle = this.handles.get(task);
    return handle === undefined ? 'none' : handle.cancelled() ? 'cancelled' : handle.done() ? 'done' : 'open';
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
      if (error instanceof Boom || error instanceof KernelError)
        return this.log(name, `join ${task} ${error instanceof Boom ? 'boom' : 'wrong'}`);
      // The cancellation of the other task, not of this one.
      if (!(error instanceof CancelledError && error === outcome(handle))) throw error;
      return this.log(name, `join ${task} cancelled`);
    }
    this.log(name, `join ${task} ${result}`);
  }

  private *measured(name: string, step: Step & { op: 'round' | 'cycles' }): Script {
    try {
      if (step.op === 'round') yield Timer(step.time, 'fs', { roundMode: step.mode });
      else yield this.clocks[step.clock]!.cycles(step.n, edges[step.kind]);
    } catch (error) {
      if (error instanceof RangeError) return this.log(name, `${step.op} refused`);
      if (error instanceof CancelledError) this.log(name, `${step.op} interrupted`);
      throw error;
    }
    this.log(name, step.op);
  }
}

/** What a task that failed or was cancelled throws. */
function outcome(task: Task<unknown>): unknown {
  try {
    return task.result();
  } catch (error) {
    return error;
  }
}
