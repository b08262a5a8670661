// The contract that every unit fulfils: types, golden arithmetic, timing, counts, and data for its templates.
import type { GenericSchema } from 'valibot';
import type { StreamType } from './stream.ts';
import type { Target } from './target.ts';
import type { Tensor } from './tensor.ts';

/** Hardware parallelism of a unit, for example `{ lanes: 4 }`; the unit gives the names. */
export type Fold = Readonly<Record<string, number>>;

/** A named stream of a unit. */
export interface PortSpec {
  readonly name: string;
  /** False for an input that may stay unconnected. */
  readonly required: boolean;
}

/** Streams by port name. */
export type Streams = Readonly<Record<string, StreamType>>;
/** Tensors by port name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A node whose types and fold are known: what all questions after `infer` are about. */
export interface Site<A = unknown> {
  readonly name: string;
  readonly attrs: A;
  readonly inputs: Streams;
  readonly outputs: Streams;
  readonly fold: Fold;
  /** Tensors (time steps) of one sample. */
  readonly steps: number;
}

/** When a state variable returns to its initial value. */
export type Clears = 'tensor' | 'sample' | 'never';

/** One firing: a tensor on every output, the next state, and the trace, the only source of activity. */
export interface Firing<S, T> {
  readonly outputs: Tensors;
  readonly state: S;
  readonly trace: T;
}

/** Position of a firing within its sample. */
export interface When {
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * `times` cycles, each of which waits until every port in `take` and `peek` has a token and every port in `give` has a free
 * slot; then it removes the tokens of `take` and reserves a slot for each token of `give`. A beat without ports just passes.
 */
export interface Beat {
  readonly times: number;
  readonly peek?: readonly string[];
  readonly take?: readonly string[];
  readonly give?: readonly string[];
}

/** What the threads of a unit do in one firing, by thread; threads run side by side and go through their beats in order. */
export type Beats = Readonly<Record<string, readonly Beat[]>>;

/** A channel inside a unit, from one of its threads to another. */
export interface InnerChannel {
  readonly depth: number;
  readonly latency: number;
}

/** The part of a unit's timing that does not depend on data. */
export interface Channels {
  /** Cycles from the give of a token to the first cycle in which the next unit can take it; at least 1. */
  readonly latency: Readonly<Record<string, number>>;
  /** Slots that the FIFO behind an output needs for one token a cycle; the default is latency + 1. */
  readonly depth?: Readonly<Record<string, number>>;
  readonly inner?: Readonly<Record<string, InnerChannel>>;
}

/**
 * Operations by class for the energy tables, for example `{ 'multiply.8': 512, 'add.32': 512, 'sram.bits': 4096 }`. An
 * operation that brings context has `context.` in front of its class, as in `context.add.16`. `sram.bits` are the bits of
 * elements that are read from and written to the memories of the unit.
 */
export type Operations = Readonly<Record<string, number>>;

/**
 * How a tensor lies in a memory that software may write: cut into tiles, a tile a word. The tiles of the first columns come
 * first, those of the first rows before others; a word holds its tile row by row from the lowest bits, in two's complement.
 * Places outside of the tensor hold 0.
 */
export interface LoadLayout {
  readonly shape: readonly [rows: number, columns: number];
  readonly tile: readonly [rows: number, columns: number];
  /** Bits of an element. */
  readonly bits: number;
}

/** A memory of a unit, for reports and area; `bits = depth * width`. */
export interface Memory {
  readonly name: string;
  readonly depth: number;
  readonly width: number;
  /** `block` for block RAM, `logic` for a ROM that tools build of LUTs where it is small; LUT RAM when absent. */
  readonly style?: 'block' | 'logic' | undefined;
  /** Equal memories side by side, as one a lane; 1 when absent. */
  readonly copies?: number | undefined;
  /** Present where software may write it; `words` are then what it holds before. */
  readonly load?: LoadLayout | undefined;
  /** Words of a ROM from address 0 on, as hexadecimal text of equal length; absent for a RAM without a load. */
  readonly words?: () => Iterable<string>;
}

/** Multipliers by the bits of their operands. */
export interface Products {
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

/** What the area of a unit's logic is estimated from; its FIFOs, counters and memories are known without it. */
export interface Growth {
  readonly products?: readonly Products[];
  /** Amounts that logic and registers grow with, by name; what one of each costs is measured (src/synth/coefficients.ts). */
  readonly terms: Readonly<Record<string, number>>;
}

/** Plain data for a template. */
export type Params = Readonly<Record<string, unknown>>;

/** A constant table of an HLS process: `depth` words of `per` integers. */
export interface HlsTable {
  readonly name: string;
  readonly depth: number;
  readonly per: number;
  /** Bits of an integer, in two's complement where it is signed; at most 64. */
  readonly bits: number;
  readonly signed: boolean;
  /** All integers, word by word. */
  readonly values: () => Iterable<number | bigint>;
}

/** Data of an HLS template besides the streams, steps and counters that every one gets. */
export interface HlsParams extends Params {
  readonly tables?: readonly HlsTable[];
}

/**
 * A unit is a plain object; adding one is a folder, a template, a test, a page and a line in the registry.
 * A: attributes as the schema returns them. S: state between firings. T: trace of one firing.
 */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds units of all attribute, state and trace types
export interface Unit<A = any, S = any, T = any> {
  readonly kind: string;
  /** One sentence for `dendra units`. */
  readonly summary: string;
  readonly attrs: GenericSchema<unknown, A>;
  /** Names of the counters in the RTL, in port order; `count` returns the same names. */
  readonly counters: readonly string[];
  /** True for `delay` alone: outputs depend on the state only, so the unit may close a cycle. */
  readonly feedback?: boolean;

