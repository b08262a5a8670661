// The vocabulary of co-simulation: beats, stimulus, options and results, the same for every simulator.
import type { Stall } from '../ir/index.ts';

/** Beats of one stream, in order of travel. */
export interface Beats {
  readonly count: number;
  /** 32-bit words of one beat's data: ceil(lanes * width / 32), least significant first. */
  readonly words: number;
  readonly data: Uint32Array;
  /** 32-bit words of one beat's keep: ceil(lanes / 32). */
  readonly keepWords: number;
  readonly keep: Uint32Array;
  readonly last: Uint8Array;
  readonly eos: Uint8Array;
}

/** What one run applies and waits for; streams in the order of the manifest. */
export interface Stimulus {
  readonly inputs: readonly Beats[];
  /** Beats that each output delivers; one more is an error, one less ends in the watchdog. */
  readonly outputs: readonly number[];
  readonly stall: Stall;
  /** Pulses of count_done_o, all units together, that the run also waits for. */
  readonly pulses?: number | undefined;
  /** Payload of every output; the run then stops at the first beat that differs. */
  readonly expected?: readonly Beats[] | undefined;
}

/** How to run; all of it optional. */
export interface RunOptions {
  /** Cycles without any handshake, while work is left, after which the run stops; 50 000 by default. */
  readonly watchdog?: number | undefined;
  /** Cycles that still run after the last expected beat; 64 by default. */
  readonly drain?: number | undefined;
  /** Asserts reset just before this cycle's edge and then starts the vectors from the beginning. */
  readonly resetAt?: number | undefined;
  /** File for waves: FST from Verilator (needs a build with `trace`), VCD from Icarus. */
  readonly waves?: string | undefined;
  /** Value of the plusarg `+mutant=`. */
  readonly mutant?: number | undefined;
  /** Wall-clock limit in milliseconds; 600 000 by default. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One pulse of `count_done_o`. */
export interface Pulse {
  readonly cycle: number;
  /** Bit of `count_done_o`: `index` of the manifest's counters. */
  readonly index: number;
  /** In the order of the `names` of the unit. */
  readonly values: readonly number[];
}

/** Beats of an output with the cycle of each. */
export interface Delivered {
  readonly beats: Beats;
  readonly cycles: Uint32Array;
}

/** Handshake of a port when the run ended. */
export interface PortState {
  readonly port: string;
  readonly dir: 'in' | 'out';
  readonly valid: boolean;
  readonly ready: boolean;
  readonly done: number;
  readonly expected: number;
}

/** The first beat that differs from `expected`. */
export interface Mismatch {
  readonly output: number;
  readonly beat: number;
}

/** Result of a run; a failure has the same shape, with one of the booleans set and `message` saying why. */
export interface SimResult {
  readonly sim: 'verilator' | 'icarus';
  readonly failed: boolean;
  /** No handshake for `watchdog` cycles, or the wall-clock limit; `message` names the stuck handshakes. */
  readonly timedOut: boolean;
  /** The program died (a signal, an unknown exit status) or left no result. */
  readonly crashed: boolean;
  /** $error, $fatal, $stop or $finish in the RTL. */
  readonly asserted: boolean;
  /** valid or payload changed before ready, valid during reset, X on a handshake or in a payload. */
  readonly protocol: boolean;
  /** An output delivered more beats than expected. */
  readonly surplus: boolean;
  /** error_o rose. */
  readonly errorFlag: boolean;
  readonly canceled: boolean;
  readonly mismatch: Mismatch | undefined;
  /** One sentence; empty when nothing failed. */
  readonly message: string;
  /** Cycle of the last handshake plus 1. */
  readonly cycles: number;
  /** Cycles that ran, the drain included, resets excluded. */
  readonly simulated: number;
  /** Cycle in which each beat of each input was accepted. */
  readonly inputs: readonly Uint32Array[];
  readonly outputs: readonly Delivered[];
  readonly pulses: readonly Pulse[];
  readonly ports: readonly PortState[];
  /** Everything that the RTL printed. */
  readonly log: string;
  readonly seconds: number;
}

/** How to build a Verilator model. */
export interface BuildOptions {
  /** Compiles FST waves in. */
  readonly trace?: boolean | undefined;
  /** The RTL is instrumented with mutants, whose package is the first source; lint is off. */
  readonly mutants?: boolean | undefined;
  /** `edit` compiles quickly (default), `speed` pays from about a million cycles on. */
  readonly profile?: 'edit' | 'speed' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A built model. */
export interface Build {
  /** The program that drives it; it must run with the design's folder as working directory. */
  readonly program: string;
  /** The model as a shared library. */
  readonly library: string;
  /** Names of the model's ports, in the order by which requests name them. */
  readonly ports: readonly string[];
  readonly seconds: number;
  readonly cached: boolean;
  readonly trace: boolean;
}
