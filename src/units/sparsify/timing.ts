// Cycles of sparsify: one an event, one for a beat of zeros, one to close a row.
import { type Beat, type Beats, isVariable, type Site, type Tensor } from '../../ir/index.ts';
import type { Attrs } from './index.ts';

/** Trace of a firing: where the nonzero elements are. */
export interface SparseTrace {
  readonly row: number;
  readonly elements: number;
  /** Rising positions in the flattened tensor. */
  readonly positions: Int32Array;
}

/** Positions of the nonzero elements. */
export function positionsOf({ data }: Tensor): Int32Array {
  const found = new Int32Array(data.length);
  let count = 0;
  for (let i = 0; i < data.length; i++) if (Number(data[i]!) !== 0) found[count++] = i;
  return found.slice(0, count);
}

/**
 * Slots of the output FIFO: with them the reader has work while zeros are scanned, and scanning goes on while it works.
 * The worst case is a reader of two cycles an event, and two rows whose events touch.
 */
export function sparsifyDepth(row: number, lanes: number): number {
  return Math.min(4096, Math.ceil(row / (lanes + 1))) + 4;
}

/** Beats by number of cycles, made once: the composer recognises them by identity. */
function table(make: (times: number) => Beat): (times: number) => Beat {
  const known: Beat[] = [];
  return (times) => {
    known[times] ??= make(times);
    return known[times];
  };
}

const zeros = table((times) => ({ times, take: ['x'] }));
const taken = table((times) => ({ times, take: ['x'], give: ['y'] }));
const peeked = table((times) => ({ times, peek: ['x'], give: ['y'] }));

/** What the one thread does with a tensor. */
export function sparsifyBeats(site: Site<Attrs>, { row, elements, positions }: SparseTrace): Beats {
  const lanes = site.fold.lanes!;
  const main: Beat[] = [];
  let next = 0;
  let idle = 0;
  for (let from = 0; from < elements; from += row) {
    for (let at = from; at < from + row; at += lanes) {
      const end = Math.min(at + lanes, from + row);
      const first = next;
      while (next < positions.length && positions[next]! < end) next++;
      const events = next - first;
      const closes = end === from + row;
      if (events === 0 && !closes) {
        idle++;
        continue;
      }
      if (idle > 0) main.push(zeros(idle));
      idle = 0;
      const peeks = closes ? events : events - 1;
      if (peeks > 0) main.push(peeked(peeks));
      main.push(taken(1));
    }
  }
  if (isVariable(site.inputs.x!)) main.push(taken(1));
  return { main };
}
