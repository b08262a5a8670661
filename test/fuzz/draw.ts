// Draws random small graphs: each has a motif that certain units must occur in, and grows around it.

import { draw, generator } from '../../src/golden/index.ts';
import { type GraphBuilder, graph } from '../../src/ir/builder.ts';
import { type Elem, elem, type Fold, type Graph, targets, type Unit, widthOf } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { registry } from '../../src/units/index.ts';
import { motifs } from './motifs.ts';

/** A stream that later nodes may read. */
export interface Value {
  readonly source: string;
  readonly elem: Elem;
  readonly shape: readonly number[];
}

/** What a motif works with. */
export interface Yard {
  readonly g: GraphBuilder;
  readonly steps: number;
  /** A number from lo to hi, both included. */
  readonly int: (lo: number, hi: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** A new graph input. */
  readonly input: (elem: Elem, shape: readonly number[]) => Value;
  /** A new node with one output of a known type; the type is what later nodes are drawn for. */
  readonly node: (
    kind: string,
    attrs: unknown,
    inputs: Record<string, Value>,
    elem: Elem,
    shape?: readonly number[],
  ) => Value;
  /** The name the next node will get, for cycles through a delay. */
  readonly nextName: () => string;
  /** Marks a value as a result. */
  readonly output: (value: Value) => void;
}

/** A random interval; half of them signed, up to `bits` bits. */
export function randomElem({ int }: Pick<Yard, 'int'>, bits = 6): Elem {
  const hi = int(1, 2 ** int(1, bits) - 1);
  return elem(int(0, 1) === 0 ? 0 : -int(1, hi + 1), hi);
}

/** Brings a value into `bits` bits by a requantise, if it is wider. */
export function narrow(yard: Yard, value: Value, bits = 6): Value {
  const width = widthOf(value.elem);
  if (width <= bits && value.elem.frac === 0) return value;
  const out = elem(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const rounding = yard.pick(['floor', 'ceil', 'toZero', 'halfEven', 'halfUp', 'halfAwayFromZero'] as const);
  const attrs = { shift: Math.max(0, width - bits), rounding, out };
  return yard.node('requantise', attrs, { x: value }, out);
}

/** Draws the graph of a case; equal seeds give equal graphs. */
export function drawGraph(seed: number): Graph {
  const next = generator(seed);
  const int = (lo: number, hi: number): number => Number(draw(next, BigInt(lo), BigInt(hi)));
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)]!;
  const steps = int(1, 3);
  const g = graph(`fuzz_${seed}`, { steps });
  const counts = { input: 0, node: 0, output: 0 };
  const lanes = (shape: readonly number[]): number => {
    const row = shape[shape.length - 1]!;
    return pick(Array.from({ length: row }, (_, i) => i + 1).filter((n) => shape.length === 1 || row % n === 0));
  };
  const yard: Yard = {
    g,
    steps,
    int,
    pick,
    input: (type, shape) => ({
      source: g.input(`in${counts.input++}`, type, shape, { lanes: lanes(shape) }),
      elem: type,
      shape,
    }),
    node: (kind, attrs, inputs, type, shape = Object.values(inputs)[0]!.shape) => {
      const wires = Object.fromEntries(Object.entries(inputs).map(([port, value]) => [port, value.source]));
      return { source: g.node(kind, `n${counts.node++}`, attrs, wires), elem: type, shape };
    },
    nextName: () => `n${counts.node}`,
    output: ({ source }) => {
      g.output(`out${counts.output++}`, source);
    },
  };
  // Every motif comes round in turn, so that coverage does not hang on luck.
  motifs[seed % motifs.length]!(yard);
  return withFolds(g.build(), int);
}

/** The same graph with a random fold for every node. */
function withFolds(drawn: Graph, int: Yard['int']): Graph {
  const typed = lower(drawn, registry, targets['ultrascale-plus'], { onlyTo: 'fold' });
  const folds = new Map<string, Fold>();
  for (const { unit, site } of typed.cells) {
    const offered = (unit as Unit).folds(site);
    if (offered.length > 0) folds.set(site.name, offered[int(0, offered.length - 1)]!);
  }
  return { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, fold: folds.get(node.name) ?? node.fold })) };
}
