// A bench as data: tasks made of steps, which interpreters in TypeScript and Python carry out alike.

/** Signals that a program may await; of `d` any change. */
export type Watched = 'clk' | 'a' | 'b' | 'd';

/** Inputs that a program writes. */
export type Input = 'a' | 'b' | 'd' | 'e';

/** An edge; of one signal a program uses either rising and falling, or change. */
export interface EdgeWait {
  readonly op: 'edge';
  readonly signal: Watched;
  readonly kind: 'rising' | 'falling' | 'change';
}

/** What can be awaited, alone or in First and Combine. Times are in steps; `grid` ends at a multiple of 4. */
export type Wait =
  | EdgeWait
  | { readonly op: 'timer' | 'grid' | 'clockCycles'; readonly n: number }
  | { readonly op: 'readOnly' | 'readWrite' | 'nextTimeStep' | 'null' }
  | { readonly op: 'event'; readonly event: number }
  | { readonly op: 'complete'; readonly task: number }
  | { readonly op: 'first' | 'combine'; readonly of: readonly Wait[] };

/** What a task does. */
export type Step =
  | Wait
  | { readonly op: 'write'; readonly signal: Input; readonly value: number; readonly immediate: boolean }
  | { readonly op: 'read' | 'raise' }
  | { readonly op: 'set' | 'clear' | 'isSet'; readonly event: number }
  | { readonly op: 'put' | 'putNowait'; readonly queue: number; readonly value: number }
  | { readonly op: 'get' | 'getNowait'; readonly queue: number }
  | { readonly op: 'spawn' | 'cancel' | 'join'; readonly task: number }
  | { readonly op: 'lock'; readonly lock: number; readonly body: readonly Step[] }
  | { readonly op: 'repeat'; readonly n: number; readonly body: readonly Step[] }
  | { readonly op: 'timeout'; readonly n: number; readonly body: readonly Step[] }
  | { readonly op: 'timeoutTask'; readonly n: number; readonly task: number }
  | {
      readonly op: 'select' | 'gather' | 'waitFirst' | 'waitAll' | 'waitError';
      readonly of: readonly (readonly Step[])[];
    };

/** Every kind of step. */
export type Op = Step['op'];

/** One task; as a generator in TypeScript, or asynchronous. */
export interface Body {
  readonly generator: boolean;
  readonly steps: readonly Step[];
}

/** A bench: the main task starts the first `roots` tasks and ends at `end`; the others are started by steps. */
export interface Program {
  readonly seed: number;
  readonly roots: number;
  readonly end: number;
  readonly startHigh: boolean;
  readonly queues: readonly { readonly kind: 'fifo' | 'priority' | 'lifo'; readonly maxsize: number }[];
  readonly tasks: readonly Body[];
}

/** Number of events, and of locks. */
export const events = 3;
export const locks = 2;

/** One line of a log: time, phase, task, what. */
export type Log = readonly string[];
