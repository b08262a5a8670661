// Checks a sample before the golden model or hardware sees it.
import {
  at,
  DendraError,
  describeElem,
  isTensor,
  type Lowered,
  maxDim,
  type StreamType,
  type Tensor,
} from '../ir/index.ts';

/** One sample: for each graph input, its `steps` tensors in order. */
export type Sample = Readonly<Record<string, readonly Tensor[]>>;

/** Throws a DendraError unless every input has a tensor of its shape and interval for each step; `index` is for the message. */
export function checkSample({ inputs, edges, steps }: Lowered, sample: Sample, index: number): void {
  for (const name of inputs) {
    const { type } = edges.find(({ from }) => from === name)!;
    const subject = `input "${name}" of sample ${index}`;
    const tensors: unknown = (sample as Sample | undefined)?.[name];
    if (!Array.isArray(tensors) || tensors.length !== steps) {
      const given = Array.isArray(tensors) ? tensors.length : 'none';
      throw new DendraError(`${subject} must be ${steps} tensor(s), one a step, not ${given}`, {
        rule: 'sample-steps',
      });
    }
    for (const tensor of tensors) checkTensor(subject, type, tensor);
  }
}

function checkTensor(subject: string, { elem, shape }: StreamType, tensor: unknown): void {
  const expected = shape.map(maxDim).join(', ');
  const given = isTensor(tensor) ? `[${tensor.shape.join(', ')}]` : typeof tensor;
  if (!isTensor(tensor) || given !== `[${expected}]`) {
    throw new DendraError(`${subject} must have the shape [${expected}], not ${given}`, { rule: 'sample-shape' });
  }
  const outside = firstOutside(tensor, elem.int);
  if (outside === undefined) return;
  const place = `at [${indexOf(tensor, outside)}]`;
  throw new DendraError(`${subject} must hold ${describeElem(elem)}, not ${at(tensor, outside)} ${place}`, {
    rule: 'sample-interval',
  });
}

/** Index of the first element outside lo..hi. */
export function firstOutside({ data }: Tensor, [lo, hi]: readonly [bigint, bigint]): number | undefined {
  // Comparing numbers with numbers is many times faster than with bigints.
  const [least, most] = data instanceof Int32Array ? [Number(lo), Number(hi)] : [lo, hi];
  for (let i = 0; i < data.length; i++) if (data[i]! < least || data[i]! > most) return i;
  return undefined;
}

/** Position of element i as row-major indices. */
export function indexOf({ shape }: Tensor, i: number): string {
  const index: number[] = [];
  let rest = i;
  for (const dim of shape.toReversed()) {
    index.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  return index.join(', ');
}
