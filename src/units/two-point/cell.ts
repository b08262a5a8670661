// The datapath of a two-point cell: its modulation as a transfer function, over the register stages that the unit has.
import type { Growth, Site } from '../../ir/index.ts';
import {
  type Datapath,
  datapath,
  datapathGrowth,
  type ExpressionGraph,
  hardwareGraph,
  modulations,
  type Schedule,
  schedule,
} from '../../transfer/index.ts';
import { stagesOf } from './cost.ts';
import type { Mod } from './golden.ts';
import type { Attrs } from './index.ts';

const cells: Readonly<Record<Mod, (of: modulations.CellFormat) => { readonly graph: ExpressionGraph }>> = {
  coop: modulations.coop,
  awake: modulations.awake,
  coopV: modulations.coopV,
  qk: modulations.qk,
  mul: modulations.mul,
  tm1: modulations.tm1,
  tm2: modulations.mul,
  tm3: modulations.tm3,
  tm4: modulations.tm4,
  add: modulations.add,
  sub: modulations.sub,
  prod: modulations.prod,
};

const graphs = new Map<string, ExpressionGraph>();

/** The datapath of one lane, behind `levels` of logic that C comes from. */
export function cellPath({ attrs, outputs }: Site<Attrs>, levels: number): Datapath {
  const graph = cellGraph(attrs);
  return datapath(graph, scheduleOf(graph, attrs, levels), { y: outputs.y!.elem });
}

/** What the datapaths of all lanes grow with. */
export function cellGrowth({ attrs, fold }: Site<Attrs>, levels: number): Growth {
  const graph = cellGraph(attrs);
  return datapathGrowth(graph, scheduleOf(graph, attrs, levels), fold.lanes!);
}

function cellGraph({ mod, W, f }: Attrs): ExpressionGraph {
  const key = `${mod} ${W} ${f}`;
  const graph = graphs.get(key) ?? hardwareGraph(cells[mod]({ bits: W, fraction: f }).graph);
  graphs.set(key, graph);
  return graph;
}

function scheduleOf(graph: ExpressionGraph, { mod }: Attrs, levels: number): Schedule {
  return schedule(graph, stagesOf(mod), { C: levels });
}
