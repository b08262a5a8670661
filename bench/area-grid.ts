// The grid over which the analytic area estimate is calibrated and measured: for each unit several sizes at several folds.
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
import { modulations } from '../src/transfer/index.ts';
import { weights } from './unit-designs.ts';

/** A node of the grid. */
interface Point {
  readonly kind: string;
  readonly attrs: unknown;
  readonly inputs: Readonly<Record<string, readonly [Elem, ...number[]]>>;
  readonly outputs?: readonly string[];
  readonly folds: readonly Fold[];
}

const lanes = (...all: number[]): Fold[] => all.map((n) => ({ lanes: n }));
const signed = (bits: number, ...shape: number[]): readonly [Elem, ...number[]] => [signedElem(bits), ...shape];
const spikes = (...shape: number[]): readonly [Elem, ...number[]] => [spike, ...shape];
const table = (entries: number, bits: number) =>
  tensor(
    signedElem(bits),
    [entries],
    Array.from({ length: entries }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 9) % 2 ** (bits - 1)),
  );
const thresholds = (count: number) =>
  tensor(
    unsignedElem(12),
    [count],
    Array.from({ length: count }, (_, i) => 1 + ((i * 97) % 2047)),
  );
const fixed = (bits: number, frac: number, size: number): readonly [Elem, ...number[]] => [
  signedElem(bits, frac),
  size,
];
const context = (bits: number, frac: number, size: number) => ({
  r: fixed(bits, frac, size),
  p: fixed(bits, frac, size),
  d: fixed(bits, frac, size),
  u: fixed(bits, frac, 1),
});

const elementwise: readonly Point[] = ['relu', 'relu6'].flatMap((kind) => [
  { kind, attrs: {}, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind, attrs: {}, inputs: { x: [signedElem(16, 8), 64] as const }, folds: lanes(2, 8, 32) },
  { kind, attrs: {}, inputs: { x: [signedElem(24, 12), 48] as const }, folds: lanes(1, 6) },
]);

