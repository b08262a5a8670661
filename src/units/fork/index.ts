// fork: copies a stream to several readers, all in the same cycle.
import * as v from 'valibot';
import { integer, isVariable, maxSize, type StreamType, type Unit } from '../../ir/index.ts';
import { beatsOf, type ElementTrace, equalLanes, laneFolds } from '../elementwise.ts';

/** Attributes of fork. */
export interface Attrs {
  /** Readers, 2 to 64. */
  readonly branches: number;
}

/** Output names y0, y1, ... */
function names({ branches }: Attrs): readonly string[] {
  return Array.from({ length: branches }, (_, i) => `y${i}`);
}

/** The unit. */
export const fork: Unit<Attrs, null, ElementTrace> = {
  kind: 'fork',
  summary: 'copies a stream to several readers; a beat moves when all of them have room',
  attrs: v.strictObject({ branches: integer(2, 64) }),
  counters: [],
  clears: 'never',
  levels: 3,

  ports: (attrs) => ({
    inputs: [{ name: 'x', required: true }],
    outputs: names(attrs).map((name) => ({ name, required: true })),
  }),
  infer: (attrs, { x }) => Object.fromEntries(names(attrs).map((name): [string, StreamType] => [name, x!])),
  folds: ({ outputs }) => laneFolds(outputs.y0!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y0!, site.fold.lanes!),
  multipliers: () => 0,

  initial: () => null,
  step: ({ attrs }, { x }) => ({
    outputs: Object.fromEntries(names(attrs).map((name) => [name, x!])),
    state: null,
    trace: { elements: x!.data.length },
  }),
  count: () => ({}),
  operations: () => ({}),

  channels: ({ attrs }) => ({ latency: Object.fromEntries(names(attrs).map((name) => [name, 1])) }),
  beats: (site, { elements }) => ({
    main: [{ times: beatsOf(site.outputs.y0!, site.fold.lanes!, elements), take: ['x'], give: names(site.attrs) }],
  }),
  extremes: ({ outputs: { y0 } }) =>
    (isVariable(y0!) ? [0, maxSize(y0!)] : [maxSize(y0!)]).map((elements) => ({ elements })),

  memories: () => [],
  growth: ({ attrs }) => ({ terms: { branches: attrs.branches } }),
  params: () => ({}),
};
