// One design for each unit at a size that is usual for it, with a small, a middle and a large fold.
import {
  type Elem,
  elem,
  type Fold,
  type Graph,
  graph,
  signedElem,
  spike,
  tensor,
  unsignedElem,
} from '../src/ir/index.ts';
import { cooperation } from './transfer-functions.ts';

/** A unit at work: the node under study is named `unit`. */
export interface UnitDesign {
  readonly folds: readonly [small: Fold, middle: Fold, large: Fold];
  graph(fold: Fold): Graph;
}

interface Port {
  readonly elem: Elem;
  readonly shape: readonly number[];
}

/** A graph of one node. */
function single(
  kind: string,
  attrs: unknown,
  inputs: Readonly<Record<string, Port>>,
  outputs: readonly string[] = ['y'],
  steps = 1,
): (fold: Fold) => Graph {
  return (fold) => {
    const g = graph('bench', { steps });
    for (const [name, { elem: type, shape }] of Object.entries(inputs)) g.input(`in_${name}`, type, shape);
    const sources = Object.fromEntries(Object.keys(inputs).map((name) => [name, `in_${name}`]));
    g.node(kind, 'unit', attrs, sources, { fold });
    for (const name of outputs) g.output(`out_${name}`, `unit.${name}`);
    return g.build();
  };
}

/** A node between an input and another node, where a graph of it alone would have no meaning. */
function before(kind: string, attrs: unknown, x: Port, reader: readonly [kind: string, attrs: unknown, fold: Fold]) {
  return (fold: Fold): Graph => {
    const g = graph('bench', { steps: 2 });
    g.input('in_x', x.elem, x.shape);
    g.node(kind, 'unit', attrs, { x: 'in_x' }, { fold });
    const sources = reader[0] === 'add' ? { a: 'in_x', b: 'unit' } : { x: 'unit' };
    g.node(reader[0], 'reader', reader[1], sources, { fold: reader[0] === 'add' ? fold : reader[2] });
    return g.output('out_y', 'reader').build();
  };
}

/** Weights of all codes of `bits` bits, the same in every run. */
export function weights(outputs: number, inputs: number, bits: number) {
  const type = signedElem(bits);
  const codes = 2 ** bits;
  const values = Array.from({ length: outputs * inputs }, (_, k) => (Math.imul(k + 1, 0x9e3779b1) >>> 7) % codes);
  return tensor(
    type,
    [outputs, inputs],
    values.map((code) => code - codes / 2),
  );
}

const vector = (type: Elem, ...shape: number[]): Port => ({ elem: type, shape });
const x8 = { x: vector(signedElem(8), 64) };
const x16 = { x: vector(signedElem(16, 8), 64) };
const lanes = (small: number, middle: number, large: number) =>
  [{ lanes: small }, { lanes: middle }, { lanes: large }] as const;
const few = lanes(1, 4, 16);
const table = tensor(
  signedElem(16),
  [256],
  Array.from({ length: 256 }, (_, i) => (i * i) % 32768),
);
const thresholds = tensor(
  unsignedElem(12),
  [64],
  Array.from({ length: 64 }, (_, i) => 1 + ((i * 97) % 2047)),
);
const fixed = signedElem(16, 12);
const twoPoint = { r: vector(fixed, 64), p: vector(fixed, 64), d: vector(fixed, 64), u: vector(fixed, 1) };
const heads = Object.fromEntries(['q', 'k', 'v'].map((name) => [name, vector(spike, 16, 32)]));
const topK = { k: 512, emit: ['values', 'indices'] };

