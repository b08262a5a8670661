// Graphs of units: what users write (Graph) and what passes make of it for hardware (Lowered).
import type { Elem } from './elem.ts';
import type { StreamType } from './stream.ts';
import type { Target } from './target.ts';
import type { Fold, Site, Unit } from './unit.ts';

/** An output port of a node, or a graph input (its name alone). */
export type Source = string;

/** A node: a unit with attributes, inputs and, if the user insists, a fold. */
export interface Node {
  readonly name: string;
  readonly kind: string;
  readonly attrs: unknown;
  /** Input port to `node.port`, `node` (its only output) or a graph input. */
  readonly inputs: Readonly<Record<string, Source>>;
  readonly fold?: Fold | undefined;
}

/** A dense input of the graph. */
export interface GraphInput {
  readonly name: string;
  readonly elem: Elem;
  readonly shape: readonly number[];
  readonly lanes?: number | undefined;
}

/** A result of the graph. */
export interface GraphOutput {
  readonly name: string;
  readonly from: Source;
}

/** What the fold pass aims at. */
export interface FoldGoal {
  /** Cycles per tensor at most. */
  readonly cycles?: number | undefined;
  /** Multipliers of all units together at most. */
  readonly multipliers?: number | undefined;
}

/** A graph as its author wrote it. */
export interface Graph {
  readonly name: string;
  /** Tensors (time steps) of one sample. */
  readonly steps: number;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  readonly nodes: readonly Node[];
  readonly goal?: FoldGoal | undefined;
  /** File the graph came from, for messages. */
  readonly file?: string | undefined;
}

/** An edge of a lowered graph: exactly one producer and one consumer. */
export interface Edge {
  /** `node.port`, or a graph input's name. */
  readonly from: string;
  /** `node.port`, or a graph output's name. */
  readonly to: string;
  readonly type: StreamType;
  readonly lanes: number;
  /** Slots of the producer's output FIFO. */
  readonly depth: number;
}

/** A node of a lowered graph. */
export interface Cell {
  readonly unit: Unit;
  readonly site: Site;
}

/** A graph after all passes: every stream has one reader, equal lanes at both ends, and a FIFO deep enough. */
export interface Lowered {
  readonly name: string;
  readonly steps: number;
  readonly target: Target;
  /** In the order of evaluation; cells with `feedback` count as sources. */
  readonly cells: readonly Cell[];
  readonly edges: readonly Edge[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly file?: string | undefined;
}
