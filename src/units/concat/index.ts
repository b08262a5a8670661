// concat: the rows of `a`, each followed by the row of `b`.
import * as v from 'valibot';
import {
  type Beat,
  type Beats,
  ceilLog2,
  DendraError,
  describeStream,
  maxRows,
  rowLength,
  type Site,
  type StreamType,
  type Unit,
  unite,
  widthOf,
} from '../../ir/index.ts';
import { equalLanes } from '../elementwise.ts';
import { requireFixed, sameDims } from '../shapes.ts';
import { joinRows } from './golden.ts';

/** The unit. */
export const concat: Unit<Record<never, never>, null, null> = {
  kind: 'concat',
  summary: 'joins two tensors along the last axis',
  attrs: v.strictObject({}),
  counters: [],
  clears: 'never',
  levels: 4,

  ports: () => ({
    inputs: [
      { name: 'a', required: true },
      { name: 'b', required: true },
    ],
    outputs: [{ name: 'y', required: true }],
  }),
  infer: (_attrs, { a, b }) => ({ y: joinedType(a!, b!) }),
  folds: ({ inputs }) => {
    const [a, b] = [rowLength(inputs.a!), rowLength(inputs.b!)];
    // A beat never holds elements of both; only the end of a single row may be a partial beat.
    const fits = (lanes: number): boolean => a % lanes === 0 && (maxRows(inputs.a!) === 1 || b % lanes === 0);
    const all = Array.from({ length: Math.min(a, b) }, (_, i) => i + 1);
    return all.filter(fits).map((lanes) => ({ lanes }));
  },
  lanes: equalLanes,
  interval: (site) => {
    const { a, b } = rowBeats(site);
    return maxRows(site.inputs.a!) * (a + b);
  },
  multipliers: () => 0,

  initial: () => null,
  step: ({ outputs }, { a, b }) => ({ outputs: { y: joinRows(outputs.y!, a!, b!) }, state: null, trace: null }),
  count: () => ({}),
  operations: () => ({}),

  channels: () => ({ latency: { y: 1 } }),
  beats,
  extremes: () => [null],

  memories: () => [],
  growth: ({ inputs, fold }) => ({ terms: { beatBits: fold.lanes! * widthOf(inputs.a!.elem) } }),
  params: (site) => {
    const { a, b } = rowBeats(site);
    return { a, b, total: a + b, beatBits: ceilLog2(a + b) };
  },
  hls: (site) => {
    const { a, b } = rowBeats(site);
    return { beatsA: a, beatsB: b };
  },
};

function joinedType(a: StreamType, b: StreamType): StreamType {
  requireFixed('a', a, 'concat');
  requireFixed('b', b, 'concat');
  if (!sameDims(a.shape.slice(0, -1), b.shape.slice(0, -1)) || a.shape.length === 0 || b.shape.length === 0) {
    const given = `${describeStream(a)} and ${describeStream(b)}`;
    throw new DendraError(`inputs "a" and "b" must differ in their last dimension alone, not be ${given}`, {
      rule: 'concat-shape',
    });
  }
  if (a.elem.frac !== b.elem.frac) {
    throw new DendraError(`input "b" must have ${a.elem.frac} fraction bits like "a", not ${b.elem.frac}`, {
      rule: 'concat-binary-point',
      hint: 'put requantise in front of the one with more',
    });
  }
  const shape = [...a.shape.slice(0, -1), rowLength(a) + rowLength(b)];
  return { elem: unite(a.elem, b.elem), shape, order: 'dense' };
}

/** Beats of a row of each input. */
function rowBeats({ inputs, fold }: Site): { a: number; b: number } {
  const beatsIn = (port: string): number => Math.ceil(rowLength(inputs[port]!) / fold.lanes!);
  return { a: beatsIn('a'), b: beatsIn('b') };
}

/** The beats never change, so all firings share them. */
const known = new WeakMap<Site, Beats>();

function beats(site: Site): Beats {
  const before = known.get(site);
  if (before !== undefined) return before;
  const row = rowBeats(site);
  const pair: Beat[] = [
    { times: row.a, take: ['a'], give: ['y'] },
    { times: row.b, take: ['b'], give: ['y'] },
  ];
  const all = { main: Array.from({ length: maxRows(site.inputs.a!) }, () => pair).flat() };
  known.set(site, all);
  return all;
}
