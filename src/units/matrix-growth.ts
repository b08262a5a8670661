// What the area of a product with a constant matrix grows with.
import { type Growth, type Site, widthOf } from '../ir/index.ts';
import { groupsOf, type MatrixAttrs, sizes } from './matrix.ts';
import { accumulatorBits, type Leaves, matrixStages } from './matrix-params.ts';

/** Terms of `leaves` for each output lane; `factors` are the bits of both operands where they are products. */
export function matrixGrowth(
  site: Site<MatrixAttrs>,
  { leaves, width }: Leaves,
  factors?: { readonly a: number; readonly b: number },
): Growth {
  const { attrs, inputs, fold } = site;
  const outs = fold.out!;
  const accumulator = accumulatorBits(site);
  const leaf = Math.min(width, accumulator);
  const grouped = groupsOf(attrs, outs) > 1;
  const accumulates = sizes(attrs).inputs > (fold.in ?? 1);
  return {
    products: factors === undefined ? [] : [{ count: outs * leaves, ...factors }],
    terms: {
      stages: matrixStages({ leaves, width: leaf }),
      inputBits: leaves * widthOf(inputs.x!.elem),
      leafBits: outs * leaves * leaf,
      addedBits: outs * (leaves - 1) * (leaf + 1),
      heldBits: accumulates && !grouped ? outs * accumulator : 0,
      storedBits: accumulates && grouped ? outs * accumulator : 0,
    },
  };
}
