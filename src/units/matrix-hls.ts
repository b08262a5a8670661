// Data of the HLS template of a product with a constant matrix; its words are laid out as those of the RTL.
import { type HlsParams, isSigned, maxRows, type Site, widthOf } from '../ir/index.ts';
import { groupsOf, type MatrixAttrs, scanOf, sizes, weightElem } from './matrix.ts';
import { spansRows } from './matrix-beats.ts';
import { accumulatorBits } from './matrix-params.ts';
import { biasBits } from './matrix-rom.ts';

/** `ins` inputs a beat; with `planes` the bits of x are added one by one. */
export function matrixHls(site: Site<MatrixAttrs>, ins: number, planes: boolean): HlsParams {
  const { attrs, inputs, fold } = site;
  const outs = fold.out!;
  const { inputs: columns, outputs } = sizes(attrs);
  const elem = weightElem(attrs);
  const groups = groupsOf(attrs, outs);
  const bits = widthOf(elem);
  const weights = {
    name: 'weights',
    ...{ depth: (columns / ins) * groups, per: outs * ins, bits, signed: isSigned(elem) },
    values: () => weightsOf(attrs, ins, outs, groups),
  };
  const bias = {
    name: 'bias',
    ...{ depth: groups, per: outs, bits: biasBits(attrs), signed: true },
    values: () => biasesOf(attrs, groups * outs),
  };
  return {
    tables: attrs.bias === undefined ? [weights] : [weights, bias],
    ...{ ins, outs, groups, planes, outputCount: outputs, inputCount: columns },
    bias: attrs.bias !== undefined,
    accumulator: accumulatorBits(site),
    weightType: `${isSigned(elem) ? 'ap_int' : 'ap_uint'}<${bits}>`,
    parts: spansRows(site) ? maxRows(inputs.x!) : 1,
    rowBeats: columns / ins,
  };
}

/** Weights in the order of their words; lanes without an output hold 0. */
function* weightsOf(attrs: MatrixAttrs, ins: number, outs: number, groups: number): Generator<number> {
  const { weights } = scanOf(attrs);
  const { inputs, outputs } = sizes(attrs);
  for (let from = 0; from < inputs; from += ins) {
    for (let o = 0; o < groups * outs; o++) {
      for (let i = from; i < from + ins; i++) yield o < outputs ? weights[o * inputs + i]! : 0;
    }
  }
}

function* biasesOf({ bias }: MatrixAttrs, count: number): Generator<number | bigint> {
  for (let o = 0; o < count; o++) yield bias!.data[o] ?? 0;
}
