// What a compiled model offers: signals in its own memory, evaluation, time and waves. The kernel knows nothing else of a simulator.

import type { BulkRecord } from '../bulk/record.ts';
import type { BulkRequest } from '../bulk/request.ts';

/** A port, or an internal signal that was named when the model was built. */
export interface SignalInfo {
  /** Name below the top: `clk_i`, or `u_core.state_q`. */
  readonly path: string;
  readonly direction: 'in' | 'out' | 'inout' | 'internal';
  readonly width: number;
  readonly signed: boolean;
  /** Elements of an unpacked array; absent for a plain signal. */
  readonly elements?: number;
  /** Left and right index of an array of one dimension, as its source has them; 0 and `elements - 1` where it is absent. */
  readonly range?: readonly [left: number, right: number];
  /**
   * The model's own storage, zero copy: 1, 2, 4 or 8 bytes little-endian, or 32-bit words from the lowest on above 64 bits; one
   * such group an element, from the lowest index on. Bits above `width` are 0 and must stay 0.
   */
  readonly storage: Uint8Array;
}

/** Why a model stopped. */
export type StopKind = 'finish' | 'stop' | 'error' | 'fatal' | 'signal' | 'timeout';

/** Storage with which a signal is held at a value (Verilator's `forceable`). */
export interface ForceInfo {
  readonly enable: Uint8Array;
  readonly value: Uint8Array;
}

/** One simulation; it owns its time, plusargs and seed. Every method but `free` throws ModelError when the model stops. */
export interface Instance {
  readonly signals: readonly SignalInfo[];
  /** Evaluates the model once at the present time. */
  eval(): void;
  /** Ends the time step, once, before its values count as final. */
  evalEnd(): void;
  /** Time in steps of the precision; called often, so it must be cheap. */
  setTime(steps: number): void;
  /** Time of the model's own next event, for RTL with delays. */
  nextEvent(): number | undefined;
  /** Storage that forces a signal; undefined for a port, and for what was not built forceable. */
  force(path: string): ForceInfo | undefined;
  /** Calls of $error so far; after `free` also those of its final blocks, and 1 for a final block that stopped. */
  errors(): number;
  /** Place and text of the first of them since this was last asked; empty when there was none. */
  firstError(): string;
  /** What the model printed since the last call, line by line; after `free` also what its final blocks printed. */
  takeLog(): readonly string[];
  /** Prepares a run in native code; absent where there is none. The clock of the request must be at 0. */
  bulk?(request: BulkRequest): BulkSession;
  traceOpen(file: string): void;
  traceDump(): void;
  traceClose(): void;
  /** Ends the simulation; signals must not be touched any more. Idempotent. */
  free(): void;
}

/** A run in native code that nobody observes in between; time is left at its end. */
export interface BulkSession {
  /** Runs at most that many cycles; false when the run has ended. */
  run(cycles: number): boolean;
  /** Ends the run. */
  record(): BulkRecord;
}

/** How to start a simulation. */
export interface OpenOptions {
  /** With or without the leading `+`. */
  readonly plusargs?: readonly string[];
  /** Seed of $random and of what is not initialised. */
  readonly seed?: number;
}

/** A parameter of the top module, as it was elaborated. */
export interface ParameterInfo {
  readonly name: string;
  readonly value: number | bigint | string;
}

/** A design, compiled. */
export interface Model {
  readonly top: string;
  readonly simulator: string;
  /** Version of the simulator, `5.006`. */
  readonly version: string;
  /** Power of ten of a time step in seconds, -12 for 1 ps. */
  readonly precision: number;
  readonly parameters?: readonly ParameterInfo[];
  /** What the simulator said about the RTL when it built the model. */
  readonly warnings?: string;
  /** The same design, made so that its instances can record waves; absent where they never can. */
  traced?(): Promise<Model>;
  open(options?: OpenOptions): Instance;
}
