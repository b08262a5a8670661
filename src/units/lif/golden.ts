// Golden arithmetic of lif: leaky integrate-and-fire neurons on exact integers.
import { elem, fitsInt32, type Tensor, type TensorData } from '../../ir/index.ts';
import type { Neuron } from './membrane.ts';
import type { Plan } from './plan.ts';

/** Membranes of all elements between two steps. */
export interface State {
  readonly plan: Plan;
  /** 32-bit storage where plain 32-bit arithmetic is exact. */
  readonly membranes: TensorData;
}

/** Result of one step of all neurons. */
interface Fired<D extends TensorData> {
  readonly spikes: Int32Array;
  readonly membranes: D;
  /** Number of spikes. */
  readonly count: number;
}

/** One step of one neuron: the spike, and the membrane that it leaves. */
export function fire(neuron: Neuron, threshold: bigint, v: bigint, x: bigint): { s: 0 | 1; v: bigint } {
  const k = BigInt(neuron.leak);
  // With tau = 2 these are (v + x) >> 1 and (v >> 1) + x.
  const t = neuron.decayInput ? v + ((x - v) >> k) : v + (-v >> k) + x;
  if (t < threshold) return { s: 0, v: t };
  return { s: 1, v: neuron.reset === 'soft' ? t - threshold : 0n };
}

/** The membranes before the first step. */
export function start(plan: Plan, size: number): State {
  return { plan, membranes: fitsFast(plan) ? new Int32Array(size) : new BigInt64Array(size) };
}

/** One step of all neurons. */
export function advance({ plan, membranes }: State, x: Tensor): { fired: Fired<TensorData>; next: State } {
  const fired =
    membranes instanceof Int32Array
      ? fireFast(plan, membranes, x.data as Int32Array)
      : fireExact(plan, membranes, x.data);
  return { fired, next: { plan, membranes: fired.membranes } };
}

/** True when no sum or difference of the recurrence leaves 32 bits. */
function fitsFast({ x, membrane, potential, largest }: Plan): boolean {
  const ends = [...x.int, ...membrane.int, ...potential.int, largest];
  return ends.every((end) => fitsInt32(elem(end < 0n ? 2n * end : 0n, end < 0n ? 0n : 2n * end)));
}

function fireExact({ neuron, thresholds }: Plan, v: BigInt64Array, x: TensorData): Fired<BigInt64Array> {
  const spikes = new Int32Array(x.length);
  const membranes = new BigInt64Array(x.length);
  let count = 0;
  for (let i = 0; i < spikes.length; i++) {
    const fired = fire(neuron, BigInt(thresholds[i % thresholds.length]!), v[i]!, BigInt(x[i]!));
    membranes[i] = fired.v;
    spikes[i] = fired.s;
    count += fired.s;
  }
  return { spikes, membranes, count };
}

function fireFast({ neuron, thresholds }: Plan, v: Int32Array, x: Int32Array): Fired<Int32Array> {
  const { decayInput, leak } = neuron;
  const soft = neuron.reset === 'soft';
  const channels = Int32Array.from(thresholds, Number);
  const spikes = new Int32Array(x.length);
  const membranes = new Int32Array(x.length);
  let count = 0;
  for (let i = 0, c = 0; i < spikes.length; i++, c++) {
    if (c === channels.length) c = 0;
    const now = v[i]!;
    const t = decayInput ? now + ((x[i]! - now) >> leak) : now + (-now >> leak) + x[i]!;
    if (t < channels[c]!) membranes[i] = t;
    else {
      spikes[i] = 1;
      count++;
      membranes[i] = soft ? t - channels[c]! : 0;
    }
  }
  return { spikes, membranes, count };
}