/** A design for every unit of the registry. */
export const unitDesigns: Readonly<Record<string, UnitDesign>> = {
  add: { folds: few, graph: single('add', {}, { a: vector(signedElem(8), 64), b: vector(signedElem(8), 64) }) },
  argmax: { folds: few, graph: single('argmax', {}, x16) },
  concat: { folds: few, graph: single('concat', {}, { a: vector(signedElem(8), 64), b: vector(signedElem(8), 64) }) },
  'context-memory': {
    folds: few,
    graph: single('context-memory', { uShift: 4 }, { x: vector(elem(0, 24576, 12), 64) }, ['y'], 4),
  },
  delay: {
    folds: few,
    graph: before('delay', { shape: [64], frac: 0 }, vector(signedElem(16), 64), ['add', {}, { lanes: 1 }]),
  },
  dense: {
    folds: [
      { in: 1, out: 1 },
      { in: 4, out: 8 },
      { in: 8, out: 16 },
    ],
    graph: single('dense', { weights: weights(64, 64, 8), skip: false }, x8),
  },
  fifo: { folds: few, graph: single('fifo', { depth: 16 }, x8) },
  fork: { folds: few, graph: single('fork', { branches: 2 }, x8, ['y0', 'y1']) },
  gather: {
    folds: few,
    graph: single('gather', { length: 'kept' }, { x: vector(signedElem(8), 32, 16), mask: vector(spike, 32) }),
  },
  lif: {
    folds: few,
    graph: single('lif', { threshold: thresholds, reset: 'hard' }, { x: vector(signedElem(12), 64) }, ['y'], 4),
  },
  lookup: { folds: few, graph: single('lookup', { table }, x8) },
  relu: { folds: few, graph: single('relu', {}, x16) },
  relu6: { folds: few, graph: single('relu6', {}, x16) },
  requantise: {
    folds: few,
    graph: single(
      'requantise',
      { shift: 12, rounding: 'halfEven', out: signedElem(8), multiplier: 77 },
      { x: vector(signedElem(20), 64) },
    ),
  },
  sparsify: {
    folds: few,
    graph: before('sparsify', { row: 64 }, vector(signedElem(8), 64), [
      'dense',
      { weights: weights(1, 64, 4) },
      { in: 1, out: 1 },
    ]),
  },
  'spiking-attention': {
    folds: [{ tokens: 1 }, { tokens: 4 }, { tokens: 16 }],
    graph: single('spiking-attention', { heads: 2, scaleShift: 3, threshold: 0.5 }, heads, ['y'], 4),
  },
  'spiking-dense': {
    folds: [{ out: 1 }, { out: 8 }, { out: 32 }],
    graph: single('spiking-dense', { weights: weights(64, 64, 8) }, { x: vector(spike, 64) }),
  },
  'top-k': {
    folds: lanes(4, 16, 32),
    graph: single('top-k', topK, { x: vector(unsignedElem(12), 1024) }, ['values', 'indices']),
  },
  transfer: {
    folds: few,
    graph: single('transfer', { fn: cooperation }, { R: vector(fixed, 64), C: vector(fixed, 64) }),
  },
  'two-point': { folds: lanes(1, 2, 8), graph: single('two-point', { mod: 'coop', W: 16, f: 12 }, twoPoint) },
  'width-converter': {
    folds: [
      { from: 1, to: 8 },
      { from: 4, to: 3 },
      { from: 16, to: 32 },
    ],
    graph: single('width-converter', {}, x8),
  },
};

/** The node under study of a kind in `allUnits`. */
export function nodeOf(kind: string): string {
  return `${kind.replaceAll('-', '_')}_unit`;
}

/** All designs with their middle folds side by side in one graph, so that Yosys starts once for many. */
export function allUnits(): Graph {
  const prefixed = Object.entries(unitDesigns).map(([kind, { folds, graph: make }]) => {
    const { inputs, nodes, outputs } = make(folds[1]);
    const own = (name: string): string => `${kind.replaceAll('-', '_')}_${name}`;
    return {
      inputs: inputs.map((input) => ({ ...input, name: own(input.name) })),
      nodes: nodes.map((node) => ({
        ...node,
        name: own(node.name),
        inputs: Object.fromEntries(Object.entries(node.inputs).map(([port, from]) => [port, own(from)])),
      })),
      outputs: outputs.map(({ name, from }) => ({ name: own(name), from: own(from) })),
    };
  });
  return {
    name: 'units',
    steps: 2,
    inputs: prefixed.flatMap(({ inputs }) => inputs),
    nodes: prefixed.flatMap(({ nodes }) => nodes),
    outputs: prefixed.flatMap(({ outputs }) => outputs),
  };
}
