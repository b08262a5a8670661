// Which fold of a design would fit a part, by the analytic estimate.
import { DendraError, type Graph, type Target, targets } from '../ir/index.ts';
import { lower } from '../passes/index.ts';
import { type Area, estimateArea, excessOf, type Part, resources } from '../synth/index.ts';
import { compose } from '../timing/index.ts';
import { registry } from '../units/index.ts';
import type { Context } from './context.ts';
import { breathe } from './context.ts';
import { countText } from './table.ts';

/** A goal of the fold pass and the area that it is estimated to take. */
export interface Fitting {
  readonly cycles: number;
  readonly area: Area;
}

/** Longest goal that is tried, as a power of two. */
const longest = 40;

/** The quickest goal, among powers of two, that fits by the estimate; otherwise the area of the longest goal. */
export async function fittingFold(
  context: Context,
  graph: Graph,
  part: Part,
  target: Target['name'],
): Promise<Fitting | { readonly cycles?: undefined; readonly area: Area }> {
  // Folds that the author insists on would hold the search.
  const free: Graph = { ...graph, nodes: graph.nodes.map(({ fold: _, ...node }) => node), goal: undefined };
  let area: Area | undefined;
  for (let power = 0; power <= longest; power++) {
    await breathe(context.signal);
    const cycles = 2 ** power;
    const goal = { ...free, goal: { cycles } };
    area = estimated(goal, target) ?? area;
    if (area === undefined || excessOf(area, part).length > 0) continue;
    // FIFOs as deep as the design needs take a little more, and much longer to size.
    area = estimated(goal, target, { compose });
    if (excessOf(area!, part).length === 0) return { cycles, area: area! };
  }
  return { area: area! };
}

/** The estimate under a goal; undefined where units cannot be that quick. */
function estimated(graph: Graph, target: Target['name'], options?: Parameters<typeof lower>[3]): Area | undefined {
  try {
    return estimateArea(lower(graph, registry, targets[target], options));
  } catch (error) {
    if (error instanceof DendraError && error.place.rule === 'goal-reachable') return undefined;
    throw error;
  }
}

/** One line on what to change. */
export function fittingText(found: Awaited<ReturnType<typeof fittingFold>>, part: Part): string {
  if (found.cycles !== undefined) {
    return `by the estimate it fits without folds of its nodes and with goal: { cycles: ${found.cycles} }`;
  }
  const [first] = excessOf(found.area, part);
  const needs = `${countText(found.area[first!.resource])} ${resources[first!.resource]}`;
  return `by the estimate no fold fits: the longest goal needs ${needs}; take a larger part`;
}
