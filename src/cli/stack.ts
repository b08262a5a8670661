// Stacks tensors of many samples and steps into one array; tensors of run-time length are padded and their shapes kept.
import type { Tensor } from '../ir/index.ts';
import { sizeOf } from '../ir/index.ts';

/** `name` as [samples, steps, ...shape]; where shapes differ, padded with zeros, and `name.shape` beside it. */
export function stack(name: string, samples: readonly (readonly Tensor[])[]): Record<string, Tensor> {
  const all = samples.flat();
  const steps = samples[0]?.length ?? 0;
  const shape = (all[0]?.shape ?? []).map((_, axis) => all.reduce((most, t) => Math.max(most, t.shape[axis]!), 0));
  const size = sizeOf(shape);
  const wide = all.some(({ data }) => data instanceof BigInt64Array);
  const data = wide ? new BigInt64Array(all.length * size) : new Int32Array(all.length * size);
  all.forEach((t, i) => {
    for (let j = 0; j < t.data.length; j++) {
      const value = t.data[j]!;
      data[i * size + padded(j, t.shape, shape)] = wide ? BigInt(value) : value;
    }
  });
  const ragged = all.some((t) => t.shape.some((dim, axis) => dim !== shape[axis]));
  const stacked = { [name]: { shape: [samples.length, steps, ...shape], data } };
  if (!ragged) return stacked;
  const shapes = Int32Array.from(all.flatMap((t) => t.shape));
  return { ...stacked, [`${name}.shape`]: { shape: [samples.length, steps, shape.length], data: shapes } };
}

/** Position in the padded tensor of element j of a smaller one. */
function padded(j: number, from: readonly number[], to: readonly number[]): number {
  let rest = j;
  let position = 0;
  let stride = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    position += (rest % from[axis]!) * stride;
    rest = Math.floor(rest / from[axis]!);
    stride *= to[axis]!;
  }
  return position;
}
