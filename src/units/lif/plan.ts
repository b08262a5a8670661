// What golden model, energy and template ask of a lif: its recurrence, thresholds and intervals.
import { type Elem, type TensorData, unite } from '../../ir/index.ts';
import type { Attrs } from './index.ts';
import { membraneElem, type Neuron, potentialElem } from './membrane.ts';

/** A neuron with its thresholds and what follows from the interval of its input. */
export interface Plan {
  readonly neuron: Neuron;
  /** By channel; a single one stands for all. */
  readonly thresholds: TensorData;
  readonly least: bigint;
  readonly largest: bigint;
  readonly x: Elem;
  readonly membrane: Elem;
  /** The interval of t. */
  readonly potential: Elem;
}

/** The plan of a node. */
export function planOf(attrs: Attrs, x: Elem): Plan {
  const neuron: Neuron = { reset: attrs.reset, decayInput: attrs.decayInput, leak: Math.log2(attrs.tau) };
  const thresholds = thresholdsOf(attrs);
  let [least, largest] = [BigInt(thresholds[0]!), BigInt(thresholds[0]!)];
  for (const each of thresholds) {
    if (each < least) least = BigInt(each);
    if (each > largest) largest = BigInt(each);
  }
  // With soft reset the lower threshold may leave the larger membrane, with hard reset the higher one does.
  const membrane = unite(membraneElem(neuron, least, x), membraneElem(neuron, largest, x));
  return { neuron, thresholds, least, largest, x, membrane, potential: potentialElem(neuron, membrane, x) };
}

function thresholdsOf({ threshold }: Attrs): TensorData {
  if (typeof threshold !== 'number') return threshold.data;
  return threshold < 2 ** 31 ? Int32Array.of(threshold) : BigInt64Array.of(BigInt(threshold));
}
