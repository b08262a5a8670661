// lookup: y = table[x - lo], any function of one small number.
import * as v from 'valibot';
import {
  at,
  ceilLog2,
  DendraError,
  describeElem,
  type Elem,
  elem,
  exactInteger,
  fracAttr,
  type HlsParams,
  isSigned,
  type Site,
  type Streams,
  type Tensor,
  tensorOfRank,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { hexWord, literal } from '../../ir/verilog.ts';
import { cppInteger } from '../cpp.ts';
import {
  beatsOf,
  type ElementTrace,
  elementExtremes,
  elementsOf,
  elementwiseBeats,
  elementwiseChannels,
  equalLanes,
  laneFolds,
  pipeline,
} from '../elementwise.ts';
import { entriesElem, lookUp } from './golden.ts';

/** Attributes of lookup. */
export interface Attrs {
  /** Results, for rising codes of the input. */
  readonly table: Tensor;
  /** Code of the input that reads the first entry; the lowest one by default. */
  readonly lo?: bigint | undefined;
  /** Binary point of the results; 0 by default. */
  readonly frac: number;
}

/** The unit. */
export const lookup: Unit<Attrs, null, ElementTrace> = {
  kind: 'lookup',
  summary: 'replaces every element by an entry of a table',
  attrs: v.strictObject({
    table: tensorOfRank(1),
    lo: v.optional(exactInteger),
    frac: v.optional(fracAttr, 0),
  }),
  counters: [],
  clears: 'never',
  levels: 4,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer,
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: () => 0,

  initial: () => null,
  step: ({ attrs, inputs, outputs }, { x }) => ({
    outputs: { y: lookUp(outputs.y!.elem, attrs.table, attrs.lo ?? inputs.x!.elem.int[0], x!) },
    state: null,
    trace: { elements: x!.data.length },
  }),
  count: () => ({}),
  operations: (site) => ({ 'sram.bits': elementsOf(site) * widthOf(site.outputs.y!.elem) }),

  // One register for the address, one for the entry.
  channels: () => elementwiseChannels(2),
  beats: elementwiseBeats,
  extremes: elementExtremes,

  memories: (site) => {
    const { from, to } = reached(site.attrs, site.inputs.x!.elem);
    const width = widthOf(site.outputs.y!.elem);
    const entries = Array.from({ length: to - from + 1 }, (_, i) => i + from);
    const words = (): string[] => entries.map((i) => hexWord(at(site.attrs.table, i), width));
    return [{ name: 'table', depth: entries.length, width, style: 'logic', copies: site.fold.lanes!, words }];
  },
  growth: ({ inputs, outputs, fold }) => ({
    terms: { addressBits: fold.lanes! * widthOf(inputs.x!.elem), entryBits: fold.lanes! * widthOf(outputs.y!.elem) },
  }),
  params,
  hls,
};

/** Indices of the first and the last entry that the input can read. */
function reached({ lo }: Attrs, { int }: Elem): { from: number; to: number } {
  const start = lo ?? int[0];
  return { from: Number(int[0] - start), to: Number(int[1] - start) };
}

function infer(attrs: Attrs, { x }: Streams): Streams {
  const { table, lo = x!.elem.int[0], frac } = attrs;
  const { from, to } = reached(attrs, x!.elem);
  if (from < 0 || to >= table.data.length) {
    const codes = elem(lo, lo + BigInt(table.data.length) - 1n);
    throw new DendraError(
      `input "x" must stay within the table's codes ${describeElem(codes)}, not ${describeElem(x!.elem)}`,
      {
        attribute: 'table',
        rule: 'lookup-covered',
        hint: 'give an entry for every code of the input, or saturate the input with requantise',
      },
    );
  }
  return { y: { ...x!, elem: entriesElem(table, from, to, frac) } };
}

function hls({ attrs, inputs, outputs }: Site<Attrs>): HlsParams {
  const x = inputs.x!.elem;
  const { from, to } = reached(attrs, x);
  const y = outputs.y!.elem;
  const table = { name: 'table', depth: to - from + 1, per: 1, bits: widthOf(y), signed: isSigned(y) };
  return {
    lo: cppInteger(x.int[0]),
    tables: [{ ...table, values: () => attrs.table.data.subarray(from, to + 1) as Iterable<number | bigint> }],
  };
}

function params({ inputs }: Site<Attrs>): object & Record<string, unknown> {
  const { int, frac } = inputs.x!.elem;
  // One bit for the sign of an unsigned code.
  const wide = widthOf(elem(int[0] < 0n ? int[0] : 0n, int[1] > 0n ? int[1] : 0n, frac)) + 1;
  return {
    ...pipeline(2),
    lo: `${int[0]}`,
    start: int[0] === 0n ? false : literal(int[0], wide, true),
    wide,
    x: isSigned(inputs.x!.elem) ? 'x' : `$signed({1'b0, x})`,
    addressBits: Math.max(1, ceilLog2(Number(int[1] - int[0]) + 1)),
  };
}