  ports(attrs: A): { readonly inputs: readonly PortSpec[]; readonly outputs: readonly PortSpec[] };
  /** Output types from input types; throws a DendraError without file and node. */
  infer(attrs: A, inputs: Streams): Streams;
  /** Folds from the smallest hardware to the largest, with the order in which each input is wanted. */
  folds(site: Omit<Site<A>, 'fold'>): readonly Fold[];
  /** Lanes of every port under the fold. */
  lanes(site: Site<A>): Readonly<Record<string, number>>;
  /** Inputs that arrive as events, with the length of a row; passes put `sparsify` in front of them. All others are dense. */
  events?(attrs: A): Readonly<Record<string, number>>;
  /** Cycles of one firing when nothing stalls and nothing is zero: what the fold pass compares. */
  interval(site: Site<A>): number;
  /** Multipliers of the fold, for the limit of the fold pass. */
  multipliers(site: Site<A>): number;

  initial(site: Omit<Site<A>, 'fold'>): S;
  readonly clears: Clears;
  /** Golden model of one firing, on exact integers. */
  step(site: Omit<Site<A>, 'fold'>, inputs: Tensors, state: S, when: When): Firing<S, T>;
  /** Counter values of one firing. */
  count(site: Site<A>, trace: T): Readonly<Record<string, number>>;
  /** Operations of one sample, for energy, from its counts; what depends on run-time lengths alone counts as its most. */
  operations(site: Site<A>, counts: Readonly<Record<string, number>>): Operations;

  channels(site: Site<A>): Channels;
  beats(site: Site<A>, trace: T, when: When): Beats;
  /** Traces of a firing with the least and the most work, for sizing FIFOs. */
  extremes(site: Site<A>): readonly T[];

  memories(site: Site<A>): readonly Memory[];
  /** What its logic grows with, for the estimate of its area; without it there is none. */
  growth?(site: Site<A>): Growth;
  /** Data of the template; `increments` gives the bits of each counter's increment. */
  params(site: Site<A>, target: Target): Params;
  /** Data of the HLS template; absent where streams and counters say all. */
  hls?(site: Site<A>): HlsParams;
  /**
   * Modules of templates/verilog/lib that the template instantiates, besides the ones every design has, and cells of the
   * target in templates/verilog/sim.
   */
  library?(site: Site<A>, target: Target): readonly string[];
  /** Most logic levels between registers, asserted with Yosys. */
  readonly levels: number;
}

/** Units by kind. */
export type Registry = Readonly<Record<string, Unit>>;
