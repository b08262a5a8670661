// What relu and relu6 share: all of a unit but its attributes and the cap that follows from them.
import type { GenericSchema } from 'valibot';
import { type Elem, isSigned, type Params, type Site, type Unit, widthOf } from '../../ir/index.ts';
import { literal } from '../../ir/verilog.ts';
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
import { rectifiedElem, rectify } from './golden.ts';

/** How one rectifier differs from another. */
export interface Variant<A> {
  readonly kind: string;
  readonly summary: string;
  readonly attrs: GenericSchema<unknown, A>;
  /** Largest output for a binary point; undefined when there is none. */
  cap(attrs: A, frac: number): bigint | undefined;
}

/** A unit y = min(max(x, 0), cap). */
export function rectifier<A>({ kind, summary, attrs: schema, cap }: Variant<A>): Unit<A, null, ElementTrace> {
  const capOf = ({ attrs, inputs }: Pick<Site<A>, 'attrs' | 'inputs'>): bigint | undefined => {
    const { int, frac } = inputs.x!.elem;
    const limit = cap(attrs, frac);
    return limit === undefined || limit >= int[1] ? undefined : limit;
  };
  // A comparison with the cap earns a register; a look at the sign does not.
  const stages = (site: Pick<Site<A>, 'attrs' | 'inputs'>): number => (capOf(site) === undefined ? 0 : 1);
  return {
    kind,
    summary,
    attrs: schema,
    counters: [],
    clears: 'never',
    levels: 5,

    ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
    infer: (attrs, { x }) => ({ y: { ...x!, elem: rectifiedElem(x!.elem, cap(attrs, x!.elem.frac)) } }),
    folds: ({ outputs }) => laneFolds(outputs.y!),
    lanes: equalLanes,
    interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
    multipliers: () => 0,

    initial: () => null,
    step: ({ outputs }, { x }) => ({
      outputs: { y: rectify(outputs.y!.elem, x!) },
      state: null,
      trace: { elements: x!.data.length },
    }),
    count: () => ({}),
    // One comparison with 0 where x may be negative, and one with the cap.
    operations: (site) => {
      const x = site.inputs.x!.elem;
      const bounds = (isSigned(x) ? 1 : 0) + (capOf(site) === undefined ? 0 : 1);
      return { [`compare.${widthOf(x)}`]: bounds * elementsOf(site) };
    },

    channels: (site) => elementwiseChannels(stages(site)),
    beats: elementwiseBeats,
    extremes: elementExtremes,

    hls: (site) => {
      const limit = capOf(site);
      return { capped: limit !== undefined, cap: limit === undefined ? '' : cppInteger(limit) };
    },

    memories: () => [],
    growth: ({ inputs, outputs, fold }) => ({
      terms: {
        elementBits: fold.lanes! * widthOf(inputs.x!.elem),
        resultBits: fold.lanes! * widthOf(outputs.y!.elem),
      },
    }),
    params: (site) => ({
      ...pipeline(stages(site)),
      ...comparisons(site.inputs.x!.elem, widthOf(site.outputs.y!.elem), capOf(site)),
    }),
  };
}

/** Literals that an element is compared with, false where the comparison could never hold, and the cap in `bits` of y. */
function comparisons(x: Elem, bits: number, cap: bigint | undefined): Params {
  const literalOf = (value: bigint): string => literal(value, widthOf(x), isSigned(x));
  return {
    zero: isSigned(x) ? literalOf(0n) : false,
    cap: cap === undefined ? false : literalOf(cap),
    capCode: cap === undefined ? '' : literal(cap, bits),
    capText: cap === undefined ? '' : `${cap}`,
  };
}
