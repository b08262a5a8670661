// dendra compare: first and total differences of two archives, tensor by tensor.

import { indexOf } from '../golden/index.ts';
import { loadNpz } from '../import/index.ts';
import { at, type Tensor } from '../ir/index.ts';
import type { Context } from './context.ts';

/** How two tensors of one name relate; the values of a first difference are decimal text, so that 64 bits survive. */
export interface TensorComparison {
  readonly name: string;
  readonly equal: boolean;
  readonly elements: number;
  /** Elements that differ; all of them when a shape differs or a tensor is absent. */
  readonly differ: number;
  readonly first?: { readonly index: string; readonly a: string; readonly b: string };
  /** Why elements cannot be compared. */
  readonly reason?: string;
}

/** Runs the command: 0 when the archives hold equal tensors, 1 otherwise. */
export async function compare(context: Context, a: string, b: string): Promise<number> {
  const [left, right] = [await loadNpz(a), await loadNpz(b)];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  const tensors = names.map((name) => compareTensors(name, left[name], right[name]));
  const differ = tensors.filter(({ equal }) => !equal).length;
  const summary = `${tensors.length - differ} of ${tensors.length} tensors are equal`;
  context.print({ tensors, equal: tensors.length - differ, differ }, [...tensors.map(describe), summary].join('\n'));
  return differ === 0 ? 0 : 1;
}

function compareTensors(name: string, a: Tensor | undefined, b: Tensor | undefined): TensorComparison {
  if (a === undefined || b === undefined) {
    const elements = (a ?? b)!.data.length;
    const reason = `only in the ${a === undefined ? 'second' : 'first'} file`;
    return { name, equal: false, elements, differ: elements, reason };
  }
  const elements = Math.max(a.data.length, b.data.length);
  if (a.shape.length !== b.shape.length || a.shape.some((dim, i) => dim !== b.shape[i])) {
    const reason = `shape [${a.shape.join(', ')}] in the first file, [${b.shape.join(', ')}] in the second`;
    return { name, equal: false, elements, differ: elements, reason };
  }
  let differ = 0;
  let first = -1;
  for (let i = 0; i < elements; i++) {
    if (a.data[i] === b.data[i] || at(a, i) === at(b, i)) continue;
    differ++;
    if (first < 0) first = i;
  }
  if (differ === 0) return { name, equal: true, elements, differ };
  const found = { index: `[${indexOf(a, first)}]`, a: `${at(a, first)}`, b: `${at(b, first)}` };
  return { name, equal: false, elements, differ, first: found };
}

function describe({ name, equal, elements, differ, first, reason }: TensorComparison): string {
  if (equal) return `${name}: equal, ${elements} elements`;
  if (first === undefined) return `${name}: ${reason}`;
  return `${name}: ${differ} of ${elements} elements differ, first ${first.index}: ${first.a} and ${first.b}`;
}
