// Golden arithmetic of gather: the rows whose mask is 1, in order.
import { type Elem, type Tensor, zeros } from '../../ir/index.ts';

/** Rows of `width` elements that the mask keeps; the result has as many rows as the mask has ones. */
export function gatherRows(type: Elem, x: Tensor, width: number, mask: Uint8Array): Tensor {
  const kept = mask.reduce((sum, bit) => sum + bit, 0);
  const out = zeros(type, [kept, ...x.shape.slice(1)]);
  let row = 0;
  mask.forEach((bit, i) => {
    if (bit === 0) return;
    // Both have the storage that the element type asks for.
    (out.data as Int32Array).set((x.data as Int32Array).subarray(i * width, (i + 1) * width), row++ * width);
  });
  return out;
}
