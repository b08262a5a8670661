// Leaky integrate-and-fire neurons as transfer functions: one firing a step, the membrane as state.
import type { Elem } from '../../ir/index.ts';
import { q, quantise } from '../functions.ts';
import { type Transfer, transfer } from '../transfer.ts';

/** A neuron; `input` and `membrane` have the same binary point. */
export interface LifOptions {
  readonly input: Elem;
  /** Beyond this format the membrane is saturated. */
  readonly membrane: Elem;
  /** Value of the membrane at which the neuron fires. */
  readonly threshold: number;
  /** What a spike does to the membrane: clears it, or takes the threshold off. */
  readonly reset: 'hard' | 'soft';
  /** Time constant, a power of two; 2 by default. */
  readonly tau?: number;
  /** True, the default, when the input leaks like the membrane: t = v + (x - v) / tau; else t = v - v / tau + x. */
  readonly decayInput?: boolean;
}

/** A neuron: `spike` is 1 where it fires; the leak is rounded down. */
export type Neuron = Transfer<
  { readonly x: number; readonly v: number },
  { readonly spike: number; readonly v: number }
>;

/** Makes a leaky integrate-and-fire neuron. */
export function lif({ input, membrane, threshold, reset, tau = 2, decayInput = true }: LifOptions): Neuron {
  const constants = { membrane, threshold, reset, leak: 1 / tau, decayInput, exact: q(60, membrane.frac) };
  return transfer(
    { x: input },
    ({ x, v }, { membrane, threshold, reset, leak, decayInput, exact }) => {
      const t = decayInput
        ? v + quantise((x - v) * leak, exact, 'floor', 'never')
        : v + quantise(-v * leak, exact, 'floor', 'never') + x;
      const fires = t >= threshold;
      const left = reset === 'soft' ? t - threshold : 0;
      return { spike: fires ? 1 : 0, v: quantise(fires ? left : t, membrane, 'floor', 'saturate') };
    },
    { state: { v: { format: membrane } }, constants },
  );
}
