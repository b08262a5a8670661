// The exact interval of a membrane between two steps, over any number of steps.
import { type Elem, elem, greater, lesser } from '../../ir/index.ts';

/** What the recurrence of a leaky integrate-and-fire neuron depends on besides its input and threshold. */
export interface Neuron {
  readonly reset: 'hard' | 'soft';
  readonly decayInput: boolean;
  /** log2(tau). */
  readonly leak: number;
}

/**
 * The membranes that inputs in `x` leave behind: 0 before the first step, at most the largest one that did not fire, and
 * with soft reset the fixed point of a neuron that fires at every step.
 */
export function membraneElem({ reset, decayInput, leak }: Neuron, threshold: bigint, x: Elem): Elem {
  const [least, most] = x.int;
  const tau = 1n << BigInt(leak);
  // A constant input c moves the membrane to this value from below, and never beyond it.
  const settled = (c: bigint): bigint => (decayInput ? c - tau + 1n : (c - 1n) * tau + 1n);
  const lo = lesser(0n, decayInput ? least : least * tau);
  const silent = lesser(threshold - 1n, greater(0n, settled(most)));
  const firing = settled(most - (decayInput ? threshold * tau : threshold));
  return elem(lo, reset === 'soft' ? greater(silent, firing) : silent);
}

/** The interval of `t`, the membrane before the comparison. */
export function potentialElem({ decayInput, leak }: Neuron, membrane: Elem, x: Elem): Elem {
  const k = BigInt(leak);
  const at = (v: bigint, c: bigint): bigint => (decayInput ? v + ((c - v) >> k) : v + (-v >> k) + c);
  return elem(at(membrane.int[0], x.int[0]), at(membrane.int[1], x.int[1]));
}