const points: readonly Point[] = [
  ...elementwise,
  { kind: 'add', attrs: {}, inputs: { a: signed(8, 64), b: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'add', attrs: {}, inputs: { a: signed(16, 64), b: signed(12, 64) }, folds: lanes(2, 8, 32) },
  { kind: 'argmax', attrs: {}, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'argmax', attrs: {}, inputs: { x: signed(20, 40) }, folds: lanes(1, 5, 20) },
  { kind: 'concat', attrs: {}, inputs: { a: signed(8, 64), b: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'concat', attrs: {}, inputs: { a: signed(16, 24), b: signed(16, 48) }, folds: lanes(1, 3, 12) },
  { kind: 'context-memory', attrs: { uShift: 4 }, inputs: { x: [elem(0, 24576, 12), 64] }, folds: lanes(1, 4, 16) },
  { kind: 'context-memory', attrs: { uShift: 3 }, inputs: { x: [elem(0, 255, 4), 32] }, folds: lanes(1, 8, 32) },
  { kind: 'fifo', attrs: { depth: 16 }, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'fifo', attrs: { depth: 100 }, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'fifo', attrs: { depth: 40 }, inputs: { x: signed(12, 64) }, folds: lanes(2, 8) },
  { kind: 'fork', attrs: { branches: 2 }, inputs: { x: signed(8, 64) }, outputs: ['y0', 'y1'], folds: lanes(1, 4, 16) },
  {
    kind: 'fork',
    attrs: { branches: 3 },
    inputs: { x: signed(16, 64) },
    outputs: ['y0', 'y1', 'y2'],
    folds: lanes(2, 8),
  },
  {
    kind: 'gather',
    attrs: { length: 'kept1' },
    inputs: { x: signed(8, 32, 16), mask: spikes(32) },
    folds: lanes(1, 4, 16),
  },
  {
    kind: 'gather',
    attrs: { length: 'kept2' },
    inputs: { x: signed(12, 16, 24), mask: spikes(16) },
    folds: lanes(2, 8, 24),
  },
  {
    kind: 'lif',
    attrs: { threshold: thresholds(64), reset: 'hard' },
    inputs: { x: signed(12, 64) },
    folds: lanes(1, 4, 16),
  },
  { kind: 'lif', attrs: { threshold: 100, reset: 'soft' }, inputs: { x: signed(10, 96) }, folds: lanes(2, 8, 24) },
  { kind: 'lookup', attrs: { table: table(256, 16) }, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'lookup', attrs: { table: table(64, 8) }, inputs: { x: signed(6, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'lookup', attrs: { table: table(1024, 12) }, inputs: { x: signed(10, 64) }, folds: lanes(1, 4) },
  {
    kind: 'requantise',
    attrs: { shift: 12, rounding: 'halfEven', out: signedElem(8), multiplier: 77 },
    inputs: { x: signed(20, 64) },
    folds: lanes(1, 4, 16),
  },
  {
    kind: 'requantise',
    attrs: { shift: 6, rounding: 'floor', out: signedElem(8) },
    inputs: { x: signed(16, 64) },
    folds: lanes(1, 4, 16),
  },
  {
    kind: 'requantise',
    attrs: { shift: 4, rounding: 'halfUp', out: signedElem(12) },
    inputs: { x: signed(18, 64) },
    folds: lanes(2, 8),
  },
  {
    kind: 'dense',
    attrs: { weights: weights(64, 64, 8), skip: false },
    inputs: { x: signed(8, 64) },
    folds: [
      { in: 1, out: 1 },
      { in: 4, out: 8 },
      { in: 8, out: 16 },
      { in: 2, out: 64 },
      { in: 1, out: 64 },
    ],
  },
  {
    kind: 'dense',
    attrs: { weights: weights(24, 96, 6), skip: false },
    inputs: { x: signed(12, 96) },
    folds: [
      { in: 1, out: 6 },
      { in: 3, out: 12 },
      { in: 12, out: 4 },
      { in: 4, out: 24 },
    ],
  },
  {
    kind: 'dense',
    attrs: { weights: weights(40, 80, 8), skip: true },
    inputs: { x: signed(8, 80) },
    folds: [
      { in: 1, out: 1 },
      { in: 1, out: 8 },
      { in: 1, out: 40 },
    ],
  },
  {
    kind: 'spiking-dense',
    attrs: { weights: weights(64, 64, 8) },
    inputs: { x: spikes(64) },
    folds: [{ out: 1 }, { out: 8 }, { out: 32 }, { out: 64 }],
  },
  {
    kind: 'spiking-dense',
    attrs: { weights: weights(48, 120, 5) },
    inputs: { x: spikes(120) },
    folds: [{ out: 2 }, { out: 12 }, { out: 48 }],
  },
  {
    kind: 'spiking-attention',
    attrs: { heads: 2, scaleShift: 3, threshold: 0.5 },
    inputs: { q: spikes(16, 32), k: spikes(16, 32), v: spikes(16, 32) },
    folds: [{ tokens: 1 }, { tokens: 4 }, { tokens: 16 }],
  },
  {
    kind: 'spiking-attention',
    attrs: { heads: 4, scaleShift: 3, threshold: 0.5 },
    inputs: { q: spikes(32, 32), k: spikes(32, 32), v: spikes(32, 32) },
    folds: [{ tokens: 1 }, { tokens: 8 }, { tokens: 32 }],
  },
  {
    kind: 'top-k',
    attrs: { k: 64, emit: ['values', 'indices'] },
    inputs: { x: [unsignedElem(12), 256] },
    outputs: ['values', 'indices'],
    folds: lanes(4, 16, 32),
  },
  {
    kind: 'top-k',
    attrs: { k: 16, emit: ['values'] },
    inputs: { x: [unsignedElem(8), 128] },
    outputs: ['values'],
    folds: lanes(1, 8, 32),
  },
  {
    kind: 'top-k',
    attrs: { k: 20, emit: ['mask'] },
    inputs: { x: [unsignedElem(16), 512] },
    outputs: ['mask'],
    folds: lanes(2, 8),
  },
  { kind: 'two-point', attrs: { mod: 'coop', W: 16, f: 12 }, inputs: context(16, 12, 64), folds: lanes(1, 2, 8) },
  { kind: 'two-point', attrs: { mod: 'awake', W: 12, f: 8 }, inputs: context(12, 8, 32), folds: lanes(1, 4, 16) },
  { kind: 'two-point', attrs: { mod: 'tm3', W: 16, f: 12 }, inputs: context(16, 12, 64), folds: lanes(1, 4) },
  { kind: 'two-point', attrs: { mod: 'add', W: 16, f: 12 }, inputs: context(16, 12, 64), folds: lanes(1, 4, 16) },
  {
    kind: 'width-converter',
    attrs: {},
    inputs: { x: signed(8, 96) },
    folds: [
      { from: 1, to: 8 },
      { from: 4, to: 3 },
      { from: 16, to: 32 },
      { from: 16, to: 1 },
    ],
  },
  {
    kind: 'width-converter',
    attrs: {},
    inputs: { x: signed(20, 48) },
    folds: [
      { from: 2, to: 8 },
      { from: 8, to: 2 },
      { from: 24, to: 1 },
    ],
  },
  {
    kind: 'transfer',
    attrs: { fn: modulations.coop({ bits: 8, fraction: 4 }) },
    inputs: { R: fixed(8, 4, 64), C: fixed(8, 4, 64) },
    folds: lanes(1, 4, 16),
  },
  {
    kind: 'transfer',
    attrs: { fn: modulations.qk({ bits: 12, fraction: 8 }), stages: 4 },
    inputs: { R: fixed(12, 8, 64), C: fixed(12, 8, 64), G: fixed(12, 8, 64) },
    folds: lanes(1, 8),
  },
  {
    kind: 'transfer',
    attrs: { fn: modulations.add({ bits: 16, fraction: 12 }), stages: 2 },
    inputs: { R: fixed(16, 12, 64), C: fixed(16, 12, 64) },
    folds: lanes(2, 16),
  },
  {
    kind: 'transfer',
    attrs: { fn: modulations.tm3({ bits: 16, fraction: 12 }) },
    inputs: { R: fixed(16, 12, 64), C: fixed(16, 12, 64) },
    folds: lanes(1, 4),
  },
  { kind: 'sparsify', attrs: { row: 64 }, inputs: { x: signed(8, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'sparsify', attrs: { row: 100 }, inputs: { x: signed(14, 100) }, folds: lanes(1, 5, 20) },
  { kind: 'sparsify', attrs: { row: 128 }, inputs: { x: spikes(128) }, folds: lanes(1, 8, 32) },
  { kind: 'delay', attrs: { shape: [64], frac: 0 }, inputs: { x: signed(16, 64) }, folds: lanes(1, 4, 16) },
  { kind: 'delay', attrs: { shape: [90], frac: 0 }, inputs: { x: signed(8, 90) }, folds: lanes(1, 6, 30) },
];

/** One graph for each kind, whose nodes `n<number>` are the points; sparsify and delay stand in front of a reader. */
export function areaGraphs(): Readonly<Record<string, Graph>> {
  return Object.fromEntries([...new Set(points.map(({ kind }) => kind))].map((kind) => [kind, graphOf(kind)]));
}

function graphOf(kind: string): Graph {
  const g = graph(`grid_${kind.replaceAll('-', '_')}`, { steps: kind === 'delay' ? 2 : 1 });
  let count = 0;
  for (const { attrs, inputs, outputs = ['y'], folds } of points.filter((point) => point.kind === kind)) {
    for (const fold of folds) {
      const name = `n${count++}`;
      const sources = Object.fromEntries(
        Object.entries(inputs).map(([port, [type, ...shape]]) => [port, g.input(`${name}_${port}_in`, type, shape)]),
      );
      g.node(kind, name, attrs, sources, { fold });
      if (kind === 'sparsify') {
        const { row } = attrs as { row: number };
        g.node('dense', `${name}_reader`, { weights: weights(1, row, 4) }, { x: name }, { fold: { in: 1, out: 1 } });
        g.output(`${name}_y_out`, `${name}_reader`);
      } else if (kind === 'delay') {
        g.node('add', `${name}_reader`, {}, { a: sources.x!, b: name }, { fold });
        g.output(`${name}_y_out`, `${name}_reader`);
      } else for (const port of outputs) g.output(`${name}_${port}_out`, `${name}.${port}`);
    }
  }
  return g.build();
}
