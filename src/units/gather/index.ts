// gather: passes on the rows whose mask is 1; the others cost their beats in and nothing behind it.
import * as v from 'valibot';
import {
  DendraError,
  type Dim,
  describeElem,
  isVariable,
  maxSize,
  type Streams,
  stream,
  type Unit,
} from '../../ir/index.ts';
import { gatherRows } from './golden.ts';
import { beats, channels, extremes, interval, rowsOf, type Trace } from './timing.ts';

/** Attributes of gather. */
export interface Attrs {
  /** Name of the run-time length of the output. */
  readonly length: string;
}

/** The unit. */
export const gather: Unit<Attrs, null, Trace> = {
  kind: 'gather',
  summary: 'passes on the rows whose mask is 1, in order',
  attrs: v.strictObject({ length: v.pipe(v.string('a name'), v.nonEmpty('a name')) }),
  counters: ['kept'],
  clears: 'never',
  levels: 5,

  ports: () => ({
    inputs: [
      { name: 'x', required: true },
      { name: 'mask', required: true },
    ],
    outputs: [{ name: 'y', required: true }],
  }),
  infer,
  folds: (site) => {
    const { width } = rowsOf(site);
    const lanes = Array.from({ length: Math.min(width, 4096) }, (_, i) => i + 1);
    return lanes.filter((n) => width % n === 0).map((n) => ({ lanes: n }));
  },
  lanes: ({ fold }) => ({ x: fold.lanes!, mask: 1, y: fold.lanes! }),
  interval,
  multipliers: () => 0,

  initial: () => null,
  step: (site, { x, mask }) => {
    const bits = Uint8Array.from({ length: mask!.data.length }, (_, i) => Number(mask!.data[i]));
    const y = gatherRows(site.outputs.y!.elem, x!, rowsOf(site).width, bits);
    return { outputs: { y }, state: null, trace: { mask: bits } };
  },
  count: (_site, { mask }) => ({ kept: mask.reduce((sum, bit) => sum + bit, 0) }),
  operations: () => ({}),

  channels,
  beats,
  extremes,

  memories: () => [],
  hls: (site) => ({ rowBeats: rowsOf(site).width / site.fold.lanes!, rowCount: maxSize(site.inputs.mask!) }),
  growth: ({ fold }) => ({ terms: { lanes: fold.lanes! } }),
  params: (site) => {
    const rowBeats = rowsOf(site).width / site.fold.lanes!;
    return { ...rowsOf(site), rowBeats, several: rowBeats > 1, increments: { kept: 1 } };
  },
};

function infer({ length }: Attrs, { x, mask }: Streams): Streams {
  if (isVariable(x!) || isVariable(mask!)) {
    throw new DendraError(`${isVariable(x!) ? 'x' : 'mask'} must be of fixed length, not of run-time length`, {
      rule: 'gather-fixed',
      hint: 'drop rows once',
    });
  }
  const [rows, ...row] = x!.shape;
  if (rows === undefined) {
    throw new DendraError('x must be rows, not a scalar', {
      rule: 'gather-rows',
      hint: 'gather needs an outer dimension',
    });
  }
  if (maxSize(mask!) !== rows) {
    throw new DendraError(`mask must have ${rows} elements, one for each row of x, not ${maxSize(mask!)}`, {
      rule: 'gather-mask',
      hint: 'the outer dimension of x counts its rows',
    });
  }
  const [lo, hi] = mask!.elem.int;
  if (lo < 0n || hi > 1n || mask!.elem.frac !== 0) {
    throw new DendraError(`mask must be 0 or 1, not ${describeElem(mask!.elem)}`, {
      rule: 'gather-mask',
      hint: 'the output mask of top-k is one',
    });
  }
  const dims: Dim[] = [{ max: rows as number, length }, ...row];
  return { y: stream(x!.elem, dims) };
}
