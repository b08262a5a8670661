// The datapath of a neuron: the library's transfer function, over the exact intervals of this node.
import {
  assert,
  type Elem,
  elem,
  type Growth,
  greater,
  type Site,
  signedElem,
  spike,
  widthOf,
} from '../../ir/index.ts';
import {
  type Datapath,
  datapath,
  datapathGrowth,
  type ExpressionGraph,
  hardwareGraph,
  lif,
  lifByThreshold,
  type Schedule,
  schedule,
  specialise,
} from '../../transfer/index.ts';
import type { Attrs } from './index.ts';
import { type Plan, planOf } from './plan.ts';

/** Register stages: x with its distance to the threshold, then the spike. */
export const stages = 2;

/** A format that no membrane leaves, and no potential. */
function formatOf({ membrane, potential }: Plan): Elem {
  return signedElem(Math.max(widthOf(membrane), widthOf(potential)) + 1);
}

/** Bits of the widest sum of a step, at most: x less the threshold, less the membrane, and the membrane again. */
export function sumBits(attrs: Attrs, type: Elem): number {
  const plan = planOf(attrs, type);
  const asked = plan.largest * (attrs.decayInput ? BigInt(attrs.tau) : 1n);
  const most = greater(-plan.x.int[0], plan.x.int[1]) + asked - 2n * formatOf(plan).int[0];
  return widthOf(elem(-most, most));
}

/** The datapath of one lane. */
export function cellPath(site: Site<Attrs>): Datapath {
  const { hardware, plan } = cellOf(site);
  return datapath(hardware, plan, { spike });
}

/** What the datapaths of all lanes grow with. */
export function cellGrowth(site: Site<Attrs>): Growth {
  const { hardware, plan } = cellOf(site);
  return datapathGrowth(hardware, plan, site.fold.lanes!);
}

/** The function and its schedule; several thresholds are an operand of it. */
function cellOf({ attrs, inputs }: Site<Attrs>): { hardware: ExpressionGraph; plan: Schedule } {
  const node = planOf(attrs, inputs.x!.elem);
  const { neuron, thresholds, least, largest, x, membrane } = node;
  const leak = { ...neuron, tau: attrs.tau, input: codes(x), membrane: formatOf(node) };
  const { graph } =
    thresholds.length === 1 ? lif({ ...leak, threshold: Number(largest) }) : lifByThreshold(leak, elem(least, largest));
  // No membrane leaves its interval, so that nothing saturates.
  const hardware = hardwareGraph(specialise(graph, { v: membrane }));
  const plan = schedule(hardware, stages);
  assert(plan.stateStage === 1, 'the memory of membranes is read in stage 1');
  return { hardware, plan };
}

/** A neuron counts in the integers of its input. */
function codes({ int }: Elem): Elem {
  return elem(int[0], int[1]);
}
