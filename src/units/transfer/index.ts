// transfer: a function of the author, from its TypeScript source, applied to every element.
import * as v from 'valibot';
import {
  type Beats,
  DendraError,
  describeStream,
  isVariable,
  maxSize,
  positiveInteger,
  type Site,
  type Streams,
  type StreamType,
  type Tensor,
  type TensorData,
  type Unit,
  zeros,
} from '../../ir/index.ts';
import { type ExpressionGraph, functionAttr, multiplierModules, withMultipliers } from '../../transfer/index.ts';
import { beatsOf, type ElementTrace, equalLanes, laneFolds } from '../elementwise.ts';
import { requireFixed, sameDims } from '../shapes.ts';
import { operationsOf } from './cost.ts';
import { hls } from './hls.ts';
import { memories, params } from './params.ts';
import { formatsOf, planOf } from './plan.ts';

/** Attributes of transfer. */
export interface Attrs {
  /** What transfer() gave. */
  readonly fn: { readonly graph: ExpressionGraph };
  /** Register stages; as many as the usual levels of logic ask for by default. */
  readonly stages?: number | undefined;
}

/** State variables of all elements, in the order of the graph. */
type State = readonly TensorData[];

/** The first output: all of them have its shape and lanes. */
export function leadOf(streams: Streams): StreamType {
  return Object.values(streams)[0]!;
}

/** The unit. */
export const transferUnit: Unit<Attrs, State, ElementTrace> = {
  kind: 'transfer',
  summary: 'applies a function written in TypeScript to every element',
  attrs: v.strictObject({ fn: functionAttr, stages: v.optional(positiveInteger) }),
  counters: [],
  clears: 'sample',
  levels: 8,

  ports: ({ fn: { graph } }) => ({
    inputs: Object.keys(formatsOf(graph)).map((name) => ({ name, required: true })),
    outputs: Object.keys(graph.outputs).map((name) => ({ name, required: true })),
  }),
  infer,
  folds: ({ outputs }) => laneFolds(leadOf(outputs)),
  lanes: equalLanes,
  interval: ({ outputs, fold }) => beatsOf(leadOf(outputs), fold.lanes!),
  multipliers: ({ attrs, inputs, fold }) =>
    planOf(attrs, inputs).graph.nodes.filter(({ op }) => op === 'mul').length * fold.lanes!,

  initial: ({ attrs, outputs }) =>
    Object.values(attrs.fn.graph.states).map(({ type, initial }) => {
      const { data } = zeros(type, [maxSize(leadOf(outputs))]);
      return data instanceof Int32Array ? data.fill(Number(initial)) : data.fill(initial);
    }),
  step: (site, inputs, state) => {
    const plan = planOf(site.attrs, site.inputs);
    const { shape, data } = Object.values(inputs)[0]!;
    const outputs = Object.entries(plan.outputs).map(([name, type]): [string, Tensor] => [name, zeros(type, shape)]);
    const next = state.map((each) => each.slice());
    const operands = plan.graph.nodes.flatMap(({ op, detail }) => (op === 'input' ? [inputs[detail.name!]!.data] : []));
    plan.golden()([...operands, ...state], [...outputs.map(([, tensor]) => tensor.data), ...next], data.length);
    return { outputs: Object.fromEntries(outputs), state: next, trace: { elements: data.length } };
  },
  count: () => ({}),
  operations: operationsOf,

  channels: ({ attrs, inputs, outputs }) => {
    const { stages } = planOf(attrs, inputs).schedule;
    return { latency: Object.fromEntries(Object.keys(outputs).map((name) => [name, stages + 1])) };
  },
  beats,
  extremes: ({ outputs }) => {
    const most = { elements: maxSize(leadOf(outputs)) };
    return isVariable(leadOf(outputs)) ? [{ elements: 0 }, most] : [most];
  },

  memories,
  growth: ({ attrs, inputs, fold }) => planOf(attrs, inputs).growth(fold.lanes!),
  params,
  library: ({ attrs, inputs }, target) => multiplierModules(withMultipliers(planOf(attrs, inputs).datapath(), target)),
  hls,
};

function infer(attrs: Attrs, inputs: Streams): Streams {
  const [[first, lead], ...others] = Object.entries(inputs) as [[string, StreamType], ...[string, StreamType][]];
  for (const [name, type] of others) {
    if (sameDims(type.shape, lead.shape)) continue;
    const sentence = `input "${name}" must have the shape of input "${first}", ${describeStream(lead)}, not ${describeStream(type)}`;
    throw new DendraError(sentence, { rule: 'transfer-shape' });
  }
  // A state belongs to an element.
  if (Object.keys(attrs.fn.graph.states).length > 0) requireFixed(first, lead, 'transfer');
  const { outputs } = planOf(attrs, inputs);
  return Object.fromEntries(Object.entries(outputs).map(([name, elem]) => [name, { ...lead, elem }]));
}

/** One cycle a beat: takes every input and gives every output. */
function beats({ inputs, outputs, fold }: Site<Attrs>, { elements }: ElementTrace): Beats {
  const times = beatsOf(leadOf(outputs), fold.lanes!, elements);
  return { main: [{ times, take: Object.keys(inputs), give: Object.keys(outputs) }] };
}
