// Golden model of argmax: the index of the first largest element of each row.
import { rowLength, type StreamType, type Tensor, zeros } from '../../ir/index.ts';

/** Index of the largest element of every row; the first one where several are equal. */
export function argmaxRows(x: StreamType, y: StreamType, tensor: Tensor): Tensor {
  const n = rowLength(x);
  const rows = tensor.data.length / n;
  const out = zeros(y.elem, y.shape.map(Number));
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let i = 1; i < n; i++) if (tensor.data[row * n + i]! > tensor.data[row * n + best]!) best = i;
    out.data[row] = best;
  }
  return out;
}
