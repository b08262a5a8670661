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

/** The schedule for a number of stages, or for the usual levels of a stage where none is given. */
export function schedule(graph: ExpressionGraph, stages?: number): Schedule {
  if (stages === undefined) return scheduleFor(graph, usualPeriod);
  const least = scheduleFor(graph, Number.POSITIVE_INFINITY);
  if (stages < least.stages) {
    throw new DendraError(`stages must be at least ${least.stages} for this function, not ${stages}`, {
      rule: 'transfer-stages',
      attribute: 'stages',
    });
  }
  // The smallest levels that as many stages can keep; what is left over becomes registers behind the results.
  let best = least;
  let [short, long] = [0, graph.nodes.reduce((sum, _node, number) => sum + levelsOf(graph.nodes, number), 1)];
  while (long - short > 1) {
    const middle = Math.ceil((short + long) / 2);
    const found = scheduleFor(graph, middle);
    if (found.stages > stages) short = middle;
    else [best, long] = [found, middle];
  }
  return { ...best, stages };
}

/** As early as stages of at most `period` levels allow; the cycle from a state to its next value is one stage. */
function scheduleFor(graph: ExpressionGraph, period: number): Schedule {
  const { nodes } = graph;
  const cycle = cycleOf(graph);
  const stage: number[] = [];
  const time: number[] = [];
  const place = (number: number, least: number, free: boolean): void => {
    const node = nodes[number]!;
    // What is longer than a stage has one to itself.
    const levels = Math.min(period, levelsOf(nodes, number));
    let [at, arrival] = [least, 0];
    for (const arg of node.args) {
      if (nodes[arg]!.op === 'constant') continue;
      if (stage[arg]! > at) [at, arrival] = [stage[arg]!, time[arg]!];
      else if (stage[arg]! === at) arrival = Math.max(arrival, time[arg]!);
    }
    const splits = free && arrival > 0 && arrival + levels > period;
    stage[number] = splits ? at + 1 : at;
    time[number] = splits ? levels : arrival + levels;
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
