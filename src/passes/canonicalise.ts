// Checks a graph, writes every source in full, and drops the nodes that no output depends on.
import { DendraError, type Graph, type Registry, stream, type Target, verify } from '../ir/index.ts';
import { type Draft, type Part, splitSource } from './draft.ts';

/** The first draft of a graph that all rules accept. */
export function canonicalise(graph: Graph, registry: Registry, target: Target): Draft {
  const context = verify(graph, registry);
  const parts = graph.nodes.map((node): Part => {
    const unit = registry[node.kind]!;
    const attrs = context.attrsOf(node);
    // Ports in the unit's order, so that the author's order changes nothing downstream.
    const connected = unit.ports(attrs).inputs.filter(({ name }) => node.inputs[name] !== undefined);
    const sources = Object.fromEntries(connected.map(({ name }) => [name, context.origin(node.inputs[name]!).source]));
    return { name: node.name, unit, attrs, sources, wanted: node.fold, inputs: {}, outputs: {}, fold: {} };
  });
  const outputs = graph.outputs.map(({ name, from }) => ({ name, from: context.origin(from).source }));
  const live = reached(
    parts,
    outputs.map(({ from }) => from),
  );
  const draft: Draft = {
    name: graph.name,
    steps: graph.steps,
    file: graph.file,
    goal: graph.goal,
    target,
    registry,
    parts: parts.filter(({ name }) => live.has(name)),
    inputs: graph.inputs.map(({ name, elem, shape, lanes }) => ({ name, type: stream(elem, shape), lanes })),
    outputs,
    depths: {},
  };
  checkReaders(draft);
  return draft;
}

/** Names of the nodes that the sources depend on. */
function reached(parts: readonly Part[], from: readonly string[]): Set<string> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const live = new Set<string>();
  const pending = [...from];
  for (let source = pending.pop(); source !== undefined; source = pending.pop()) {
    const { node } = splitSource(source);
    if (node === undefined || live.has(node)) continue;
    live.add(node);
    pending.push(...Object.values(byName.get(node)!.sources));
  }
  return live;
}

/** Every stream needs a reader, or its producer would stop when its FIFO is full. */
function checkReaders(draft: Draft): void {
  const read = new Set([
    ...draft.parts.flatMap(({ sources }) => Object.values(sources)),
    ...draft.outputs.map(({ from }) => from),
  ]);
  for (const part of draft.parts) {
    for (const { name } of part.unit.ports(part.attrs).outputs) {
      if (read.has(`${part.name}.${name}`)) continue;
      throw new DendraError(`output "${name}" must have a reader, not none`, {
        file: draft.file,
        node: part.name,
        rule: 'output-read',
        hint: `read "${part.name}.${name}", or make it an output of the graph`,
      });
    }
  }
  for (const { name } of draft.inputs) {
    if (read.has(name)) continue;
    throw new DendraError(`input "${name}" must have a reader that an output depends on, not none`, {
      file: draft.file,
      rule: 'output-read',
      hint: 'read it, or remove it',
    });
  }
}
