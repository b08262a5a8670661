// What the steps of a program act on in dendra: signals, triggers, writes, and the log.
import {
  type ArrayHandle,
  type Assigned,
  type Awaitable,
  Clock,
  ClockCycles,
  Combine,
  Deposit,
  type Dut,
  Event,
  FallingEdge,
  First,
  Force,
  Freeze,
  getSimTime,
  Immediate,
  KernelError,
  LifoQueue,
  Lock,
  type LogicHandle,
  NextTimeStep,
  NullTrigger,
  PriorityQueue,
  Queue,
  ReadOnly,
  ReadWrite,
  Release,
  RisingEdge,
  type Selected,
  type Task,
  Timer,
  ValueChange,
} from '../../../../src/sim/kernel/index.ts';
import { LogicArray } from '../../../../src/sim/values/index.ts';
import { events, inputs, locks, outputs, type Program, type Step, type Wait } from './program.ts';

/** Triggers by kind of edge. */
export const edges = { rising: RisingEdge, falling: FallingEdge, change: ValueChange };
const queues = { fifo: Queue, priority: PriorityQueue, lifo: LifoQueue };

/** A program under way: its objects, its log, and what steps share. */
export class State {
  protected readonly events = Array.from({ length: events }, () => new Event());
  protected readonly locks = Array.from({ length: locks }, () => new Lock());
  protected readonly queues;
  protected readonly handles = new Map<number, Task<number>>();
  protected readonly watched: ReadonlySet<string>;
  protected readonly made = new Map<Wait, string>();
  protected readonly clocks: readonly Clock[];
  /** When a clock that runs was started. */
  protected readonly running = new Map<number, number>();
  protected readonly icarus: boolean;
  protected written = -1;
  protected start = 0;
  protected ending = false;
  protected readonly dut: Dut;
  protected readonly program: Program;
  protected readonly lines: string[];

  constructor(dut: Dut, program: Program, lines: string[]) {
    this.dut = dut;
    this.program = program;
    this.lines = lines;
    this.icarus = program.simulator === 'icarus';
    this.clocks = program.clocks.map(({ signal, period, high, immediate }) => {
      const setAction = immediate ? Immediate : Deposit;
      return new Clock(this.signal(signal), period, { periodHigh: high, setAction });
    });
    this.queues = program.queues.map(({ kind, maxsize }) => new queues[kind]<number>(maxsize));
    this.watched = new Set(
      [...JSON.stringify(program.tasks).matchAll(/"op":"edge","signal":"(\w+)"/g)].map(([, name]) => name!),
    );
  }

  /** Starts the clocks two steps later, and makes time steps, since NextTimeStep fires at the time of a cancelled timer too. */
  protected async clock(): Promise<void> {
    if (!this.icarus) await Timer(1);
    await Timer(this.icarus ? 2 : 1);
    for (const [i, { start }] of this.program.clocks.entries()) if (start !== undefined) this.startClock(i, start);
    if (this.icarus) await Timer(2);
    for (;;) await Timer(this.icarus ? 4 : 1);
  }

  protected startClock(clock: number, high: boolean): boolean {
    // In cocotb a clock of Immediate writes even where nothing must be written.
    const refused = this.phase() === 'end' && this.program.clocks[clock]!.immediate;
    if (refused || this.running.has(clock)) return false;
    this.clocks[clock]!.start(high);
    this.running.set(clock, this.now());
    return true;
  }

  protected stopClock(clock: number): boolean {
    // A clock stopped before its task has run goes on in cocotb.
    if ((this.running.get(clock) ?? this.now()) === this.now()) return false;
    this.clocks[clock]!.stop();
    return this.running.delete(clock);
  }

  protected signal(name: string): LogicHandle {
    return name.startsWith('mem') ? (this.dut.mem as ArrayHandle).at(Number(name[3])) : (this.dut[name] as LogicHandle);
  }

