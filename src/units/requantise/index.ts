// requantise: multiply by a constant, shift right with a named rounding, saturate.
import * as v from 'valibot';
import {
  type Elem,
  elem,
  elemAttr,
  exactInteger,
  integer,
  isSigned,
  type Rounding,
  roundingAttr,
  type Site,
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
  pipeline,
} from '../elementwise.ts';
import { literal, range, roundUp } from '../verilog.ts';
import { outputElem, requantiseTensor } from './golden.ts';

/** Attributes of requantise. */
export interface Attrs {
  /** Bits dropped after the product, 0 to 62. */
  readonly shift: number;
  readonly rounding: Rounding;
  /** Bounds to saturate to, and the binary point of the result. */
  readonly out: Elem;
  /** Constant factor; 1 by default. */
  readonly multiplier: bigint;
}

const schema = v.strictObject({
  shift: integer(0, 62),
  rounding: roundingAttr,
  out: elemAttr,
  multiplier: v.optional(exactInteger, 1),
});

/** Register stages: one for rounding and saturation, one more for a product. */
function stages({ multiplier }: Attrs): number {
  return multiplier === 1n ? 1 : 2;
}

/** The unit. */
export const requantise: Unit<Attrs, null, ElementTrace> = {
  kind: 'requantise',
  summary: 'multiplies by a constant, shifts right with a named rounding and saturates',
  attrs: schema,
  counters: [],
  clears: 'never',
  levels: 9,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: (attrs, { x }) => ({ y: { ...x!, elem: outputElem(attrs, x!.elem) } }),
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: (site) => (site.attrs.multiplier === 1n ? 0 : site.fold.lanes!),

  initial: () => null,
  step: ({ attrs, outputs }, { x }) => ({
    outputs: { y: requantiseTensor(attrs, outputs.y!.elem, x!) },
    state: null,
    trace: { elements: x!.data.length },
  }),
  count: () => ({}),
  operations: () => ({}),

  channels: (site) => elementwiseChannels(stages(site.attrs)),
  beats: elementwiseBeats,
  extremes: elementExtremes,

  memories: () => [],
  params,
};

function params({ attrs, inputs, outputs }: Site<Attrs>): object & Record<string, unknown> {
  const { shift, multiplier, rounding } = attrs;
  const x = inputs.x!.elem;
  const y = outputs.y!.elem;
  const [first, second] = x.int.map((end) => end * multiplier) as [bigint, bigint];
  const product = multiplier < 0n ? elem(second, first) : elem(first, second);
  // Everything inside is signed, so an unsigned interval needs one bit more.
  const signedWidth = (type: Elem): number => widthOf(type) + (isSigned(type) ? 0 : 1);
  const base = Math.max(signedWidth(product), shift + 1);
  // The result before it saturates; a bound that it never passes needs no hardware.
  const free = outputElem({ ...attrs, out: unbounded }, x);
  const rounded = Math.max(signedWidth(free), signedWidth(y));
  const wide = Math.max(base, rounded);
  const up = roundUp(rounding, shift);
  const [lo, hi] = y.int;
  const code = widthOf(y);
  return {
    ...pipeline(stages(attrs)),
    attrs: { shift, rounding, multiplier: `${multiplier}`, lo: `${attrs.out.int[0]}`, hi: `${attrs.out.int[1]}` },
    extend: isSigned(x) ? `$signed(x)` : `$signed({1'b0, x})`,
    factor: multiplier === 1n ? false : literal(multiplier, bitsOf(multiplier), true),
    wide,
    wideRange: range(wide),
    shift,
    up: up?.condition ?? false,
    signals: {
      half: up?.uses.has('half') === true && `value[${shift - 1}]`,
      below: up?.uses.has('below') === true && `|value[${shift - 2}:0]`,
      any: up?.uses.has('any') === true && `|value[${shift - 1}:0]`,
      negative: up?.uses.has('negative') === true && `value[${wide - 1}]`,
      odd: up?.uses.has('odd') === true && `value[${shift}]`,
    },
    rounded,
    roundedRange: range(rounded),
    saturates: free.int[0] < lo || free.int[1] > hi,
    least: free.int[0] < lo && { bound: literal(lo, rounded, true), code: literal(BigInt.asUintN(code, lo), code) },
    most: free.int[1] > hi && { bound: literal(hi, rounded, true), code: literal(BigInt.asUintN(code, hi), code) },
    code,
  };
}

/** Wider than any product that a shift of up to 62 leaves. */
const unbounded = elem(-(1n << 200n), 1n << 200n);

function bitsOf(factor: bigint): number {
  return widthOf(elem(factor < 0n ? factor : 0n, factor < 0n ? 0n : factor)) + (factor < 0n ? 0 : 1);
}
