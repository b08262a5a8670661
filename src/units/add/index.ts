// add: y = a + b, element by element, exactly.
import * as v from 'valibot';
import {
  at,
  DendraError,
  describeStream,
  elem,
  isSigned,
  type Site,
  type Streams,
  type StreamType,
  type Tensor,
  tensor,
  type Unit,
  widthOf,
  zeros,
} from '../../ir/index.ts';
import {
  beatsOf,
  type ElementTrace,
  elementExtremes,
  elementsOf,
  elementwiseBeats,
  elementwiseChannels,
  equalLanes,
  laneFolds,
  pipeline,
} from '../elementwise.ts';
import { sameDims } from '../shapes.ts';

/** The unit. */
export const add: Unit<Record<never, never>, null, ElementTrace> = {
  kind: 'add',
  summary: 'adds two tensors of equal shape exactly',
  attrs: v.strictObject({}),
  counters: [],
  clears: 'never',
  levels: 4,

  ports: () => ({
    inputs: [
      { name: 'a', required: true },
      { name: 'b', required: true },
    ],
    outputs: [{ name: 'y', required: true }],
  }),
  infer: (_attrs, { a, b }) => ({ y: sumType(a!, b!) }),
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: () => 0,

  initial: () => null,
  step: ({ outputs }, { a, b }) => ({
    outputs: { y: sum(outputs.y!, a!, b!) },
    state: null,
    trace: { elements: a!.data.length },
  }),
  count: () => ({}),
  operations: (site) => ({ [`add.${widthOf(site.outputs.y!.elem)}`]: elementsOf(site) }),

  channels: () => elementwiseChannels(1),
  beats: elementwiseBeats,
  extremes: elementExtremes,

  memories: () => [],
  growth: ({ outputs, fold }) => ({ terms: { sumBits: fold.lanes! * widthOf(outputs.y!.elem) } }),
  params,
};

function sumType(a: StreamType, b: StreamType): StreamType {
  if (!sameDims(a.shape, b.shape)) {
    throw new DendraError(`input "b" must have the shape of "a", ${describeStream(a)}, not ${describeStream(b)}`, {
      rule: 'add-shape',
    });
  }
  if (a.elem.frac !== b.elem.frac) {
    throw new DendraError(`input "b" must have ${a.elem.frac} fraction bits like "a", not ${b.elem.frac}`, {
      rule: 'add-binary-point',
      hint: 'put requantise in front of the one with more',
    });
  }
  const [x, y] = [a.elem.int, b.elem.int];
  return { ...a, elem: elem(x[0] + y[0], x[1] + y[1], a.elem.frac) };
}

function sum(type: StreamType, a: Tensor, b: Tensor): Tensor {
  const y = zeros(type.elem, a.shape);
  const [from, plus, to] = [a.data, b.data, y.data];
  if (from instanceof Int32Array && plus instanceof Int32Array && to instanceof Int32Array) {
    for (let i = 0; i < to.length; i++) to[i] = from[i]! + plus[i]!;
    return y;
  }
  return tensor(
    type.elem,
    a.shape,
    Array.from({ length: from.length }, (_, i) => at(a, i) + at(b, i)),
  );
}

function params({ inputs, outputs }: Site): object & Record<string, unknown> {
  const types = { ...inputs, ...outputs } as Streams;
  // Everything inside is signed, so an unsigned interval needs one bit more.
  const bits = Object.values(types).map(({ elem: type }) => widthOf(type) + (isSigned(type) ? 0 : 1));
  return { ...pipeline(1), wide: Math.max(...bits), a: extend('a', inputs), b: extend('b', inputs) };
}

function extend(port: string, inputs: Streams): string {
  return isSigned(inputs[port]!.elem) ? port : `$signed({1'b0, ${port}})`;
}
