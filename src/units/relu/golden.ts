// Golden arithmetic of the rectifiers: y = min(max(x, 0), cap).
import { clamp, type Elem, elem, type Tensor } from '../../ir/index.ts';
import { mapExact } from '../exact.ts';

/** The exact interval of the output; without a cap only negative numbers change. */
export function rectifiedElem({ int: [lo, hi], frac }: Elem, cap: bigint | undefined): Elem {
  const top = cap ?? (hi > 0n ? hi : 0n);
  return elem(clamp(lo, 0n, top), clamp(hi, 0n, top), frac);
}

/** A whole tensor; `out` is the exact interval, so its upper end is a cap that changes nothing else. */
export function rectify(out: Elem, x: Tensor): Tensor {
  const top = out.int[1];
  const limit = Number(top);
  return mapExact(
    out,
    x,
    (value) => Math.min(Math.max(value, 0), limit),
    (value) => clamp(value, 0n, top),
  );
}
