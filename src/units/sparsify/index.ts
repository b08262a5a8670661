// sparsify: turns a dense stream into events, the nonzero elements of each row with their index.
import * as v from 'valibot';
import {
  DendraError,
  isVariable,
  maxRows,
  maxSize,
  positiveInteger,
  rowLength,
  type StreamType,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { literal } from '../../ir/verilog.ts';
import { laneFolds } from '../elementwise.ts';
import { positionsOf, type SparseTrace, sparsifyBeats, workDepth } from './timing.ts';

/** Attributes of sparsify. */
export interface Attrs {
  /** Elements of a row; indices count within it. */
  readonly row: number;
}

/** Lanes that are searched at once for the lowest nonzero element; then the groups are. */
const groupLanes = 8;

/** The unit. */
export const sparsify: Unit<Attrs, null, SparseTrace> = {
  kind: 'sparsify',
  summary: 'turns a dense stream into events: index and value of the nonzero elements of each row',
  attrs: v.strictObject({ row: positiveInteger }),
  counters: [],
  clears: 'never',
  levels: 7,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (attrs, { x }) => ({ y: { ...x!, shape: rowsOf(attrs, x!), order: 'events' } }),
  // The rows of the output decide: a beat must not straddle two of them.
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: ({ fold }) => ({ x: fold.lanes!, y: 1 }),
  interval: ({ outputs }) => maxSize(outputs.y!) + maxRows(outputs.y!),
  multipliers: () => 0,

  initial: () => null,
  step: ({ attrs, outputs }, { x }) => ({
    outputs: { y: { shape: isVariable(outputs.y!) ? x!.shape : (outputs.y!.shape as number[]), data: x!.data } },
    state: null,
    trace: { row: attrs.row, elements: x!.data.length, positions: positionsOf(x!) },
  }),
  count: () => ({}),
  operations: () => ({}),

  channels: ({ attrs, fold }) => ({
    latency: { y: 3 },
    inner: { work: { depth: workDepth(attrs.row, fold.lanes!), latency: 1 } },
  }),
  beats: sparsifyBeats,
  extremes: ({ attrs: { row }, outputs }) => {
    const elements = maxSize(outputs.y!);
    return [
      { row, elements: isVariable(outputs.y!) ? 0 : elements, positions: new Int32Array(0) },
      { row, elements, positions: Int32Array.from({ length: elements }, (_, i) => i) },
    ];
  },

  memories: () => [],
  growth: ({ inputs, fold }) => {
    const lanes = fold.lanes!;
    return { terms: { lanes, beatBits: lanes * widthOf(inputs.x!.elem) } };
  },
  params: ({ attrs: { row }, inputs, outputs, fold }) => {
    const lanes = fold.lanes!;
    const indexBits = Math.max(1, (row - 1).toString(2).length);
    const beats = Math.ceil(row / lanes);
    const width = widthOf(inputs.x!.elem);
    const bits = width === 1;
    const single = beats === 1;
    return {
      row,
      rows: maxRows(outputs.y!),
      lanes,
      variable: isVariable(inputs.x!),
      single,
      several: lanes > 1,
      // An element of one bit is its own mask.
      bits,
      workBits: 2 + (single ? 0 : 1 + indexBits) + lanes + (bits ? 0 : lanes * width),
      workDepth: workDepth(row, lanes),
      groups: Math.ceil(lanes / groupLanes),
      groupLanes,
      indexBits,
      baseLast: literal((beats - 1) * lanes, indexBits),
      // A row of one beat has no base to count, so a step that would not fit is never printed.
      step: single ? false : literal(lanes, indexBits),
    };
  },
};

/** The shape in rows of `row` elements. */
function rowsOf({ row }: Attrs, x: StreamType): StreamType['shape'] {
  if (rowLength(x) === row && typeof x.shape.at(-1) === 'number') return x.shape;
  const size = maxSize(x);
  if (isVariable(x) || size % row !== 0) {
    const expected = isVariable(x)
      ? `its last dimension, ${rowLength(x)}, where a length is known only at run time`
      : `a divisor of ${size}`;
    throw new DendraError(`row must be ${expected}, not ${row}`, { attribute: 'row', rule: 'row-divides-tensor' });
  }
  return size === row ? [row] : [size / row, row];
}
