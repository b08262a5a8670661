// context-memory: universal context U, a leaky mean of a layer's outputs over the steps of a sample.
import * as v from 'valibot';
import {
  ceilLog2,
  DendraError,
  integer,
  isVariable,
  maxSize,
  type Site,
  type StreamType,
  stream,
  tensor,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { beatsOf, equalLanes, laneFolds } from '../elementwise.ts';
import { meanElem, meanOf, sumElem, universalElem, update } from './golden.ts';
import { latencyOf, params } from './params.ts';

/** Attributes of context-memory. */
export interface Attrs {
  /** U moves by 1 / 2^uShift of its distance to the mean in a step; 4 by default. */
  readonly uShift: number;
}

/** The unit. */
export const contextMemory: Unit<Attrs, bigint, null> = {
  kind: 'context-memory',
  summary: 'keeps a leaky mean of a tensor over the steps of a sample: the universal context of two-point cells',
  attrs: v.strictObject({ uShift: v.optional(integer(0, 31), 4) }),
  counters: ['adds'],
  clears: 'sample',
  levels: 7,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: ({ uShift }, { x }) => {
    checkInput(x!);
    return { y: stream(universalElem(meanElem(x!.elem, maxSize(x!)), uShift), [1]) };
  },
  folds: ({ inputs }) => laneFolds(inputs.x!),
  lanes: (site) => ({ ...equalLanes(site), y: 1 }),
  interval: (site) => beatsOf(site.inputs.x!, site.fold.lanes!),
  multipliers: () => 0,

  initial: () => 0n,
  step: ({ attrs, outputs }, { x }, state) => {
    const next = update(state, meanOf(x!), attrs.uShift);
    return { outputs: { y: tensor(outputs.y!.elem, [1], [next]) }, state: next, trace: null };
  },
  count: ({ inputs }) => ({ adds: maxSize(inputs.x!) }),
  operations: (site, { adds }) => ({
    [`context.add.${widthOf(sumElem(site.inputs.x!.elem, maxSize(site.inputs.x!)))}`]: adds!,
  }),

  channels: (site) => {
    const latency = latencyOf(site);
    // One token a tensor, so that few slots cover the latency.
    return {
      latency: { y: latency },
      depth: { y: Math.ceil(latency / beatsOf(site.inputs.x!, site.fold.lanes!)) + 1 },
    };
  },
  beats: (site: Site<Attrs>) => {
    const times = beatsOf(site.inputs.x!, site.fold.lanes!);
    return {
      main: [
        { times: times - 1, take: ['x'] },
        { times: 1, take: ['x'], give: ['y'] },
      ],
    };
  },
  extremes: () => [null],

  memories: () => [],
  growth: ({ inputs, fold }) => {
    const bits = widthOf(inputs.x!.elem);
    return { terms: { elementBits: bits, addedBits: (fold.lanes! - 1) * bits } };
  },
  params,
  hls: ({ attrs, inputs }) => {
    const cells = maxSize(inputs.x!);
    // The sum, its sign, and room for the rounding.
    const sumBits = Math.max(widthOf(sumElem(inputs.x!.elem, cells)), ceilLog2(cells)) + 3;
    return { uShift: attrs.uShift, cells, meanShift: ceilLog2(cells), sumBits };
  },
};

function checkInput(x: StreamType): void {
  const hint = 'the mean is over a fixed number of cells';
  if (isVariable(x)) {
    const sentence = 'input "x" must be of fixed length, not of run-time length';
    throw new DendraError(sentence, { rule: 'fixed-length', hint });
  }
}
