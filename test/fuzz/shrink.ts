// Makes a failing graph smaller while it still fails: fewer results, nodes, steps and lanes.
import type { Graph } from '../../src/ir/index.ts';

/** Tells whether a graph still fails. */
export type Fails = (graph: Graph) => Promise<boolean>;

/** The smallest graph that greedy removal finds. */
export async function shrink(graph: Graph, fails: Fails): Promise<Graph> {
  let best = graph;
  for (;;) {
    let smaller: Graph | undefined;
    for (const candidate of candidates(best)) {
      if (await fails(candidate)) {
        smaller = candidate;
        break;
      }
    }
    if (smaller === undefined) return best;
    best = smaller;
  }
}

/** Graphs one step smaller, the boldest first. */
function* candidates(graph: Graph): Generator<Graph> {
  if (graph.outputs.length > 1) {
    for (const dropped of graph.outputs) {
      yield prune({ ...graph, outputs: graph.outputs.filter((output) => output !== dropped) });
    }
  }
  // Ending the graph earlier: a node in the middle becomes the only result.
  for (const node of graph.nodes) {
    const ended = prune({ ...graph, outputs: [{ name: 'out', from: node.name }] });
    if (ended.nodes.length < graph.nodes.length) yield ended;
  }
  if (graph.steps > 1) yield { ...graph, steps: 1 };
  for (const node of graph.nodes) {
    if (node.fold === undefined) continue;
    yield { ...graph, nodes: graph.nodes.map((own) => (own === node ? { ...own, fold: undefined } : own)) };
  }
  for (const input of graph.inputs) {
    if ((input.lanes ?? 1) === 1) continue;
    yield { ...graph, inputs: graph.inputs.map((own) => (own === input ? { ...own, lanes: 1 } : own)) };
  }
}

/** Removes nodes and inputs that no result depends on. */
function prune(graph: Graph): Graph {
  const used = new Set<string>();
  const visit = (source: string): void => {
    const name = source.split('.')[0]!;
    if (used.has(name)) return;
    used.add(name);
    const node = graph.nodes.find((candidate) => candidate.name === name);
    for (const input of Object.values(node?.inputs ?? {})) visit(input);
  };
  for (const { from } of graph.outputs) visit(from);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ name }) => used.has(name)),
    inputs: graph.inputs.filter(({ name }) => used.has(name)),
  };
}
