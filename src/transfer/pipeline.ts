// Spreads an expression graph over register stages: the stage of every node, from an estimate of its logic levels.
import { DendraError } from '../ir/index.ts';
import { type ExpressionGraph, resultsOf } from './expression.ts';
import { levelsOf } from './levels.ts';

/** Stage of every node: the number of registers between the inputs and its logic. */
export interface Schedule {
  /** Register stages from inputs to outputs; a result of the last logic is registered, too. */
  readonly stages: number;
  readonly stage: readonly number[];
  /** Stage in which states are read and written; undefined without state. */
  readonly stateStage: number | undefined;
}

/** Most logic levels of a stage where the author names no number of stages. */
const usualPeriod = 4;

/** Most stages that are balanced one by one, which takes a few schedules each. */
const fewStages = 24;

/**
 * The schedule for a number of stages, or for the usual levels of a stage where none is given; `arrivals` are the levels of
 * logic in front of inputs, by name.
 */
export function schedule(
  graph: ExpressionGraph,
  stages?: number,
  arrivals: Readonly<Record<string, number>> = {},
): Schedule {
  const levels = graph.nodes.map(({ op, detail }, number) =>
    op === 'input' ? (arrivals[detail.name!] ?? 0) : levelsOf(graph.nodes, number),
  );
  if (stages === undefined) {
    const usual = scheduleFor(graph, levels, [], usualPeriod);
    return balanced(graph, levels, usualPeriod, usual, usual.stages);
  }
  const least = scheduleFor(graph, levels, [], Number.POSITIVE_INFINITY);
  if (stages < least.stages) {
    throw new DendraError(`stages must be at least ${least.stages} for this function, not ${stages}`, {
      rule: 'transfer-stages',
      attribute: 'stages',
    });
  }
  // The smallest levels that as many stages can keep; what is left over becomes registers behind the results.
  let best = least;
  let [short, long] = [0, levels.reduce((sum, each) => sum + each, 1)];
  while (long - short > 1) {
    const middle = Math.ceil((short + long) / 2);
    const found = scheduleFor(graph, levels, [], middle);
    if (found.stages > stages) short = middle;
    else [best, long] = [found, middle];
  }
  return { ...balanced(graph, levels, long, best, stages), stages };
}

/** The schedule with every stage, the first one first, as short as the later ones of `stages` have room for. */
function balanced(
  graph: ExpressionGraph,
  levels: readonly number[],
  period: number,
  found: Schedule,
  stages: number,
): Schedule {
  if (stages > fewStages) return found;
  let best = found;
  const limits = Array.from({ length: stages }, () => period);
  for (let stage = 0; stage < limits.length; stage++) {
    while (limits[stage]! > 1) {
      limits[stage]!--;
      const next = scheduleFor(graph, levels, limits, period);
      if (next.stages > stages) {
        limits[stage]!++;
        break;
      }
      best = next;
    }
  }
  return best;
}

/** As early as the levels of each stage allow, `period` behind the limits; the cycle of a state is one stage. */
function scheduleFor(
  graph: ExpressionGraph,
  levels: readonly number[],
  limits: readonly number[],
  period: number,
): Schedule {
  const { nodes } = graph;
  const cycle = cycleOf(graph);
  const stage: number[] = [];
  const time: number[] = [];
  const place = (number: number, least: number, free: boolean): void => {
    let [at, arrival] = [least, 0];
    for (const arg of nodes[number]!.args) {
      if (nodes[arg]!.op === 'constant') continue;
      if (stage[arg]! > at) [at, arrival] = [stage[arg]!, time[arg]!];
      else if (stage[arg]! === at) arrival = Math.max(arrival, time[arg]!);
    }
    // What is longer than a stage has one to itself.
    const splits = free && arrival > 0 && arrival + levels[number]! > (limits[at] ?? period);
    if (splits) at++;
    const own = Math.min(limits[at] ?? period, levels[number]!);
    stage[number] = at;
    time[number] = splits ? own : arrival + own;
  };
  const stateful = Object.keys(graph.states).length > 0;
  let stateStage = 0;
  if (stateful) {
    // What the cycle reads is registered in front of it.
    nodes.forEach((_node, number) => {
      if (!cycle.after.has(number)) place(number, 0, true);
    });
    const read = [...cycle.inside].flatMap((number) => nodes[number]!.args).filter((arg) => !cycle.after.has(arg));
    const next = Object.values(graph.states)
      .map((state) => state.next)
      .filter((number) => !cycle.after.has(number));
    const varying = [...read, ...next].filter((number) => nodes[number]!.op !== 'constant');
    stateStage = Math.max(0, ...varying.map((number) => stage[number]!)) + 1;
  }
  nodes.forEach((_node, number) => {
    if (!stateful || cycle.after.has(number)) {
      const inside = cycle.inside.has(number);
      place(number, inside ? stateStage : 0, !inside);
    }
  });
  const last = Math.max(...resultsOf(graph).map(([, number]) => stage[number]!), stateful ? stateStage : 0);
  return { stages: last + 1, stage, stateStage: stateful ? stateStage : undefined };
}

/** Nodes that depend on a state, and those of them that a next state depends on. */
function cycleOf({ nodes, states }: ExpressionGraph): { after: Set<number>; inside: Set<number> } {
  const after = new Set<number>();
  nodes.forEach(({ op, args }, number) => {
    if (op === 'state' || args.some((arg) => after.has(arg))) after.add(number);
  });
  const inside = new Set<number>();
  const pending = Object.values(states).map(({ next }) => next);
  nodes.forEach(({ op }, number) => {
    if (op === 'state') inside.add(number);
  });
  while (pending.length > 0) {
    const number = pending.pop()!;
    if (!after.has(number) || (inside.has(number) && nodes[number]!.op !== 'state')) continue;
    inside.add(number);
    pending.push(...nodes[number]!.args);
  }
  return { after, inside };
}
