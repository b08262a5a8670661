// dense: exact product with a constant matrix; zeros cost no cycle where the input comes as events.
import * as v from 'valibot';
import { maxRows, type Site, signedWidth, type Target, type Unit, widthOf } from '../../ir/index.ts';
import { groupsOf, inferMatrix, type MatrixAttrs, matrixEntries, outputFolds, sizes, weightElem } from '../matrix.ts';
import { denseBeats, eventBeats, matrixExtremes } from '../matrix-beats.ts';
import { type MatrixTrace, multiplyTensor, traceOf } from '../matrix-golden.ts';
import { matrixGrowth } from '../matrix-growth.ts';
import { matrixHls } from '../matrix-hls.ts';
import { accumulatorBits, type Leaves, matrixParams, matrixStages, productBits } from '../matrix-params.ts';
import { matrixMemories, weightBits } from '../matrix-rom.ts';
import { rowsOf, sideTraffic } from '../matrix-traffic.ts';
import { type Dsp, dspModules, dspOf } from './dsp.ts';

/** Attributes of dense. */
export interface Attrs extends MatrixAttrs {
  /** True: the input comes as events, one multiplier an output lane. False: `in` elements a beat, zeros included. */
  readonly skip: boolean;
}

type Bare = Omit<Site<Attrs>, 'fold'>;

/** The unit. */
export const dense: Unit<Attrs, null, MatrixTrace> = {
  kind: 'dense',
  summary: 'multiplies by a constant matrix and adds a bias, exactly; skips zeros on request',
  attrs: v.strictObject({ ...matrixEntries, skip: v.optional(v.boolean('true or false'), true) }),
  counters: ['synapse'],
  clears: 'never',
  levels: 6,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (attrs, { x }) => ({ y: inferMatrix(attrs, x!) }),
  folds,
  lanes: ({ fold }) => ({ x: fold.in!, y: fold.out! }),
  events: (attrs) => (attrs.skip ? { x: sizes(attrs).inputs } : {}),
  interval: ({ attrs, inputs, fold }) => {
    const beats = sizes(attrs).inputs / fold.in! + (attrs.skip ? 1 : 0);
    return (attrs.over === 'tensor' ? 1 : maxRows(inputs.x!)) * beats * groupsOf(attrs, fold.out!);
  },
  multipliers: ({ fold }) => fold.in! * fold.out!,

  initial: () => null,
  step: ({ attrs, inputs, outputs }, { x }) => ({
    outputs: { y: multiplyTensor(attrs, x!, inputs.x!, outputs.y!.elem) },
    state: null,
    trace: traceOf(x!, inputs.x!),
  }),
  count: ({ attrs }, { active }) => ({ synapse: active.reduce((sum, n) => sum + n, 0) * sizes(attrs).outputs }),
  operations: (site, { synapse }) => {
    const { attrs, inputs, fold } = site;
    const weight = weightBits(attrs);
    const { inputs: columns, outputs } = sizes(attrs);
    const results = rowsOf(site) * outputs;
    // Without skip zeros are multiplied too.
    const products = attrs.skip ? synapse! : results * columns;
    // A partial sum for each event and the beat that closes its row, or for each beat of several.
    const sums = attrs.skip ? synapse! + results : fold.in! < columns ? results * (columns / fold.in!) : 0;
    return {
      synapse: synapse!,
      mac: products,
      [`multiply.${Math.max(weight, widthOf(inputs.x!.elem))}`]: products,
      [`add.${accumulatorBits(site)}`]: products,
      'sram.bits': products * weight + sideTraffic(site, sums),
    };
  },

  channels: (site) => ({ latency: { y: matrixStages(leavesOf(site)) + 1 } }),
  beats: (site, trace) => (site.attrs.skip ? eventBeats(site, trace) : denseBeats(site, trace, site.fold.in!)),
  extremes: matrixExtremes,

  memories: ({ attrs, fold }) => matrixMemories(attrs, fold.in!, fold.out!),
  hls: (site) => matrixHls(site, site.fold.in!, false),
  growth: (site) => matrixGrowth(site, leavesOf(site), { a: weightBits(site.attrs), b: widthOf(site.inputs.x!.elem) }),
  params: (site, target) => {
    const { int } = weightElem(site.attrs);
    return {
      ...matrixParams(site, site.fold.in!, site.attrs.skip, leavesOf(site)),
      idle: int[0] === 0n && int[1] === 0n,
      dsp: multipliersOf(site, target) ?? false,
    };
  },
  library: (site, target) => dspModules(multipliersOf(site, target)),
};

/** The DSP48E2 of a target that wants to see them; undefined where products are left to the tools. */
function multipliersOf(site: Site<Attrs>, { dsp }: Target): Dsp | undefined {
  if (dsp === 'inferred') return undefined;
  const product = Math.min(leavesOf(site).width, accumulatorBits(site));
  return dspOf(signedWidth(weightElem(site.attrs)), signedWidth(site.inputs.x!.elem), product, site.fold.out!);
}

function leavesOf({ attrs, inputs, fold }: Site<Attrs>): Leaves {
  return { leaves: fold.in!, width: productBits(weightElem(attrs), inputs.x!.elem) };
}

/** Folds by number of multipliers; without skip only the lanes that are the fewest for their number of groups. */
function folds({ attrs, outputs }: Bare): readonly { in: number; out: number }[] {
  const outs = outputFolds(outputs.y!);
  if (attrs.skip) return outs.map((out) => ({ in: 1, out }));
  const { inputs } = sizes(attrs);
  const ins = Array.from({ length: Math.min(inputs, 4096) }, (_, i) => i + 1).filter((n) => inputs % n === 0);
  const groups = (out: number): number => groupsOf(attrs, out);
  const useful = outs.filter((out, i) => i === 0 || groups(out) < groups(outs[i - 1]!));
  const all = useful.flatMap((out) => ins.map((n) => ({ in: n, out })));
  return all.sort((a, b) => a.in * a.out - b.in * b.out || a.in - b.in);
}
