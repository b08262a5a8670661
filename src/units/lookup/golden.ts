// Golden model of lookup: y = table[x - lo].
import { at, type Elem, elem, type Tensor } from '../../ir/index.ts';
import { mapExact } from '../exact.ts';

/** The exact interval of the entries from index `from` to `to`. */
export function entriesElem(table: Tensor, from: number, to: number, frac: number): Elem {
  let [lo, hi] = [at(table, from), at(table, from)];
  for (let i = from + 1; i <= to; i++) {
    const entry = at(table, i);
    if (entry < lo) lo = entry;
    if (entry > hi) hi = entry;
  }
  return elem(lo, hi, frac);
}

/** A whole tensor. */
export function lookUp(out: Elem, table: Tensor, lo: bigint, x: Tensor): Tensor {
  const start = Number(lo);
  return mapExact(
    out,
    x,
    (value) => Number(table.data[value - start]!),
    (value) => at(table, Number(value - lo)),
  );
}
