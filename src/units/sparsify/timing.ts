// Cycles of sparsify: `scan` takes a beat of x a cycle and passes on those with work, `send` sends an event a cycle.
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
 * Slots of the FIFO between the threads: with them the reader has work while zeros are scanned, and scanning goes on while
 * it works. The worst case is two rows whose events touch: with one lane before a reader of two cycles an event, with more
 * where the beats in front are full and those behind hold one event each.
 */
export function workDepth(row: number, lanes: number): number {
  return Math.min(4096, lanes === 1 ? Math.ceil(row / 2) : Math.ceil(row / lanes)) + 4;
}

/** Beats by number of cycles, made once: the composer recognises them by identity. */
function table(make: (times: number) => Beat): (times: number) => Beat {
  const known: Beat[] = [];
  return (times) => {
    known[times] ??= make(times);
    return known[times];
  };
}

const dropped = table((times) => ({ times, take: ['x'] }));
const passed = table((times) => ({ times, take: ['x'], give: ['work'] }));
const peeked = table((times) => ({ times, peek: ['work'], give: ['y'] }));
const taken = table((times) => ({ times, take: ['work'], give: ['y'] }));

/** Collects the cycles of a thread; equal ones that follow each other become one beat. */
class Run {
  readonly beats: Beat[] = [];
  #make = dropped;
  #times = 0;

  add(make: (times: number) => Beat, times = 1): void {
    if (make !== this.#make) this.flush();
    this.#make = make;
    this.#times += times;
  }

  flush(): readonly Beat[] {
    if (this.#times > 0) this.beats.push(this.#make(this.#times));
    this.#times = 0;
    return this.beats;
  }
}

/** What the two threads do with a tensor. */
export function sparsifyBeats(site: Site<Attrs>, { row, elements, positions }: SparseTrace): Beats {
  const lanes = site.fold.lanes!;
  const scan = new Run();
  const send = new Run();
  let next = 0;
  for (let from = 0; from < elements; from += row) {
    for (let at = from; at < from + row; at += lanes) {
      const end = Math.min(at + lanes, from + row);
      const first = next;
      while (next < positions.length && positions[next]! < end) next++;
      const cycles = next - first + (end === from + row ? 1 : 0);
      scan.add(cycles === 0 ? dropped : passed);
      if (cycles > 1) send.add(peeked, cycles - 1);
      if (cycles > 0) send.add(taken);
    }
  }
  if (isVariable(site.inputs.x!)) {
    scan.add(passed);
    send.add(taken);
  }
  return { scan: scan.flush(), send: send.flush() };
}
