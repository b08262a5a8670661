// Bits that a product with a constant matrix moves beside its weights: accumulators and biases.
import { maxRows, type Site } from '../ir/index.ts';
import { groupsOf, type MatrixAttrs, sizes } from './matrix.ts';
import { accumulatorBits } from './matrix-params.ts';
import { biasBits } from './matrix-rom.ts';

/** Rows that are multiplied in a sample; a run-time number of rows counts as its most. */
export function rowsOf({ attrs, inputs, steps }: Site<MatrixAttrs>): number {
  return steps * (attrs.over === 'tensor' ? 1 : maxRows(inputs.x!));
}

/**
 * Bits of biases, read once a result, and of accumulators, read and written once for each of `sums` partial sums. A single
 * group of outputs accumulates in registers, which are no memory.
 */
export function sideTraffic(site: Site<MatrixAttrs>, sums: number): number {
  const { attrs, fold } = site;
  const bias = attrs.bias === undefined ? 0 : rowsOf(site) * sizes(attrs).outputs * biasBits(attrs);
  const inMemory = groupsOf(attrs, fold.out!) > 1;
  return bias + (inMemory ? 2 * sums * accumulatorBits(site) : 0);
}
