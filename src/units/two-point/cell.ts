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

/** Modulations whose hardware has a template of its own: those that read a table. */
export type Tabled = 'tm1' | 'tm3' | 'tm4';

const cells: Readonly<
  Record<Exclude<Mod, Tabled>, (of: modulations.CellFormat) => { readonly graph: ExpressionGraph }>
> = {
  coop: modulations.coop,
  awake: modulations.awake,
  coopV: modulations.coopV,
  qk: modulations.qk,
  mul: modulations.mul,
  tm2: modulations.mul,
  add: modulations.add,
  sub: modulations.sub,
  prod: modulations.prod,
};

const graphs = new Map<string, ExpressionGraph>();

/** The datapath of one lane, behind `levels` of logic that C comes from; undefined for a modulation with a table. */
export function cellPath({ attrs, outputs }: Site<Attrs>, levels: number): Datapath | undefined {
  const graph = cellGraph(attrs);
  return graph && datapath(graph, scheduleOf(graph, attrs, levels), { y: outputs.y!.elem });
}

/** What the datapaths of all lanes grow with. */
export function cellGrowth({ attrs, fold }: Site<Attrs>, levels: number): Growth | undefined {
  const graph = cellGraph(attrs);
  return graph && datapathGrowth(graph, scheduleOf(graph, attrs, levels), fold.lanes!);
}

function cellGraph({ mod, W, f }: Attrs): ExpressionGraph | undefined {
  if (mod === 'tm1' || mod === 'tm3' || mod === 'tm4') return undefined;
  const key = `${mod} ${W} ${f}`;
  const graph = graphs.get(key) ?? hardwareGraph(cells[mod]({ bits: W, fraction: f }).graph);
  graphs.set(key, graph);
  return graph;
}

function scheduleOf(graph: ExpressionGraph, { mod }: Attrs, levels: number): Schedule {
  return schedule(graph, stagesOf(mod), { C: levels });
}
