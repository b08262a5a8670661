// Zeros cost no cycles: measured intervals of event-driven layers over their activity, beside the bound.
import type { Sample } from '../src/golden/index.ts';
import { type Graph, graph, signedElem, spike, tensor } from '../src/ir/index.ts';
import { type Benchmark, steadyInterval, withDesign } from './support.ts';
import { weights } from './unit-designs.ts';

const inputs = 128;
const outputs = 64;
const out = 16;
/** Cycles of one active input: its weights go through `out` lanes. */
export const groups = outputs / out;
/** Shares of active inputs, in percent. */
export const activities = [0, 10, 50, 100] as const;
/** Beyond the bound: the event that closes a row takes as long as one active input. */
export const constant = groups;

/** One measured line. */
export interface SkipLine {
  readonly activity: number;
  readonly active: number;
  readonly interval: number;
  readonly bound: number;
}

/** A layer and how its activity is set. */
export interface SkipDesign {
  readonly name: string;
  readonly graph: Graph;
  /** Beats in which the input arrives. */
  readonly beats: number;
  sample(active: number): Sample;
}

/** True for `active` of the inputs, evenly spread. */
const isActive = (i: number, active: number): boolean =>
  Math.floor(((i + 1) * active) / inputs) > Math.floor((i * active) / inputs);

function twoPointLayer(): SkipDesign {
  const lanes = 4;
  const code = signedElem(8, 4);
  const g = graph('dense_behind_two_point');
  const r = g.input('r', code, [inputs], { lanes });
  const y = g.node('two-point', 'cells', { W: 8, f: 4 }, { r }, { fold: { lanes } });
  g.node('dense', 'layer', { weights: weights(outputs, inputs, 8) }, { x: y }, { fold: { in: 1, out } });
  // A drive of -1 without context is suppressed to 0, one of +1 is not.
  const value = (i: number, active: number): number => (isActive(i, active) ? 16 : -16);
  return {
    name: 'dense behind two-point cells',
    graph: g.output('y', 'layer').build(),
    beats: inputs / lanes,
    sample: (active) => ({
      r: [
        tensor(
          code,
          [inputs],
          Array.from({ length: inputs }, (_, i) => value(i, active)),
        ),
      ],
    }),
  };
}

function spikingLayer(): SkipDesign {
  const lanes = 8;
  const g = graph('spiking_dense');
  const x = g.input('x', spike, [inputs], { lanes });
  g.node('sparsify', 'events', { row: inputs }, { x }, { fold: { lanes } });
  g.node('spiking-dense', 'layer', { weights: weights(outputs, inputs, 8) }, { x: 'events' }, { fold: { out } });
  return {
    name: 'spiking-dense',
    graph: g.output('y', 'layer').build(),
    beats: inputs / lanes,
    sample: (active) => ({
      x: [
        tensor(
          spike,
          [inputs],
          Array.from({ length: inputs }, (_, i) => (isActive(i, active) ? 1 : 0)),
        ),
      ],
    }),
  };
}

/** The layers. */
export const skipDesigns: readonly SkipDesign[] = [twoPointLayer(), spikingLayer()];

/** Measures a layer at every activity, samples back to back; hardware equals golden model and composer. */
export function skipTable(design: SkipDesign): Promise<SkipLine[]> {
  return withDesign(design.graph, async (placed) => {
    const lines: SkipLine[] = [];
    for (const activity of activities) {
      const active = Math.round((inputs * activity) / 100);
      const interval = await steadyInterval(placed, [design.sample(active)]);
      lines.push({ activity, active, interval, bound: Math.max(design.beats, active * groups) });
    }
    return lines;
  });
}

/** The benchmark. */
export const skippingBench: Benchmark = {
  name: 'skipping',
  about: `cycles a sample of ${inputs} inputs, ${outputs} outputs, ${out} lanes; bound is max(beats, active x ${groups})`,
  run: async () => {
    const tables: Record<string, object> = {};
    for (const design of skipDesigns) tables[design.name] = await skipTable(design);
    return { machineIndependent: true, constant, ...tables };
  },
};
