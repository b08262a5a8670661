// spiking-dense: adds the weights of the inputs that spike; small residual sums travel as bit planes, without multipliers.
import * as v from 'valibot';
import {
  DendraError,
  describeElem,
  maxRows,
  type Site,
  type StreamType,
  signedWidth,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { literal } from '../../ir/verilog.ts';
import { groupsOf, inferMatrix, type MatrixAttrs, matrixEntries, outputFolds, sizes, weightElem } from '../matrix.ts';
import { eventBeats, matrixExtremes } from '../matrix-beats.ts';
import { type MatrixTrace, multiplyTensor, traceOf } from '../matrix-golden.ts';
import { matrixGrowth } from '../matrix-growth.ts';
import { matrixHls } from '../matrix-hls.ts';
import { accumulatorBits, type Leaves, matrixParams, matrixStages } from '../matrix-params.ts';
import { matrixMemories, weightBits } from '../matrix-rom.ts';
import { rowsOf, sideTraffic } from '../matrix-traffic.ts';

/** Attributes of spiking-dense. */
export type Attrs = MatrixAttrs;

/** The unit. */
export const spikingDense: Unit<Attrs, null, MatrixTrace> = {
  kind: 'spiking-dense',
  summary: 'adds up the weights of spiking inputs, event by event, without multipliers',
  attrs: v.strictObject(matrixEntries),
  counters: ['synapse', 'accumulate'],
  clears: 'never',
  levels: 6,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (attrs, { x }) => {
    checkInput(x!);
    return { y: inferMatrix(attrs, x!) };
  },
  folds: ({ outputs }) => outputFolds(outputs.y!).map((out) => ({ out })),
  lanes: ({ fold }) => ({ x: 1, y: fold.out! }),
  events: (attrs) => ({ x: sizes(attrs).inputs }),
  interval: ({ attrs, inputs, fold }) => {
    const rows = attrs.over === 'tensor' ? 1 : maxRows(inputs.x!);
    return rows * (sizes(attrs).inputs + 1) * groupsOf(attrs, fold.out!);
  },
  // Adders, not multipliers, but the limit of the fold pass is about the same resource.
  multipliers: ({ fold }) => fold.out!,

  initial: () => null,
  step: ({ attrs, inputs, outputs }, { x }) => ({
    outputs: { y: multiplyTensor(attrs, x!, inputs.x!, outputs.y!.elem) },
    state: null,
    trace: traceOf(x!, inputs.x!),
  }),
  count: ({ attrs }, { active, planes }) => {
    const { outputs } = sizes(attrs);
    return { synapse: active.reduce((sum, n) => sum + n, 0) * outputs, accumulate: planes * outputs };
  },
  operations: (site, { synapse, accumulate }) => ({
    synapse: synapse!,
    ac: accumulate!,
    [`add.${accumulatorBits(site)}`]: accumulate!,
    // A partial sum for each event, and for the beat that closes its row.
    'sram.bits':
      synapse! * weightBits(site.attrs) + sideTraffic(site, synapse! + rowsOf(site) * sizes(site.attrs).outputs),
  }),

  channels: (site) => ({ latency: { y: matrixStages(leavesOf(site)) + 1 } }),
  beats: eventBeats,
  extremes: matrixExtremes,

  memories: ({ attrs, fold }) => matrixMemories(attrs, 1, fold.out!),
  hls: (site) => matrixHls(site, 1, true),
  growth: (site) => matrixGrowth(site, leavesOf(site)),
  params: (site) => {
    const params = matrixParams(site, 1, true, leavesOf(site)) as { countBits: number; real: number };
    const planes = widthOf(site.inputs.x!.elem);
    const planeBits = planes.toString(2).length;
    const accumulateBits = params.countBits - 1 + planeBits;
    return {
      ...params,
      planes,
      several: planes > 1,
      planeBits,
      accumulateBits,
      outsAdds: literal(site.fold.out!, accumulateBits),
      realAdds: literal(params.real, accumulateBits),
      increments: { synapse: params.countBits, accumulate: accumulateBits },
    };
  },
};

/** One term a bit plane of x: the weight shifted to the plane's place. */
function leavesOf({ attrs, inputs }: Site<Attrs>): Leaves {
  const planes = widthOf(inputs.x!.elem);
  return { leaves: planes, width: signedWidth(weightElem(attrs)) + planes - 1 };
}

function checkInput({ elem }: StreamType): void {
  if (elem.int[0] >= 0n && elem.int[1] <= 31n) return;
  throw new DendraError(`the input must be spikes or small sums in 0..31, not ${describeElem(elem)}`, {
    rule: 'spiking-input',
    hint: 'use dense, or requantise the input',
  });
}
