// width-converter: the same elements, packed into beats of another number of lanes.
import * as v from 'valibot';
import { bitLength, ceilLog2, type Fold, isVariable, maxSize, type Site, type Unit, widthOf } from '../../ir/index.ts';
import { type ElementTrace, elementExtremes } from '../elementwise.ts';
import { converterBeats, converterCycles, unitsOf } from './timing.ts';

/** Pairs beyond these lanes are not offered; passes insert any pair. */
const mostOffered = 64;

/** The unit. */
export const widthConverter: Unit<Record<never, never>, null, ElementTrace> = {
  kind: 'width-converter',
  summary: 'repacks a stream from beats of `from` lanes into beats of `to` lanes',
  attrs: v.strictObject({}),
  counters: [],
  clears: 'never',
  levels: 7,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (_attrs, { x }) => ({ y: x! }),
  folds: ({ outputs }) => pairs(Math.min(maxSize(outputs.y!), mostOffered)),
  lanes: ({ fold }) => ({ x: fold.from!, y: fold.to! }),
  interval: (site) => converterCycles(site, maxSize(site.outputs.y!)),
  multipliers: () => 0,

  initial: () => null,
  step: (_site, { x }) => ({ outputs: { y: x! }, state: null, trace: { elements: x!.data.length } }),
  count: () => ({}),
  operations: () => ({}),

  channels: () => ({ latency: { y: 1 } }),
  beats: converterBeats,
  extremes: elementExtremes,

  memories: () => [],
  growth: (site) => {
    const { size, from, to } = unitsOf(site);
    const bits = size * (widthOf(site.inputs.x!.elem) + 1);
    const held = Math.max(1, from - 1, to - 1) * bits;
    return { terms: { heldBits: held, movedBits: (from + to - 1) * bits * ceilLog2(to) } };
  },
  params,
};

/** All pairs of lanes up to `most`, by their sum. */
function pairs(most: number): Fold[] {
  const sides = Array.from({ length: most }, (_, i) => i + 1);
  const all = sides.flatMap((from) => sides.map((to) => ({ from, to })));
  return all.sort((a, b) => a.from + a.to - b.from - b.to);
}

function params(site: Site): object & Record<string, unknown> {
  const { size, from, to } = unitsOf(site);
  const x = site.inputs.x!;
  const units = Math.ceil(maxSize(x) / size);
  const most = from + to - 1;
  const stageBits = ceilLog2(to);
  return {
    variable: isVariable(x),
    size,
    from,
    to,
    single: size === 1,
    /** Bits of the elements of a unit. */
    unitData: size * widthOf(x.elem),
    /** Units that stay from one cycle to the next. */
    held: Math.max(1, from - 1, to - 1),
    most,
    // One code to spare, so that no comparison is constant.
    fillBits: bitLength(most + 1),
    lastUnits: units - (Math.ceil(units / from) - 1) * from,
    stages: Array.from({ length: stageBits }, (_, i) => ({ from: i, to: i + 1, bit: i, shift: 2 ** i })),
    stageBits,
  };
}
