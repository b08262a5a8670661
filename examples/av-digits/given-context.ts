// av-digits with the context of another sample: P, D and U of every layer are inputs, fed from a recorded run.
import type { GoldenSample, Graph, Sample, Tensor } from '../../src/index.ts';
import { network, type Weights } from './network.ts';

/** The two-point network whose contexts are inputs; its sums, cells and readout are those of the example. */
export function givenContext(weights: Weights): Graph {
  return network('av_digits_given_context', weights, 'given');
}

/** P, D and U of every layer and step of a run that kept its layers, as inputs of that graph. */
export function contextOf({ layers = {} }: GoldenSample): Sample {
  const context: Record<string, readonly Tensor[]> = {};
  for (const [key, tensors] of Object.entries(layers)) {
    const name = /^((?:audio|video)\d_[pdu])\.y$/.exec(key)?.[1];
    if (name !== undefined) context[name] = tensors;
  }
  return context;
}
