// Motifs of random graphs: each makes sure that certain units meet each other, with random shapes and widths.
import { type Elem, elem, spike, tensor } from '../../src/ir/index.ts';
import { abs, min, q, quantise, transfer } from '../../src/transfer/index.ts';
import { narrow, randomElem, type Value, type Yard } from './draw.ts';

/** Draws part of a graph and names its results. */
export type Motif = (yard: Yard) => void;

/** A random constant of `rows` x `columns` with entries of up to `bits` bits. */
function matrix({ int }: Yard, rows: number, columns: number, bits = 4) {
  const limit = 2 ** (bits - 1) - 1;
  const values = Array.from({ length: rows * columns }, () => int(-limit, limit));
  return tensor(elem(-limit, limit), [rows, columns], values);
}

function vector({ int }: Yard, size: number, lo: number, hi: number) {
  return tensor(
    elem(lo, hi),
    [size],
    Array.from({ length: size }, () => int(lo, hi)),
  );
}

function dense(yard: Yard, x: Value, outputs: number): Value {
  const columns = x.shape[x.shape.length - 1]!;
  const attrs = {
    weights: matrix(yard, outputs, columns),
    bias: vector(yard, outputs, -9, 9),
    skip: yard.int(0, 1) === 1,
    // By the shape, so that the other draws of a seed stay what they are.
    ...(columns % 3 === 0 ? { reload: { weights: 4, bias: 5 } } : {}),
  };
  return narrow(yard, yard.node('dense', attrs, { x }, elem(-100000, 100000), [...x.shape.slice(0, -1), outputs]));
}

/** Spikes of a layer of neurons. */
function spikes(yard: Yard, x: Value): Value {
  const channels = x.shape[x.shape.length - 1]!;
  const threshold = yard.int(0, 1) === 0 ? yard.int(1, 8) : vector(yard, channels, 1, 8);
  return yard.node('lif', { threshold, reset: yard.pick(['hard', 'soft']) }, { x }, spike);
}

/** One of the cheap units. */
function cheap(yard: Yard, x: Value): Value {
  const kind = yard.pick(['relu', 'relu6', 'lookup', 'fifo', 'requantise']);
  const [lo, hi] = x.elem.int;
  if (kind === 'fifo') return yard.node('fifo', { depth: yard.int(1, 9) }, { x }, x.elem);
  if (kind === 'lookup') {
    const size = Number(hi - lo) + 1;
    return yard.node('lookup', { table: vector(yard, size, -20, 20) }, { x }, elem(-20, 20));
  }
  if (kind === 'requantise') {
    const out: Elem = elem(-8, 7);
    return yard.node('requantise', { shift: 1, rounding: 'halfEven', out, multiplier: yard.int(-3, 5) }, { x }, out);
  }
  return yard.node(kind, {}, { x }, elem(0, hi > 0n ? hi : 0n));
}

const network: Motif = (yard) => {
  const rows = yard.pick([[], [yard.int(1, 3)]]);
  let x = yard.input(randomElem(yard), [...rows, yard.int(1, 9)]);
  for (let layer = yard.int(1, 2); layer > 0; layer--) x = cheap(yard, dense(yard, x, yard.int(1, 7)));
  yard.output(x);
  yard.output(yard.node('argmax', {}, { x }, elem(0, 8), x.shape.length === 1 ? [1] : x.shape.slice(0, -1)));
};

const recurrent: Motif = (yard) => {
  const size = yard.int(1, 8);
  const x = cheap(yard, yard.input(randomElem(yard, 4), [size]));
  const delay: Value = { source: yard.nextName(), elem: elem(-4096, 4096), shape: [size] };
  // The sum is the node after the delay, which closes the cycle.
  const sum = `n${Number(delay.source.slice(1)) + 1}`;
  yard.node('delay', { shape: [size], frac: 0 }, { x: { ...delay, source: sum } }, delay.elem, [size]);
  yard.output(yard.node('add', {}, { a: x, b: delay }, delay.elem));
};

const cells: Motif = (yard) => {
  const shape = [yard.int(1, 9)];
  const code = elem(-128, 127);
  const mod = yard.pick(['coop', 'awake', 'mul', 'add', 'sub', 'prod', 'tm2', 'tm4']);
  const r = yard.input(code, shape);
  const d = yard.input(code, shape);
  const y = `n${Number(yard.nextName().slice(1)) + 3}`;
  const type = mod === 'coop' ? elem(0, 96) : code;
  const result: Value = { source: y, elem: type, shape };
  const p = yard.node('delay', { shape, frac: 0 }, { x: result }, type, shape);
  const memory = yard.node('context-memory', { uShift: yard.int(1, 4) }, { x: result }, code, [1]);
  const u = yard.node('delay', { shape: [1], frac: 0 }, { x: memory }, code, [1]);
  yard.output(yard.node('two-point', { mod, W: 8, f: 0 }, { r, p, d, u }, type));
  yard.output(memory);
};

