// A function over operands that reach less than their formats: narrower nodes, and fewer of them.
import type { Elem } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import type { ExpressionGraph, State } from './expression.ts';
import { finish, replay } from './rebuild.ts';

/** The graph for the given intervals of its inputs, which have the binary points of the formats and lie within them. */
export function specialise(graph: ExpressionGraph, inputs: Readonly<Record<string, Elem>>): ExpressionGraph {
  return rebuild(graph, new ExpressionBuilder(), inputs);
}

/** The graph once more in terms of another builder; no result reaches beyond its interval of before. */
export function rebuild(
  graph: ExpressionGraph,
  builder: ExpressionBuilder,
  inputs: Readonly<Record<string, Elem>> = {},
): ExpressionGraph {
  const leaves = graph.nodes.flatMap(({ op, detail, type }): [string, number][] => {
    if (op === 'input') return [[detail.name!, builder.input(detail.name!, inputs[detail.name!] ?? type)]];
    return op === 'state' ? [[detail.name!, builder.state(detail.name!, type)]] : [];
  });
  const results = replay(graph, builder, Object.fromEntries(leaves));
  const outputs = Object.entries(graph.outputs).map(([name, node]): [string, number] => {
    const { int } = graph.nodes[node]!.type;
    return [name, builder.narrow(results[name]!, int[0], int[1])];
  });
  const states = Object.entries(graph.states).map(([name, state]): [string, State] => [
    name,
    { ...state, next: builder.narrow(results[name]!, state.type.int[0], state.type.int[1]) },
  ]);
  const { multiply } = graph;
  const made = finish(builder.nodes, Object.fromEntries(outputs), Object.fromEntries(states));
  return multiply === undefined ? made : { ...made, multiply };
}
