// What the steps of a program act on in dendra: signals, triggers, writes, and the log.
import {
  type Awaitable,
  Clock,
  ClockCycles,
  Combine,
  type Dut,
  Event,
  FallingEdge,
  First,
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
  RisingEdge,
  type Selected,
  type Task,
  Timer,
  ValueChange,
} from '../../../../src/sim/kernel/index.ts';
import { events, locks, type Program, type Step, type Wait } from './program.ts';

const edges = { rising: RisingEdge, falling: FallingEdge, change: ValueChange };
const queues = { fifo: Queue, priority: PriorityQueue, lifo: LifoQueue };
/** Inputs that a read logs. */
export const inputs = ['a', 'b', 'd', 'e'] as const;
/** Outputs that a read logs. */
export const outputs = ['q', 'count', 'y', 'x'] as const;

/** A program under way: its objects, its log, and what steps share. */
export class State {
  protected readonly events = Array.from({ length: events }, () => new Event());
  protected readonly locks = Array.from({ length: locks }, () => new Lock());
  protected readonly queues;
  protected readonly handles = new Map<number, Task<number>>();
  protected readonly cancelled = new Set<number>();
  protected readonly watched: ReadonlySet<string>;
  protected readonly made = new Map<Wait, string>();
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
    this.queues = program.queues.map(({ kind, maxsize }) => new queues[kind]<number>(maxsize));
    this.watched = new Set(
      [...JSON.stringify(program.tasks).matchAll(/"op":"edge","signal":"(\w+)"/g)].map(([, name]) => name!),
    );
  }

  protected async clock(): Promise<void> {
    await Timer(2);
    new Clock(this.dut.clk, 8).start(this.program.startHigh);
    await Timer(2);
    for (;;) await Timer(4);
  }

  protected signal(name: string): LogicHandle {
    return this.dut[name] as LogicHandle;
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
    return names.map((name) => `${name}=${this.signal(name).value}`).join(' ');
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
        return ClockCycles(this.dut.clk, w.n);
      case 'readOnly':
        return ReadOnly();
      case 'readWrite':
        if (this.phase() === 'settle') this.dut.poke.value = 1 - Number(this.dut.poke.value);
        return ReadWrite();
      case 'nextTimeStep':
        if (this.phase() !== 'begin') return NextTimeStep();
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

  protected write(name: string, { signal, value, immediate }: Step & { op: 'write' }): void {
    const watched = this.watched.has(signal);
    if (watched) {
      const busy = this.phase() === 'begin' && this.now() % 4 === 2;
      if (busy || this.written === this.now()) {
        this.log(name, `no write of ${signal}`);
        return;
      }
    }
    if (signal === 'e' && this.phase() === 'change') {
      this.log(name, 'no write of e');
      return;
    }
    try {
      this.signal(signal).value = immediate ? new Immediate(value) : value;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      this.log(name, `write ${signal} refused`);
      return;
    }
    if (watched) this.written = this.now();
    this.log(name, `write ${signal}=${value}`);
  }
}
