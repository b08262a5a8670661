// requantise: multiply by a constant, shift right with a named rounding, saturate.
import * as v from 'valibot';
import {
  bitLength,
  type Elem,
  elem,
  elemAttr,
  exactInteger,
  type HlsParams,
  integer,
  isSigned,
  type Operations,
  type Rounding,
  roundingAttr,
  type Site,
  signedWidth,
  type Unit,
  widthOf,
} from '../../ir/index.ts';
import { literal, range, roundUp } from '../../ir/verilog.ts';
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
  operations,

  channels: (site) => elementwiseChannels(stages(site.attrs)),
  beats: elementwiseBeats,
  extremes: elementExtremes,

  memories: () => [],
  growth: ({ attrs, inputs, outputs, fold }) => {
    const [lanes, bits] = [fold.lanes!, widthOf(inputs.x!.elem)];
    const scales = attrs.multiplier !== 1n;
    const factor = {
      count: lanes,
      a: bits,
      b: bitLength(attrs.multiplier < 0n ? -attrs.multiplier : attrs.multiplier) + 1,
    };
    return {
      products: scales ? [factor] : [],
      terms: {
        inputBits: lanes * bits,
        outputBits: lanes * widthOf(outputs.y!.elem),
        scaledBits: scales ? lanes * bits : 0,
      },
    };
  },
  params,
  hls,
};

/** The result before it saturates; a bound that it never passes needs no hardware. */
function rounded(attrs: Attrs, x: Elem, y: Elem): { bits: number; under: boolean; over: boolean } {
  const free = outputElem({ ...attrs, out: unbounded }, x);
  return {
    bits: Math.max(signedWidth(free), signedWidth(y)),
    under: free.int[0] < y.int[0],
    over: free.int[1] > y.int[1],
  };
}

/** A product, the carry of a rounding that can go up, and a comparison for each bound. */
function operations(site: Site<Attrs>): Operations {
  const { attrs, inputs, outputs } = site;
  const { shift, rounding, multiplier } = attrs;
  const x = inputs.x!.elem;
  const { bits, under, over } = rounded(attrs, x, outputs.y!.elem);
  const elements = elementsOf(site);
  const factors = Math.max(widthOf(x), widthOf(elem(multiplier, multiplier)));
  return {
    ...(multiplier === 1n ? {} : { [`multiply.${factors}`]: elements }),
    ...(roundUp(rounding, shift) === undefined ? {} : { [`add.${bits}`]: elements }),
    [`compare.${bits}`]: ((under ? 1 : 0) + (over ? 1 : 0)) * elements,
  };
}

function params({ attrs, inputs, outputs }: Site<Attrs>): object & Record<string, unknown> {
  const { shift, multiplier, rounding } = attrs;
  const x = inputs.x!.elem;
  const y = outputs.y!.elem;
  const [first, second] = x.int.map((end) => end * multiplier) as [bigint, bigint];
  const product = multiplier < 0n ? elem(second, first) : elem(first, second);
  const base = Math.max(signedWidth(product), shift + 1);
  const { bits, under, over } = rounded(attrs, x, y);
  const wide = Math.max(base, bits);
  const up = roundUp(rounding, shift);
  const [lo, hi] = y.int;
  const code = widthOf(y);
  return {
    ...pipeline(stages(attrs)),
    attrs: { shift, rounding, multiplier: `${multiplier}`, lo: `${attrs.out.int[0]}`, hi: `${attrs.out.int[1]}` },
    extend: isSigned(x) ? `$signed(x)` : `$signed({1'b0, x})`,
    factor: multiplier === 1n ? false : literal(BigInt.asIntN(wide, multiplier), wide, true),
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
    rounded: bits,
    roundedRange: range(bits),
    saturates: under || over,
    least: under && { bound: literal(lo, bits, true), code: literal(BigInt.asUintN(code, lo), code) },
    most: over && { bound: literal(hi, bits, true), code: literal(BigInt.asUintN(code, hi), code) },
    code,
  };
}

function hls({ attrs, inputs, outputs }: Site<Attrs>): HlsParams {
  const { shift, multiplier, rounding } = attrs;
  const { int } = outputs.y!.elem;
  const [lo, hi] = int.map(cppInteger) as [string, string];
  const factorBits = signedWidth(elem(multiplier, multiplier));
  const product = signedWidth(inputs.x!.elem) + (multiplier === 1n ? 0 : factorBits);
  const factor = `ap_int<${factorBits}>(${cppInteger(multiplier)})`;
  // Two bits to spare for rounding, and room for the bounds.
  const wide = Math.max(product, shift + 1, signedWidth(outputs.y!.elem)) + 2;
  return { shift, rounding, multiplier: `${multiplier}`, factor, wide, lo, hi };
}

/** Wider than any product that a shift of up to 62 leaves. */
const unbounded = elem(-(1n << 200n), 1n << 200n);
