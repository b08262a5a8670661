// Golden arithmetic of top-k: which elements of a row are kept, by definition; the first index wins a tie.
import { at, type Tensor } from '../../ir/index.ts';

/** Which end of the order is kept. */
export type Direction = 'largest' | 'smallest';

/** 1 for each kept element of the row that starts at `from`; exactly `k` of its `n` elements are. */
export function selectRow(x: Tensor, from: number, n: number, k: number, direction: Direction): Uint8Array {
  const keep = new Uint8Array(n);
  if (k === 0) return keep;
  const row = x.data.slice(from, from + n);
  // Typed arrays sort by value, ascending.
  const sorted = row.slice().sort();
  const kth = sorted[direction === 'largest' ? n - k : k - 1]!;
  const beats = direction === 'largest' ? (v: number | bigint) => v > kth : (v: number | bigint) => v < kth;
  let need = k;
  for (let i = 0; i < n; i++) if (beats(row[i]!)) need -= keep[i] = 1;
  for (let i = 0; i < n && need > 0; i++) if (row[i] === kth) need -= keep[i] = 1;
  return keep;
}

/** The kept elements of all rows in order. */
export function keptValues(x: Tensor, mask: Uint8Array): (number | bigint)[] {
  const out: (number | bigint)[] = [];
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) out.push(x.data[i]!);
  return out;
}

/** Index within its row of each kept element, rows in order. */
export function keptIndices(n: number, mask: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) out.push(i % n);
  return out;
}

/** The number that a stream asks for; more than there are means all. */
export function runtimeCount(k: Tensor, n: number): number {
  const asked = at(k, 0);
  return asked > BigInt(n) ? n : Number(asked);
}
