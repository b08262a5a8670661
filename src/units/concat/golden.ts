// Golden model of concat: row by row, first the elements of a, then those of b.
import { rowLength, type StreamType, type Tensor, zeros } from '../../ir/index.ts';

/** Joins two tensors along their last axis. */
export function joinRows(type: StreamType, a: Tensor, b: Tensor): Tensor {
  const shape = [...a.shape.slice(0, -1), rowLength(type)];
  const y = zeros(type.elem, shape);
  const [fromA, fromB] = [a.shape[a.shape.length - 1]!, b.shape[b.shape.length - 1]!];
  const rows = y.data.length / (fromA + fromB);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < fromA; i++) put(y, row * (fromA + fromB) + i, a, row * fromA + i);
    for (let i = 0; i < fromB; i++) put(y, row * (fromA + fromB) + fromA + i, b, row * fromB + i);
  }
  return y;
}

function put(y: Tensor, to: number, x: Tensor, from: number): void {
  if (y.data instanceof Int32Array) y.data[to] = Number(x.data[from]!);
  else y.data[to] = BigInt(x.data[from]!);
}
