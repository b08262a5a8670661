// fifo: holds up to `depth` beats.
import * as v from 'valibot';
import { positiveInteger, type Unit, widthOf } from '../../ir/index.ts';
import {
  beatsOf,
  type ElementTrace,
  elementExtremes,
  elementwiseBeats,
  equalLanes,
  laneFolds,
  pipeline,
} from '../elementwise.ts';

/** Attributes of fifo. */
export interface Attrs {
  /** Slots. */
  readonly depth: number;
}

/** The unit. */
export const fifo: Unit<Attrs, null, ElementTrace> = {
  kind: 'fifo',
  summary: 'holds beats, so that a branch may run ahead of another',
  attrs: v.strictObject({ depth: positiveInteger }),
  counters: [],
  clears: 'never',
  levels: 4,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (_attrs, { x }) => ({ y: x! }),
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: () => 0,

  initial: () => null,
  step: (_site, { x }) => ({ outputs: { y: x! }, state: null, trace: { elements: x!.data.length } }),
  count: () => ({}),
  operations: () => ({}),

  channels: ({ attrs }) => ({ latency: { y: 1 }, depth: { y: attrs.depth } }),
  beats: elementwiseBeats,
  extremes: elementExtremes,

  memories: () => [],
  growth: ({ inputs, fold }) => ({ terms: { beatBits: fold.lanes! * widthOf(inputs.x!.elem) } }),
  params: () => pipeline(0),
};
