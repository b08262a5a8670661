// delay: gives the tensor of the step before; zeros at the first step of a sample. The one unit that may close a cycle.
import * as v from 'valibot';
import {
  type Beat,
  ceilLog2,
  DendraError,
  elem,
  fracAttr,
  isSigned,
  isVariable,
  type Site,
  type StreamType,
  shapeAttr,
  sizeOf,
  stream,
  type Tensor,
  tensor,
  type Unit,
  unite,
  widthOf,
  zeros,
} from '../../ir/index.ts';
import { beatsOf, equalLanes, laneFolds } from '../elementwise.ts';

/** Attributes of delay: they name what the cycle that it closes cannot tell yet. */
export interface Attrs {
  /** Shape of the tensor that comes back. */
  readonly shape: readonly number[];
  /** Fraction bits of the tensor that comes back. */
  readonly frac: number;
}

/** The unit. */
export const delay: Unit<Attrs, Tensor, null> = {
  kind: 'delay',
  summary: 'gives the tensor of the step before, and zeros at the first step of a sample',
  attrs: v.strictObject({ shape: shapeAttr, frac: fracAttr }),
  counters: [],
  feedback: true,
  clears: 'sample',
  levels: 4,

  ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
  infer: ({ shape, frac }, { x }) => {
    const zero = elem(0, 0, frac);
    if (x === undefined) return { y: stream(zero, shape) };
    checkInput(x, shape, frac);
    return { y: { ...x, elem: unite(x.elem, zero) } };
  },
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: equalLanes,
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: () => 0,

  initial: ({ outputs, attrs }) => zeros(outputs.y!.elem, attrs.shape),
  step: ({ outputs }, { x }, state, when) => ({
    outputs: { y: state },
    // The sample's final tensor is dropped, and its values need not fit the interval of `y`.
    state: x === undefined || when.last ? state : tensor(outputs.y!.elem, x.shape, x.data),
    trace: null,
  }),
  count: () => ({}),
  operations: () => ({}),

  channels: () => ({ latency: { y: 1 } }),
  beats: (site, _trace, { first, last }) => {
    const times = beatsOf(site.outputs.y!, site.fold.lanes!);
    const pass: Beat = last ? { times, take: ['x'] } : { times, take: ['x'], give: ['y'] };
    return { main: first ? [{ times, give: ['y'] }, pass] : [pass] };
  },
  extremes: () => [null],

  memories: () => [],
  growth: ({ inputs, fold }) => ({ terms: { beatBits: fold.lanes! * widthOf(inputs.x!.elem) } }),
  params,
};

function checkInput(x: StreamType, shape: readonly number[], frac: number): void {
  const hint = 'a delay holds tensors of one size; put it behind a unit with a fixed output';
  if (isVariable(x))
    throw new DendraError('input "x" must be of fixed length, not of run-time length', { rule: 'fixed-length', hint });
  const given = x.shape.join(', ');
  if (given !== shape.join(', ')) {
    const sentence = `shape must be that of input "x", [${given}], not [${shape.join(', ')}]`;
    throw new DendraError(sentence, { attribute: 'shape', rule: 'feedback-type' });
  }
  if (x.elem.frac !== frac) {
    const sentence = `frac must be that of input "x", ${x.elem.frac}, not ${frac}`;
    throw new DendraError(sentence, { attribute: 'frac', rule: 'feedback-type' });
  }
}

function params({ attrs, inputs, outputs, fold, steps }: Site<Attrs>): Record<string, unknown> {
  const lanes = fold.lanes!;
  const beats = beatsOf(outputs.y!, lanes);
  const rest = sizeOf(attrs.shape) - (beats - 1) * lanes;
  return {
    beats,
    beatsBits: Math.max(1, ceilLog2(beats)),
    steps,
    stepBits: Math.max(1, ceilLog2(steps)),
    single: steps === 1,
    lastKeep: `${lanes}'b${'1'.repeat(rest).padStart(lanes, '0')}`,
    extend: widthOf(outputs.y!.elem) > widthOf(inputs.x!.elem),
    same: widthOf(outputs.y!.elem) === widthOf(inputs.x!.elem),
    signed: isSigned(inputs.x!.elem),
  };
}
