// Timing of top-k: load, digit passes and filter in one thread, the packer in another.
import {
  type Beat,
  type Beats,
  type Channels,
  ceilLog2,
  isVariable,
  maxRows,
  rowLength,
  type Site,
  widthOf,
} from '../../ir/index.ts';
import type { Attrs } from './index.ts';

/** Trace of a firing: 1 for each kept element of all rows. */
export interface Trace {
  readonly mask: Uint8Array;
}

/** Cycles from the last element of a pass to the first of the next: four for the counts, one for the digit. */
const walk = 5;
/** Cycles from the issue of a filter beat to its mask, and to its mask with the number of kept elements. */
const maskDelay = 3;
const keptDelay = 4;

/** Sizes that follow from types and fold. */
export interface Sizes {
  readonly rows: number;
  readonly n: number;
  readonly lanes: number;
  /** Bits of a score, and its digits of four bits. */
  readonly width: number;
  readonly digits: number;
  /** Beats of a row. */
  readonly beats: number;
  /** True where two banks let a pass visit two beats a cycle. */
  readonly double: boolean;
  /** Words of a bank: the cycles of a pass. */
  readonly words: number;
  /** Whether values or indices leave, and so the packer exists. */
  readonly packs: boolean;
  /** True when k arrives on a stream. */
  readonly runtime: boolean;
}

/** The sizes of a site. */
export function sizesOf({ attrs, inputs, fold }: Pick<Site<Attrs>, 'attrs' | 'inputs' | 'fold'>): Sizes {
  const x = inputs.x!;
  const n = rowLength(x);
  const lanes = fold.lanes!;
  const width = widthOf(x.elem);
  const digits = Math.ceil(width / 4);
  const beats = Math.ceil(n / lanes);
  const double = digits > 1 && beats > 1;
  return {
    rows: maxRows(x),
    n,
    lanes,
    width,
    digits,
    beats,
    double,
    words: double ? Math.ceil(beats / 2) : beats,
    packs: attrs.emit.some((name) => name !== 'mask'),
    runtime: attrs.k === undefined,
  };
}

/** Register stages of the library module dendra_compact: one for the destinations, one for every two exchanges. */
export function compactStages(lanes: number): number {
  return 1 + Math.ceil(ceilLog2(lanes) / 2);
}

/** Cycles of the digit passes of a row, from its last beat in to the first filter beat. */
function search({ digits, words }: Sizes): number {
  return walk + (digits - 1) * (words + walk);
}

/** Cycles of a firing. */
export function interval(site: Site<Attrs>): number {
  const sizes = sizesOf(site);
  return sizes.rows * (2 * sizes.beats + search(sizes));
}

/** Latencies of the outputs and of the channel between filter and packer. */
export function channels(site: Site<Attrs>): Channels {
  const { lanes, packs } = sizesOf(site);
  const packed = compactStages(lanes) + 1;
  const latency = Object.fromEntries(site.attrs.emit.map((name) => [name, name === 'mask' ? maskDelay + 1 : packed]));
  return { latency, ...(packs ? { inner: { kept: { depth: keptDepth, latency: keptDelay + 1 } } } : {}) };
}

/** Slots between filter and packer: one token a cycle. */
export const keptDepth: number = keptDelay + 2;

/** The threads of a firing. */
export function beats(site: Site<Attrs>, trace: Trace): Beats {
  const sizes = sizesOf(site);
  const main = mainThread(site, sizes);
  return sizes.packs ? { main, pack: packThread(site, sizes, trace) } : { main };
}

function mainThread({ attrs }: Site<Attrs>, sizes: Sizes): Beat[] {
  const { rows, runtime, packs } = sizes;
  const give = [...(packs ? ['kept'] : []), ...(attrs.emit.includes('mask') ? ['mask'] : [])];
  const row: Beat[] = [
    { times: sizes.beats - 1, take: ['x'] },
    { times: 1, take: runtime ? ['x', 'k'] : ['x'] },
    { times: search(sizes) },
    { times: sizes.beats, give },
  ];
  return Array.from({ length: rows }, () => row).flat();
}

function packThread({ attrs, outputs }: Site<Attrs>, { rows, n, lanes, beats }: Sizes, { mask }: Trace): Beat[] {
  const give = attrs.emit.filter((name) => name !== 'mask');
  const fills: Beat = { times: 1, take: ['kept'], give };
  const waits: Beat = { times: 1, take: ['kept'] };
  const thread: Beat[] = [];
  let fill = 0;
  for (let row = 0; row < rows; row++) {
    for (let beat = 0; beat < beats; beat++) {
      const to = row * n + Math.min(n, (beat + 1) * lanes);
      for (let i = row * n + beat * lanes; i < to; i++) fill += mask[i]!;
      thread.push(fill >= lanes ? fills : waits);
      if (fill >= lanes) fill -= lanes;
    }
  }
  const closes = isVariable(outputs[give[0]!]!) ? 1 : 0;
  return [...thread, { times: (fill > 0 ? 1 : 0) + closes, give }];
}

/** The first and the last elements kept, as few and as many as there can be. */
export function extremes(site: Site<Attrs>): readonly Trace[] {
  const { rows, n } = sizesOf(site);
  const { k } = site.attrs;
  const trace = (kept: number, from: number): Trace => {
    return { mask: Uint8Array.from({ length: rows * n }, (_, i) => (i % n >= from && i % n < from + kept ? 1 : 0)) };
  };
  return k === undefined ? [trace(0, 0), trace(n, 0)] : [trace(k, 0), trace(k, n - k)];
}
