// lif: leaky integrate-and-fire neurons, one for each element of the tensor.
import * as v from 'valibot';
import {
  at,
  bitLength,
  DendraError,
  isTensor,
  isVariable,
  maxSize,
  rowLength,
  type Streams,
  type StreamType,
  spike,
  stream,
  type Tensor,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import {
  beatsOf,
  type ElementTrace,
  elementExtremes,
  elementwiseBeats,
  elementwiseChannels,
  equalLanes,
  laneFolds,
} from '../elementwise.ts';
import { cellGrowth, stages, sumBits } from './cell.ts';
import { advance, type State, start } from './golden.ts';
import { hls } from './hls.ts';
import { planOf } from './plan.ts';
import { memories, params, thresholdBeats } from './template.ts';

/** Attributes of lif. */
export interface Attrs {
  /** Membrane at which a neuron fires, in units of the input's integers; one for all, or one a channel. */
  readonly threshold: number | Tensor;
  /** What a spike does to the membrane: clears it, or takes the threshold off. */
  readonly reset: 'hard' | 'soft';
  /** True when the input leaks like the membrane: t = v + (x - v) / tau. */
  readonly decayInput: boolean;
  /** Time constant, a power of two. */
  readonly tau: number;
}

/** All that the timing and the counters of a firing depend on. */
export interface Trace extends ElementTrace {
  readonly spikes: number;
}

const isThreshold = (x: unknown): boolean =>
  typeof x === 'number' ? Number.isSafeInteger(x) && x >= 1 : isTensor(x) && x.shape.length === 1;
const isTau = (x: unknown): boolean => [...Array(15).keys()].some((k) => x === 2 << k);

const schema = v.strictObject({
  threshold: v.custom<number | Tensor>(isThreshold, 'a positive integer, or a tensor of one dimension'),
  reset: v.picklist(['hard', 'soft'], 'hard or soft'),
  decayInput: v.optional(v.boolean('true or false'), true),
  tau: v.optional(v.custom<number>(isTau, 'a power of two from 2 to 32768'), 2),
});

function infer(attrs: Attrs, { x }: Streams): Streams {
  const hint = 'a membrane belongs to an element; put it behind a unit with a fixed output';
  if (isVariable(x!))
    throw new DendraError('input "x" must be of fixed length, not of run-time length', { rule: 'fixed-length', hint });
  checkThreshold(attrs, x!);
  const bits = sumBits(attrs, x!.elem);
  if (bits > 64) {
    const sentence = `input "x" must leave sums of at most 64 bits, not ${bits}`;
    throw new DendraError(sentence, { rule: 'lif-width', hint: 'requantise it, or take a smaller threshold or tau' });
  }
  return { y: stream(spike, x!.shape) };
}

function checkThreshold({ threshold }: Attrs, x: StreamType): void {
  if (typeof threshold === 'number') return;
  const place = { attribute: 'threshold', rule: 'threshold-per-channel' };
  const channels = rowLength(x);
  if (threshold.data.length !== channels) {
    const sentence = `threshold must be one value or ${channels} values, not ${threshold.data.length}`;
    throw new DendraError(sentence, { ...place, hint: 'give one threshold for each channel of input "x"' });
  }
  for (let c = 0; c < channels; c++) {
    if (at(threshold, c) >= 1n) continue;
    const sentence = `threshold[${c}] must be an integer of at least 1, not ${at(threshold, c)}`;
    throw new DendraError(sentence, {
      ...place,
      rule: 'threshold-positive',
      hint: 'negate the weights of this channel',
    });
  }
}

/** The unit. */
export const lif: Unit<Attrs, State, Trace> = {
  kind: 'lif',
  summary: 'leaky integrate-and-fire neurons on integer currents',
  attrs: schema,
  counters: ['update', 'spike'],
  clears: 'sample',
  levels: 10,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer,
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: () => 0,

  initial: (site) => start(planOf(site.attrs, site.inputs.x!.elem), maxSize(site.outputs.y!)),
  step: (_site, { x }, state) => {
    const { fired, next } = advance(state, x!);
    return {
      outputs: { y: { shape: x!.shape, data: fired.spikes } },
      state: next,
      trace: { elements: x!.data.length, spikes: fired.count },
    };
  },
  count: (_site, { elements, spikes }) => ({ update: elements, spike: spikes }),
  operations: (site, { update }) => {
    const { attrs, inputs } = site;
    const { membrane, potential, largest } = planOf(attrs, inputs.x!.elem);
    const bits = widthOf(potential);
    // The membrane is read and written; a threshold is read where there is a memory of them.
    const threshold = thresholdBeats(site) > 1 ? bitLength(largest) : 0;
    return {
      [`add.${bits}`]: update!,
      [`compare.${bits}`]: update!,
      'sram.bits': update! * (2 * widthOf(membrane) + threshold),
    };
  },

  channels: () => elementwiseChannels(stages),
  beats: elementwiseBeats,
  extremes: (site) => elementExtremes(site).map((trace) => ({ ...trace, spikes: trace.elements })),

  memories,
  growth: cellGrowth,
  params,
  hls,
};
