// A function over operands that reach less than their formats: narrower nodes, and fewer of them.
import type { Elem } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import type { ExpressionGraph, State } from './expression.ts';
import { finish, replay } from './rebuild.ts';

/**
 * The graph for the given intervals of its inputs, and of states that the caller knows to stay within them; these have the binary
 * points of the formats and lie within them.
 */
export function specialise(graph: ExpressionGraph, leaves: Readonly<Record<string, Elem>>): ExpressionGraph {
  return rebuild(graph, new ExpressionBuilder(), leaves);
}

/** The graph once more in terms of another builder; no result reaches beyond its interval of before. */
export function rebuild(
  graph: ExpressionGraph,
  builder: ExpressionBuilder,
  narrower: Readonly<Record<string, Elem>> = {},
): ExpressionGraph {
  const leaves = graph.nodes.flatMap(({ op, detail, type }): [string, number][] => {
    if (op !== 'input' && op !== 'state') return [];
    const name = detail.name!;
    return [[name, builder[op](name, narrower[name] ?? type)]];
  });
  const results = replay(graph, builder, Object.fromEntries(leaves));
  const outputs = Object.entries(graph.outputs).map(([name, node]): [string, number] => {
    const { int } = graph.nodes[node]!.type;
    return [name, builder.narrow(results[name]!, int[0], int[1])];
  });
  const states = Object.entries(graph.states).map(([name, state]): [string, State] => {
    const type = narrower[name] ?? state.type;
    return [name, { ...state, type, next: builder.narrow(results[name]!, type.int[0], type.int[1]) }];
  });
  const { multiply } = graph;
  const made = finish(builder.nodes, Object.fromEntries(outputs), Object.fromEntries(states));
  return multiply === undefined ? made : { ...made, multiply };
}
