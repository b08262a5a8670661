// The description of an emitted design that simulation, packaging and reports read: manifest.json.

import type { LoadLayout } from './unit.ts';

/** A stream of the top module: ports `<name>_valid_*`, `_ready_*`, `_data_*`, `_keep_*`, `_last_*`, `_eos_*`. */
export interface ManifestStream {
  readonly name: string;
  readonly lanes: number;
  /** Bits of one element. */
  readonly width: number;
  readonly signed: boolean;
  readonly frac: number;
  /** Shape of one tensor; a run-time length is given by its largest value. */
  readonly shape: readonly number[];
  /** True when the tensor's length is known only at run time, and so an empty beat closes it. */
  readonly variable: boolean;
}

/** A unit that counts: bit `index` of `count_done_o`, and one 48-bit field of `count_o` per counter from `offset` on. */
export interface ManifestCounters {
  readonly node: string;
  readonly kind: string;
  readonly index: number;
  /** Position of the first counter in `count_o`, in counters (not bits). */
  readonly offset: number;
  readonly names: readonly string[];
}

/** A memory that software may write; its place in the list is its number on the load bus. */
export interface ManifestLoad extends LoadLayout {
  readonly node: string;
  /** What the memory holds: `weights` or `bias`. */
  readonly memory: string;
  readonly words: number;
  /** Bits of a word; it takes `ceil(width / 32)` pieces of the load bus, the lowest first. */
  readonly width: number;
}

/** Contents of manifest.json. */
export interface Manifest {
  readonly format: 1;
  readonly design: string;
  readonly generator: string;
  readonly irHash: string;
  readonly target: string;
  /** Tensors of one sample. */
  readonly steps: number;
  readonly clock: 'clk_i';
  readonly reset: { readonly port: string; readonly active: 0 | 1 };
  readonly inputs: readonly ManifestStream[];
  readonly outputs: readonly ManifestStream[];
  readonly counters: readonly ManifestCounters[];
  /** Absent where no node has `reload`. */
  readonly loads?: readonly ManifestLoad[];
  /** RTL sources and models of cells of the target in the order of filelist.f, relative to the design's folder. */
  readonly rtl: readonly string[];
  /** Memory files, relative to the design's folder. */
  readonly memories: readonly string[];
  readonly top: string;
}

/** Bits of every counter. */
export const counterBits = 48;
