// argmax: index of the largest element of each row; among equal ones the first.
import * as v from 'valibot';
import {
  type Beat,
  type Beats,
  elem,
  maxRows,
  rowLength,
  type Site,
  type StreamType,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { laneFolds } from '../elementwise.ts';
import { requireFixed } from '../shapes.ts';
import { argmaxRows } from './golden.ts';
import { params, treeDepth } from './params.ts';

/** The unit. */
export const argmax: Unit<Record<never, never>, null, null> = {
  kind: 'argmax',
  summary: 'finds the index of the largest element of each row',
  attrs: v.strictObject({}),
  counters: ['compare'],
  clears: 'tensor',
  levels: 6,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (_attrs, { x }) => ({ y: indexType(x!) }),
  folds: ({ inputs }) => laneFolds(inputs.x!),
  lanes: ({ fold }) => ({ x: fold.lanes!, y: 1 }),
  interval: (site) => maxRows(site.inputs.x!) * rowBeats(site),
  multipliers: () => 0,

  initial: () => null,
  step: ({ inputs, outputs }, { x }) => ({
    outputs: { y: argmaxRows(inputs.x!, outputs.y!, x!) },
    state: null,
    trace: null,
  }),
  count: ({ inputs }) => ({ compare: maxRows(inputs.x!) * (rowLength(inputs.x!) - 1) }),
  operations: ({ inputs }, { compare }) => ({ [`compare.${widthOf(inputs.x!.elem)}`]: compare! }),

  // The levels of the tree, the running best and the output FIFO.
  channels: ({ fold }) => ({ latency: { y: treeDepth(fold.lanes!) + 2 } }),
  beats,
  extremes: () => [null],

  memories: () => [],
  growth: ({ inputs, fold }) => {
    const bits = widthOf(inputs.x!.elem);
    return { terms: { elementBits: bits, comparedBits: (fold.lanes! - 1) * bits } };
  },
  params,
  hls: (site) => ({ rowBeats: rowBeats(site) }),
};

/** Indices of a row; a single row gives one index. */
function indexType(x: StreamType): StreamType {
  requireFixed('x', x, 'argmax');
  const shape = x.shape.length < 2 ? [1] : x.shape.slice(0, -1);
  return { elem: elem(0, rowLength(x) - 1), shape, order: 'dense' };
}

function rowBeats({ inputs, fold }: Site): number {
  return Math.ceil(rowLength(inputs.x!) / fold.lanes!);
}

/** The beats never change, so all firings share them. */
const known = new WeakMap<Site, Beats>();

function beats(site: Site): Beats {
  const before = known.get(site);
  if (before !== undefined) return before;
  const row: Beat[] = [
    { times: rowBeats(site) - 1, take: ['x'] },
    { times: 1, take: ['x'], give: ['y'] },
  ];
  const all = { main: Array.from({ length: maxRows(site.inputs.x!) }, () => row).flat() };
  known.set(site, all);
  return all;
}
