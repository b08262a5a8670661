// A bench as data: tasks made of steps, which interpreters in TypeScript and Python carry out alike.

/** Where the reference runs; on Icarus programs leave out what depends on the simulator. */
export type Simulator = 'icarus' | 'verilator';

/** Inputs that a program writes, and elements of a memory. */
export const inputs = ['a', 'b', 'd', 'e', 'f', 's', 'l', 'w', 'mem0', 'mem1', 'mem2', 'mem3'] as const;
/** Outputs that a read logs. */
export const outputs = [
  ...(['q', 'count', 'r2', 'div', 'r3', 'wq', 'y', 'x', 'fy', 'sy', 'ly', 'wy', 'my', 'h', 'hy'] as const),
] as const;

export type Input = (typeof inputs)[number];
export type Output = (typeof outputs)[number];

/** Signals that a program may await. */
export type Watched = 'clk' | 'clk2' | Exclude<Input, `mem${number}`> | Output;

/** Kinds of edges. */
export type Kind = 'rising' | 'falling' | 'change';

/** An edge; on Icarus a program uses either rising and falling of a signal, or change. */
export interface EdgeWait {
  readonly op: 'edge';
  readonly signal: Watched;
  readonly kind: Kind;
}

/** What can be awaited, alone or in First and Combine. Times are in steps; `grid` ends at a multiple of 4. */
export type Wait =
  | EdgeWait
  | { readonly op: 'timer' | 'grid'; readonly n: number }
  | { readonly op: 'clockCycles'; readonly signal: 'clk' | 'clk2' | 'div'; readonly kind: Kind; readonly n: number }
  | { readonly op: 'readOnly' | 'readWrite' | 'nextTimeStep' | 'null' }
  | { readonly op: 'event'; readonly event: number }
  | { readonly op: 'complete'; readonly task: number }
  | { readonly op: 'first' | 'combine'; readonly of: readonly Wait[] };

/** Several bodies at once. */
export type Bodies = readonly (readonly Step[])[];

/** What a task does. */
export type Step =
  | Wait
  /** A timer in femtoseconds, where a step is a picosecond. */
  | { readonly op: 'round'; readonly time: number; readonly mode: 'error' | 'ceil' | 'floor' | 'round' }
  | { readonly op: 'cycles'; readonly clock: number; readonly n: number; readonly kind: Kind }
  | { readonly op: 'clockStart'; readonly clock: number; readonly high: boolean }
  | { readonly op: 'clockStop'; readonly clock: number }
  | {
      readonly op: 'write';
      readonly signal: Input;
      /** A decimal where a number is too small for it. */
      readonly value: number | string;
      readonly as: 'integer' | 'array' | 'bits';
      readonly immediate: boolean;
    }
  | { readonly op: 'force'; readonly signal: 'f' | 'h'; readonly value: number }
  | { readonly op: 'freeze' | 'release'; readonly signal: 'f' | 'h' }
  | { readonly op: 'read' | 'raise' }
  /** `pulse` sets and clears at once. */
  | { readonly op: 'set' | 'clear' | 'isSet' | 'pulse'; readonly event: number }
  | { readonly op: 'put' | 'putNowait'; readonly queue: number; readonly value: number }
  | { readonly op: 'get' | 'getNowait'; readonly queue: number }
  | { readonly op: 'spawn' | 'cancel' | 'join' | 'state'; readonly task: number }
  | { readonly op: 'lock'; readonly lock: number; readonly body: readonly Step[] }
  | { readonly op: 'repeat'; readonly n: number; readonly body: readonly Step[] }
  | { readonly op: 'timeout'; readonly n: number; readonly body: readonly Step[] }
  | { readonly op: 'timeoutTask'; readonly n: number; readonly task: number }
  /** A task of its own, started by the await or, with `soon`, before. */
  | { readonly op: 'child'; readonly soon: boolean; readonly body: readonly Step[] }
  /** Steps in a `finally`. */
  | { readonly op: 'cleanup'; readonly body: readonly Step[]; readonly after: readonly Step[] }
  | { readonly op: 'manager'; readonly continues: boolean; readonly of: Bodies; readonly body: readonly Step[] }
  | { readonly op: 'select' | 'gather' | 'waitFirst' | 'waitAll' | 'waitError'; readonly of: Bodies };

/** Every kind of step. */
export type Op = Step['op'];

/** One task; as a generator in TypeScript, or asynchronous. */
export interface Body {
  readonly generator: boolean;
  readonly steps: readonly Step[];
}

/** A clock, in steps. */
export interface ClockPlan {
  readonly signal: 'clk' | 'clk2';
  readonly period: number;
  readonly high: number;
  readonly immediate: boolean;
  /** The first level; a clock without one is started by steps alone. */
  readonly start: boolean | undefined;
}

/** A bench: the main task starts the first `roots` tasks and ends at `end`; the others are started by steps. */
export interface Program {
  readonly seed: number;
  readonly simulator: Simulator;
  readonly roots: number;
  readonly end: number;
  readonly clocks: readonly ClockPlan[];
  readonly queues: readonly { readonly kind: 'fifo' | 'priority' | 'lifo'; readonly maxsize: number }[];
  readonly tasks: readonly Body[];
}

/** Number of events, and of locks. */
export const events = 3;
export const locks = 2;

/** One line of a log: time, phase, task, what. */
export type Log = readonly string[];