const spiking: Motif = (yard) => {
  const rows = yard.pick([[], [yard.int(1, 3)]]);
  const x = spikes(yard, yard.input(randomElem(yard, 5), [...rows, yard.int(1, 8)]));
  const channels = x.shape[x.shape.length - 1]!;
  const outputs = yard.int(1, 6);
  const attrs = { weights: matrix(yard, outputs, channels), bias: vector(yard, outputs, -4, 4) };
  const sum = yard.node('spiking-dense', attrs, { x }, elem(-100, 100), [...x.shape.slice(0, -1), outputs]);
  yard.output(spikes(yard, sum));
};

const attention: Motif = (yard) => {
  const heads = yard.int(1, 2);
  const shape = [yard.int(1, 5), heads * yard.int(1, 4)];
  const x = yard.input(randomElem(yard, 4), shape);
  const [q, k, v] = [spikes(yard, x), spikes(yard, x), yard.input(spike, shape)];
  const attrs = { heads, scaleShift: yard.pick([2, 3]), threshold: 0.5 };
  yard.output(yard.node('spiking-attention', attrs, { q, k, v }, spike));
};

/** Fork and join around a top-k: the rows that score best go on, the branch beside holds a whole tensor. */
const pruning: Motif = (yard) => {
  const rows = yard.int(1, 12);
  const columns = yard.pick([1, 1, 2, 3]);
  const x = yard.input(elem(0, 2 ** yard.int(1, 7) - 1), [rows]);
  const mask = yard.node('top-k', { k: yard.int(0, rows), emit: ['mask'] }, { x }, spike);
  const data = columns === 1 ? x : yard.input(randomElem(yard), [rows, columns]);
  yard.output(yard.node('gather', { length: 'kept' }, { x: data, mask }, data.elem, data.shape));
};

const ranking: Motif = (yard) => {
  const n = yard.int(1, 20);
  const x = yard.input(elem(0, 2 ** yard.int(1, 9) - 1), [n]);
  const k = yard.int(1, n);
  const best = yard.node('top-k', { k, emit: ['values', 'indices'] }, { x }, x.elem, [k]);
  yard.output({ ...best, source: `${best.source}.values` });
  yard.output({ ...best, source: `${best.source}.indices` });
};

/** Two branches of different latency that meet again, in unequal lanes. */
const diamond: Motif = (yard) => {
  const x = yard.input(randomElem(yard, 4), [yard.int(1, 9)]);
  const outputs = x.shape[0]!;
  const a = dense(yard, x, outputs);
  const b = cheap(yard, x);
  yard.output(yard.node('add', {}, { a, b }, elem(-200, 200)));
  yard.output(yard.node('concat', {}, { a, b: x }, elem(-200, 200), [2 * outputs]));
};

/** Functions of two operands and one result: of values alone, and with state. */
const functions = [
  transfer({ a: q(8), b: q(8) }, ({ a, b }) => (a < b ? a * b + 3 : abs(a) - min(b, 5))),
  transfer({ a: q(8), b: q(8) }, ({ a, b }) => quantise((a * a - b * 3) / 4, q(8), 'halfEven', 'saturate')),
  transfer(
    { a: q(8), b: q(8) },
    ({ a, b, v }) => {
      const next = quantise(v + (a + b - v) / 2, q(10, 1), 'floor', 'saturate');
      return { y: next > 6 ? 1 : 0, v: quantise(next > 6 ? next - 6 : next, q(10, 1), 'floor', 'saturate') };
    },
    { state: { v: { format: q(10, 1), initial: 1 } } },
  ),
];

/** A function of the author, with a dense layer in front of one operand. */
const authored: Motif = (yard) => {
  const size = yard.int(1, 9);
  const a = yard.input(randomElem(yard), [size]);
  const b = dense(yard, yard.input(randomElem(yard, 4), [yard.int(1, 6)]), size);
  const attrs = { fn: yard.pick(functions), ...yard.pick([{}, { stages: 8 }]) };
  yard.output(yard.node('transfer', attrs, { a, b }, elem(-(2 ** 15), 2 ** 15)));
};

/** In the order in which seeds use them. */
export const motifs: readonly Motif[] = [
  network,
  recurrent,
  cells,
  spiking,
  attention,
  pruning,
  ranking,
  diamond,
  authored,
  diamond,
];
