// Golden arithmetic of spiking-attention: n = (q k^T) v for each head, then a saturating integer neuron.
import { assert, type Tensor } from '../../ir/index.ts';

/** Sizes of the attention: `tokens` rows of `heads` heads of `size` channels; `full` is the count that fires at once. */
export interface Geometry {
  readonly tokens: number;
  readonly heads: number;
  readonly size: number;
  readonly full: number;
}

/** All that the timing and the counters of a firing depend on; independent of the fold. */
export interface Trace {
  /** By head: tokens whose key and value both hold a spike. */
  readonly stored: Int32Array;
  /** By row and head: 1 where the query holds a spike. */
  readonly active: Uint8Array;
  /** Query and stored token pairs that meet. */
  readonly score: number;
  /** Value spikes of the tokens that share a spike with the query. */
  readonly accumulate: number;
  readonly spike: number;
}

/** One step of the neuron: t = u + min(n, S); it fires at t >= S, and otherwise keeps t >> 1. */
export function fireSaturating(full: number, u: number, n: number): { s: 0 | 1; u: number } {
  const t = u + Math.min(n, full);
  return t >= full ? { s: 1, u: 0 } : { s: 0, u: t >> 1 };
}

/** The rows of every head as 32-bit words: word w of row (token, head) is at `(token * heads + head) * words + w`. */
function pack({ tokens, heads, size }: Geometry, data: Int32Array): { words: number; bits: Int32Array } {
  const words = Math.ceil(size / 32);
  const bits = new Int32Array(tokens * heads * words);
  for (let row = 0, at = 0; row < tokens * heads; row++) {
    for (let c = 0; c < size; c++, at++) if (data[at] !== 0) bits[row * words + (c >> 5)]! |= 1 << (c & 31);
  }
  return { words, bits };
}

function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

function onesOf(words: number, bits: Int32Array): Int32Array {
  return Int32Array.from({ length: bits.length / words }, (_, row) => {
    let sum = 0;
    for (let w = 0; w < words; w++) sum += ones(bits[row * words + w]!);
    return sum;
  });
}

/** The counts n [tokens, heads * size], without saturation, and the pairs and additions that they took. */
export function counts(
  g: Geometry,
  q: Int32Array,
  k: Int32Array,
  v: Int32Array,
): { n: Int32Array; trace: Omit<Trace, 'spike'> } {
  const { tokens, heads, size } = g;
  const [queries, keys, values] = [pack(g, q), pack(g, k), pack(g, v)];
  const { words } = queries;
  const [inQuery, inKey, inValue] = [queries, keys, values].map(({ bits }) => onesOf(words, bits)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const n = new Int32Array(q.length);
  const stored = new Int32Array(heads);
  const active = Uint8Array.from(inQuery, (sum) => (sum > 0 ? 1 : 0));
  let accumulate = 0;
  for (let row = 0; row < tokens * heads; row++) if (inKey[row]! > 0 && inValue[row]! > 0) stored[row % heads]!++;
  let score = 0;
  for (let row = 0; row < tokens * heads; row++) {
    if (active[row] === 0) continue;
    score += stored[row % heads]!;
    for (let other = row % heads; other < tokens * heads; other += heads) {
      let common = 0;
      for (let w = 0; w < words; w++) common += ones(queries.bits[row * words + w]! & keys.bits[other * words + w]!);
      if (common === 0) continue;
      accumulate += inValue[other]!;
      for (let c = 0; c < size; c++) n[row * size + c]! += common * v[other * size + c]!;
    }
  }
  return { n, trace: { stored, active, score, accumulate } };
}

/** One firing: the spikes, the state that it leaves, and the trace. */
export function attend(
  g: Geometry,
  [q, k, v]: readonly [Tensor, Tensor, Tensor],
  u: Int32Array,
): { spikes: Int32Array; u: Int32Array; trace: Trace } {
  assert(
    q.data instanceof Int32Array && k.data instanceof Int32Array && v.data instanceof Int32Array,
    'binary storage',
  );
  const { n, trace } = counts(g, q.data, k.data, v.data);
  const spikes = new Int32Array(n.length);
  const next = new Int32Array(n.length);
  let spike = 0;
  for (let i = 0; i < n.length; i++) {
    const fired = fireSaturating(g.full, u[i]!, n[i]!);
    spikes[i] = fired.s;
    next[i] = fired.u;
    spike += fired.s;
  }
  return { spikes, u: next, trace: { ...trace, spike } };
}
