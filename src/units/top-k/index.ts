// top-k: keeps the k largest or smallest elements of every row, in their order; the first index wins a tie.
import * as v from 'valibot';
import {
  ceilLog2,
  DendraError,
  type Dim,
  elem,
  isVariable,
  maxRows,
  maxSize,
  naturalInteger,
  rowLength,
  type Streams,
  type StreamType,
  spike,
  stream,
  tensor,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { memories, params } from './data.ts';
import { type Direction, keptIndices, keptValues, runtimeCount, selectRow } from './golden.ts';
import { hls } from './hls.ts';
import { beats, channels, extremes, interval, sizesOf, type Trace } from './timing.ts';

const emitted = ['values', 'indices', 'mask'] as const;

/** Attributes of top-k. */
export interface Attrs {
  /** Elements kept of every row; absent when the stream `k` says so at run time. */
  readonly k?: number | undefined;
  /** Outputs. */
  readonly emit: readonly (typeof emitted)[number][];
  readonly direction: Direction;
  /** Name of the run-time length of values and indices; needed when k is a stream. */
  readonly length?: string | undefined;
}

const schema = v.strictObject({
  k: v.optional(naturalInteger),
  emit: v.pipe(
    v.array(v.picklist(emitted, `one of ${emitted.join(', ')}`), 'a list of outputs'),
    v.check((list) => list.length > 0 && new Set(list).size === list.length, 'a list of different outputs'),
  ),
  direction: v.optional(v.picklist(['largest', 'smallest'], 'largest or smallest'), 'largest'),
  length: v.optional(v.string('a name')),
});

/** The unit. */
export const topK: Unit<Attrs, null, Trace> = {
  kind: 'top-k',
  summary: 'keeps the k largest or smallest elements of every row in their order, by radix select',
  attrs: schema,
  counters: ['compare', 'kept'],
  clears: 'never',
  levels: 14,
  library: () => ['dendra_compact', 'dendra_ones6', 'dendra_rank'],

  ports: ({ k, emit }) => ({
    inputs: [{ name: 'x', required: true }, ...(k === undefined ? [{ name: 'k', required: true }] : [])],
    outputs: emitted.filter((name) => emit.includes(name)).map((name) => ({ name, required: true })),
  }),
  infer,
  folds: ({ inputs }) => folds(inputs.x!),
  lanes: ({ attrs, fold }) => ({
    x: fold.lanes!,
    ...(attrs.k === undefined ? { k: 1 } : {}),
    ...Object.fromEntries(attrs.emit.map((name) => [name, fold.lanes!])),
  }),
  interval,
  multipliers: () => 0,

  initial: () => null,
  step: ({ attrs, inputs, outputs }, { x, k: asked }) => {
    const n = rowLength(inputs.x!);
    const rows = maxRows(inputs.x!);
    const k = attrs.k ?? runtimeCount(asked!, n);
    const mask = new Uint8Array(rows * n);
    for (let row = 0; row < rows; row++) mask.set(selectRow(x!, row * n, n, k, attrs.direction), row * n);
    const shape = [...x!.shape.slice(0, -1), k];
    const results = {
      values: () => tensor(outputs.values!.elem, shape, keptValues(x!, mask)),
      indices: () => tensor(outputs.indices!.elem, shape, keptIndices(n, mask)),
      mask: () => tensor(spike, x!.shape, mask),
    };
    return {
      outputs: Object.fromEntries(attrs.emit.map((name) => [name, results[name]()])),
      state: null,
      trace: { mask },
    };
  },
  count: (site, { mask }) => ({
    compare: mask.length * (sizesOf(site).digits + 1),
    kept: mask.reduce((sum, bit) => sum + bit, 0),
  }),
  operations: (site, counts) => {
    const { width } = sizesOf(site);
    // The first visit of a score writes it to the memory, every other one reads it.
    return { [`compare.${width}`]: counts.compare!, 'sram.bits': counts.compare! * width };
  },

  channels,
  beats,
  extremes,

  memories,
  growth: (site) => {
    const { lanes, width, double, digits } = sizesOf(site);
    const visited = double ? 2 * lanes : lanes;
    const item =
      (site.attrs.emit.includes('values') ? width : 0) +
      (site.attrs.emit.includes('indices') ? widthOf(site.outputs.indices!.elem) : 0);
    return {
      terms: {
        digits,
        visited,
        laneBits: lanes * width,
        visitedBits: visited * width,
        sortedBits: lanes * item * ceilLog2(lanes),
      },
    };
  },
  params,
  hls,
};

function infer({ k, emit, length }: Attrs, { x, k: asked }: Streams): Streams {
  if (isVariable(x!) || x!.shape.length === 0) {
    throw new DendraError(
      `x must be rows of fixed length, not ${x!.shape.length === 0 ? 'a scalar' : 'of run-time length'}`,
      {
        rule: 'top-k-input',
        hint: 'select before elements are dropped',
      },
    );
  }
  const n = rowLength(x!);
  const packs = emit.some((name) => name !== 'mask');
  if (k !== undefined && k > n) {
    throw new DendraError(`k must be at most ${n}, not ${k}`, {
      attribute: 'k',
      rule: 'top-k-count',
      hint: 'a row has no more elements',
    });
  }
  if (k === 0 && packs) {
    throw new DendraError('k must be at least 1, not 0', {
      attribute: 'k',
      rule: 'top-k-count',
      hint: 'a tensor of fixed length holds an element; use the stream k, or emit the mask alone',
    });
  }
  if (asked !== undefined) checkStream(x!, asked);
  if (asked !== undefined && packs && length === undefined) {
    throw new DendraError('length must be a name when k is a stream, not absent', {
      attribute: 'length',
      rule: 'top-k-length',
      hint: 'streams whose run-time lengths are equal carry the same name',
    });
  }
  if (asked === undefined && length !== undefined) {
    throw new DendraError(`length must be absent when k is fixed, not "${length}"`, {
      attribute: 'length',
      rule: 'top-k-length',
      hint: 'remove length, or remove k and connect the stream k',
    });
  }
  const last: Dim = k ?? { max: n, length: length ?? 'k' };
  const shape = [...x!.shape.slice(0, -1), last];
  const types = {
    values: { ...x!, shape },
    indices: stream(elem(0, n - 1), shape),
    mask: stream(spike, x!.shape),
  };
  return Object.fromEntries(emit.map((name) => [name, types[name]]));
}

function checkStream(x: StreamType, asked: StreamType): void {
  if (maxRows(x) > 1) {
    throw new DendraError(`x must be one row when k is a stream, not ${maxRows(x)}`, {
      rule: 'top-k-rows',
      hint: 'give k as an attribute',
    });
  }
  if (isVariable(asked) || maxSize(asked) !== 1 || asked.elem.frac !== 0 || asked.elem.int[0] < 0n) {
    const { shape, elem: type } = asked;
    const given =
      type.int[0] < 0n ? `${type.int[0]}..${type.int[1]}` : type.frac !== 0 ? `/2^${type.frac}` : `[${shape}]`;
    throw new DendraError(`input "k" must be one natural number, not ${given}`, {
      rule: 'top-k-stream',
      hint: 'clamp it to 0 and more, without binary places',
    });
  }
}

/** Powers of two, so that the packer can wrap around; rows after one another must not share a beat. */
function folds(x: StreamType): { lanes: number }[] {
  const n = rowLength(x);
  const out: { lanes: number }[] = [];
  for (let lanes = 1; lanes <= 256; lanes *= 2) {
    if (lanes >= 2 * n || (maxRows(x) > 1 && n % lanes !== 0)) break;
    out.push({ lanes });
  }
  return out;
}