  protected phase(): string {
    return this.dut.clk.kernel.phase;
  }

  protected now(): number {
    return getSimTime() - this.start;
  }

  protected log(name: string, what: string): void {
    this.lines.push(`${this.now()} ${this.phase()} ${name} ${what}`);
  }

  protected values(names: readonly string[]): string {
    const value = (signal: LogicHandle): unknown => (signal.isSigned ? signal.signed : signal.value);
    return names.map((name) => `${name}=${value(this.signal(name))}`).join(' ');
  }

  protected read(): string {
    // In the middle of a change only time and phase are alike on all simulators.
    return this.icarus && this.phase() === 'change' ? '' : this.values([...inputs, ...outputs]);
  }

  protected trigger(w: Wait): Awaitable<unknown> {
    this.made.set(w, w.op === 'grid' ? 'timer' : w.op);
    switch (w.op) {
      case 'edge':
        return edges[w.kind](this.signal(w.signal));
      case 'timer':
        return Timer(w.n);
      case 'grid':
        return Timer(4 * w.n - (this.now() % 4));
      case 'clockCycles':
        return ClockCycles(this.signal(w.signal), w.n, edges[w.kind]);
      case 'readOnly':
        return ReadOnly();
      case 'readWrite':
        if (this.icarus && this.phase() === 'settle') this.dut.poke.value = 1 - Number(this.dut.poke.value);
        return ReadWrite();
      case 'nextTimeStep':
        if (!this.icarus || this.phase() !== 'begin') return NextTimeStep();
        // At the beginning of a step Icarus would fire again in the same one.
        this.made.set(w, 'timer');
        return Timer(4 - (this.now() % 4));
      case 'null':
        return NullTrigger();
      case 'event':
        return this.events[w.event]!.wait();
      case 'complete':
        if (this.handles.has(w.task)) return this.handles.get(w.task)!.complete;
        this.made.set(w, 'null');
        return NullTrigger();
      case 'first':
        return First(...w.of.map((x) => this.trigger(x)));
      case 'combine':
        return Combine(...w.of.map((x) => this.trigger(x)));
    }
  }

  /** The kind of trigger that First gives in cocotb; its class, where several kinds of step share one. */
  protected winner(w: Wait, result: unknown): string {
    if (w.op === 'first') {
      const { index, value } = result as Selected<unknown>;
      return this.winner(w.of[index]!, value);
    }
    return this.made.get(w)!;
  }

  protected write(name: string, step: Step & { op: 'write' }): void {
    const { signal } = step;
    if (this.icarus) {
      const watched = this.watched.has(signal);
      const busy = this.phase() === 'begin' && this.now() % 4 === 2;
      const hidden = (signal === 'e' || signal === 'w') && this.phase() === 'change';
      if (hidden || (watched && (busy || this.written === this.now()))) {
        this.log(name, `no write of ${signal}`);
        return;
      }
    }
    const handle = this.signal(signal);
    const value = typeof step.value === 'string' ? BigInt(step.value) : step.value;
    const array = (): LogicArray => LogicArray.fromUnsigned(BigInt.asUintN(handle.width, BigInt(value)), handle.width);
    const given = { integer: () => value, array, bits: () => `${array()}` }[step.as]();
    this.assign(name, signal, step.immediate ? new Immediate(given) : given, `write ${signal}=${value}`);
  }

  protected action(name: string, step: Step & { op: 'force' | 'freeze' | 'release' }): void {
    const { op, signal } = step;
    const action = op === 'force' ? new Force(step.value) : op === 'freeze' ? new Freeze() : new Release();
    this.assign(name, signal, action, `${op} ${signal}`);
  }

  private assign(name: string, signal: string, value: Assigned, what: string): void {
    try {
      this.signal(signal).value = value;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      this.log(name, `${what} refused`);
      return;
    }
    if (this.watched.has(signal)) this.written = this.now();
    this.log(name, what);
  }
}
