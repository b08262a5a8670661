// How the products of dense share DSP48E2: two outputs have the same x, and so their weights may lie side by side in one.
import { fitsDsp, fitsDspPair } from '../../ir/index.ts';

/** What the template prints; widths are those of two's complement. */
export interface Dsp {
  readonly weight: number;
  readonly x: number;
  /** True where outputs 2k and 2k + 1 share a multiplier. */
  readonly pairs: boolean;
  /** First output whose products have multipliers of their own; false where there is none. */
  readonly alone: { readonly from: number; readonly several: boolean; readonly weightFirst: boolean } | false;
}

/** Multipliers for `outs` output lanes and products of `product` bits; undefined where one DSP48E2 is no place for a product. */
export function dspOf(weight: number, x: number, product: number, outs: number): Dsp | undefined {
  if (!fitsDsp(weight, x, product)) return undefined;
  const pairs = outs > 1 && fitsDspPair(weight, x);
  const from = pairs ? outs - (outs % 2) : 0;
  const alone = from < outs && { from, several: outs - from > 1, weightFirst: x <= 18 };
  return { weight, x, pairs, alone };
}

/** The modules that they are made of. */
export function dspModules(dsp: Dsp | undefined): readonly string[] {
  if (dsp === undefined) return [];
  return ['DSP48E2', ...(dsp.pairs ? ['dendra_dsp_mul_pair'] : []), ...(dsp.alone === false ? [] : ['dendra_dsp_mul'])];
}
