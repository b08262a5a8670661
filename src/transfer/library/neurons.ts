// Leaky integrate-and-fire neurons as transfer functions: one firing a step, the membrane as state.
import type { Elem } from '../../ir/index.ts';
import { floor, quantise } from '../functions.ts';
import { type Transfer, transfer } from '../transfer.ts';

/** How a neuron leaks and what it keeps; `input` and `membrane` have the same binary point. */
export interface Leak {
  readonly input: Elem;
  /** Beyond this format the membrane is saturated. */
  readonly membrane: Elem;
  /** What a spike does to the membrane: clears it, or takes the threshold off. */
  readonly reset: 'hard' | 'soft';
  /** Time constant, a power of two; 2 by default. */
  readonly tau?: number;
  /** True, the default, when the input leaks like the membrane: t = v + (x - v) / tau; else t = v - v / tau + x. */
  readonly decayInput?: boolean;
}

/** A neuron of one threshold. */
export interface LifOptions extends Leak {
  /** Value of the membrane at which the neuron fires. */
  readonly threshold: number;
}

/** A neuron: `spike` is 1 where it fires; the leak is rounded down. */
export type Neuron = Transfer<
  { readonly x: number; readonly v: number },
  { readonly spike: number; readonly v: number }
>;

/** What the functions below need of a neuron, as constants of a transfer function. */
type Constants = {
  readonly membrane: Elem;
  readonly reset: 'hard' | 'soft';
  readonly tau: number;
  readonly decayInput: boolean;
  /** Codes in 1. */
  readonly one: number;
};

function constantsOf({ membrane, reset, tau = 2, decayInput = true }: Leak): Constants {
  return { membrane, reset, tau, decayInput, one: 2 ** membrane.frac };
}

/** The membrane that an input leaves; with tau = 2 both forms are one sum less. */
const leaked = (x: number, v: number, { tau, decayInput, one }: Constants): number => {
  if (decayInput) return tau === 2 ? floor(((v + x) * one) / 2) / one : v + floor(((x - v) * one) / tau) / one;
  return (tau === 2 ? floor((v * one) / 2) / one : v + floor((-v * one) / tau) / one) + x;
};

/** A step. What t is above the threshold comes from x less what the threshold asks of it, and is there as early as t. */
const fire = (x: number, v: number, threshold: number, constants: Constants): { spike: number; v: number } => {
  const { membrane, reset, tau, decayInput } = constants;
  const margin = x - threshold * (decayInput ? tau : 1);
  const t = leaked(x, v, constants);
  const over = leaked(margin, v, constants);
  const fires = over >= 0;
  const left = reset === 'soft' ? over : 0;
  return { spike: fires ? 1 : 0, v: quantise(fires ? left : t, membrane, 'floor', 'saturate') };
};

/** Makes a leaky integrate-and-fire neuron. */
export function lif({ threshold, ...leak }: LifOptions): Neuron {
  const constants = { ...constantsOf(leak), threshold };
  const state = { v: { format: leak.membrane } };
  return transfer({ x: leak.input }, ({ x, v }, own) => fire(x, v, own.threshold, own), { state, constants });
}

/** The same with the threshold as an operand of the given format. */
export function lifByThreshold(leak: Leak, threshold: Elem) {
  const state = { v: { format: leak.membrane } };
  const operands = { x: leak.input, threshold };
  return transfer(operands, ({ x, threshold, v }, own) => fire(x, v, threshold, own), {
    state,
    constants: constantsOf(leak),
  });
}
