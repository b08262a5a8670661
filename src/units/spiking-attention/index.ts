// spiking-attention: softmax-free attention of binary queries, keys and values, followed by its neurons.
import * as v from 'valibot';
import { bitLength, ceilLog2, integer, maxSize, positiveInteger, type Unit } from '../../ir/index.ts';
import { geometryOf, infer } from './geometry.ts';
import { attend, type Trace } from './golden.ts';
import { memories, params, stateBits } from './template.ts';
import { beats, extremes, interval } from './timing.ts';
import { stagesOf } from './tree.ts';

/** Attributes of spiking-attention. */
export interface Attrs {
  /** Heads; head h has the channels from h * D / heads on. */
  readonly heads: number;
  /** The counts are scaled by 2^-scaleShift. */
  readonly scaleShift: number;
  /** Membrane at which a neuron (tau 2, hard reset) fires, in units of the scaled counts. */
  readonly threshold: number;
}

const isPositive = (x: unknown): boolean => typeof x === 'number' && Number.isFinite(x) && x > 0;

const schema = v.strictObject({
  heads: positiveInteger,
  scaleShift: v.optional(integer(0, 20), 3),
  threshold: v.optional(v.custom<number>(isPositive, 'a positive number'), 0.5),
});

/** The unit. */
export const spikingAttention: Unit<Attrs, Int32Array, Trace> = {
  kind: 'spiking-attention',
  summary: 'attention of binary queries, keys and values without softmax, with its neurons',
  attrs: schema,
  counters: ['score', 'accumulate', 'spike'],
  clears: 'sample',
  levels: 10,
  library: () => ['dendra_sum_level'],

  ports: () => ({
    inputs: ['q', 'k', 'v'].map((name) => ({ name, required: true })),
    outputs: [{ name: 'y', required: true }],
  }),
  infer,
  folds: (site) => {
    const { tokens } = geometryOf(site);
    return Array.from({ length: ceilLog2(tokens) + 1 }, (_, i) => ({ tokens: 2 ** i }));
  },
  lanes: (site) => {
    const { size } = geometryOf(site);
    return { q: size, k: size, v: size, y: size };
  },
  interval,
  multipliers: () => 0,

  initial: ({ outputs }) => new Int32Array(maxSize(outputs.y!)),
  step: (site, { q, k, v: values }, state) => {
    const { spikes, u, trace } = attend(geometryOf(site), [q!, k!, values!], state);
    return { outputs: { y: { shape: q!.shape, data: spikes } }, state: u, trace };
  },
  count: (_site, { score, accumulate, spike }) => ({ score, accumulate, spike }),
  operations: (site, { score, accumulate }) => {
    const g = geometryOf(site);
    const { tokens, heads, size, full } = g;
    const rows = site.steps * tokens * heads;
    return {
      synapse: accumulate!,
      ac: accumulate!,
      [`add.${bitLength(full)}`]: accumulate!,
      // Key and value of a token are read for each score, and written once, though a token without spikes is not. Of a row,
      // the query with its flag and the states of its neurons are written and read.
      'sram.bits': (score! + rows) * 2 * size + rows * 2 * (size + 1 + size * stateBits(g)),
    };
  },

  channels: (site) => ({ latency: { y: stagesOf(geometryOf(site).size, site.fold.tokens!).push + 1 } }),
  beats,
  extremes,

  memories,
  growth: (site) => {
    const { size } = geometryOf(site);
    const banks = site.fold.tokens!;
    return { terms: { size, bankBits: banks * size, stateBits: size * stateBits(geometryOf(site)) } };
  },
  params,
  hls: (site) => {
    const g = geometryOf(site);
    return {
      ...g,
      rows: g.tokens * g.heads,
      tokensAtOnce: Math.min(site.fold.tokens!, g.tokens),
      stateBits: stateBits(g),
      countBits: bitLength(g.tokens * g.size * g.size) + 1,
      potentialBits: bitLength(2 * g.full) + 1,
    };
  },
};
