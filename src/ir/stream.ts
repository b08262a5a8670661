// The type of a stream between units: elements, shape and order of travel.
import { describeElem, type Elem } from './elem.ts';

/** A dimension: fixed, or a run-time length up to `max`; equal names mean equal lengths. */
export type Dim = number | { readonly max: number; readonly length: string };

/**
 * One tensor a firing. `dense` carries every element, row-major; `events` carries (index, value) of the nonzero elements of
 * each row with rising indices, each row closed by an empty beat. Only the last dimension indexes within a row.
 */
export interface StreamType {
  readonly elem: Elem;
  readonly shape: readonly Dim[];
  readonly order: 'dense' | 'events';
}

/** A dense stream type. */
export function stream(elem: Elem, shape: readonly Dim[]): StreamType {
  return { elem, shape, order: 'dense' };
}

/** The largest value of a dimension. */
export function maxDim(dim: Dim): number {
  return typeof dim === 'number' ? dim : dim.max;
}

/** Elements of the tensor when every run-time length is at its largest. */
export function maxSize(type: StreamType): number {
  return type.shape.reduce<number>((product, dim) => product * maxDim(dim), 1);
}

/** Length of a row: the last dimension (1 for a scalar). */
export function rowLength(type: StreamType): number {
  return type.shape.length === 0 ? 1 : maxDim(type.shape[type.shape.length - 1]!);
}

/** Rows of the tensor at most. */
export function maxRows(type: StreamType): number {
  return maxSize(type) / rowLength(type);
}

/** True when the length of the tensor is known only at run time: it then closes with an empty beat. */
export function isVariable(type: StreamType): boolean {
  return type.shape.some((dim) => typeof dim !== 'number');
}

/** `16x32 of -8..7`, as messages and the text form print it. */
export function describeStream(type: StreamType): string {
  const dims = type.shape.map((dim) => (typeof dim === 'number' ? `${dim}` : `${dim.length}<=${dim.max}`));
  return `${dims.length === 0 ? 'scalar' : dims.join('x')} of ${describeElem(type.elem)}`;
}
