// Graphs from graphs: over other operands, and without the nodes that nothing needs.
import { contains, elem } from '../ir/index.ts';
import type { ExpressionBuilder } from './builder.ts';
import { type Expression, type ExpressionGraph, type Op, resultsOf } from './expression.ts';

/**
 * The nodes of a graph once more, over other operands with the binary points of its inputs: narrower intervals make narrower
 * nodes and fewer of them. Gives results and next states by name.
 */
export function replay(
  graph: ExpressionGraph,
  builder: ExpressionBuilder,
  operands: Readonly<Record<string, number>>,
): Record<string, number> {
  const map: number[] = [];
  for (const node of graph.nodes) {
    const leaf = node.op === 'input' || node.op === 'state';
    const args = node.args.map((arg) => map[arg]!);
    const result = leaf ? operands[node.detail.name!]! : again(builder, node, args);
    map.push(node.label === undefined ? result : builder.label(result, node.label));
  }
  return Object.fromEntries(resultsOf(graph).map(([name, node]) => [name, map[node]!]));
}

/** An operation of another graph over operands of this one; its result has the same binary point. */
function again(builder: ExpressionBuilder, { op, type, detail }: Expression, args: readonly number[]): number {
  const [x, y, z] = args as [number, number, number];
  const { int, frac, rounding } = detail;
  const rules: Partial<Record<Op, () => number>> = {
    ...{
      add: () => builder.add(x, y),
      sub: () => builder.sub(x, y),
      mul: () => builder.mul(x, y),
      abs: () => builder.abs(x),
    },
    ...{ min: () => builder.min(x, y), max: () => builder.max(x, y), select: () => builder.select(x, y, z) },
    ...{ less: () => builder.less(x, y), equal: () => builder.equal(x, y), not: () => builder.not(x) },
    ...{ and: () => builder.and(x, y), or: () => builder.or(x, y), align: () => builder.align(x, frac!) },
    point: () => builder.point(x, builder.typeOf(x).frac - frac!),
    round: () => builder.round(x, frac!, rounding!),
    saturate: () => builder.saturate(x, int![0], int![1]),
    narrow: () => builder.narrow(x, int![0], int![1]),
    wrap: () => (contains(elem(int![0], int![1]), builder.typeOf(x)) ? x : builder.node(op, args, detail)),
  };
  const result = (rules[op] ?? (() => builder.node(op, args, detail)))();
  return builder.isTruth(result) ? result : builder.align(result, type.frac);
}

/** The graph of the nodes that results and states need, in order, without all others. */
export function finish(
  nodes: readonly Expression[],
  outputs: Readonly<Record<string, number>>,
  states: ExpressionGraph['states'],
): ExpressionGraph {
  const needed = new Set([...Object.values(outputs), ...Object.values(states).map(({ next }) => next)]);
  nodes.forEach(({ op }, number) => {
    if (op === 'input' || op === 'state') needed.add(number);
  });
  for (let number = nodes.length - 1; number >= 0; number--) {
    if (needed.has(number)) for (const arg of nodes[number]!.args) needed.add(arg);
  }
  const kept = [...needed].sort((a, b) => a - b);
  const place = new Map(kept.map((number, index) => [number, index]));
  return {
    nodes: kept.map((number) => {
      const node = nodes[number]!;
      return { ...node, args: node.args.map((arg) => place.get(arg)!) };
    }),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, place.get(node)!])),
    states: Object.fromEntries(
      Object.entries(states).map(([name, state]) => [name, { ...state, next: place.get(state.next)! }]),
    ),
  };
}
