// Rules on how nodes are connected: ports, sources, sizes, outputs, and no cycle without a delay.
import { nearest } from './error.ts';
import { type Context, isProblem, oneOf, type Problem, type Rule } from './rules-context.ts';

/** The rules on wiring, in the order in which they are checked. */
export const wiringRules: readonly Rule[] = [
  { rule: 'port-known', check: checkPorts },
  { rule: 'input-connected', check: checkMissing },
  { rule: 'source-known', check: checkSources },
  {
    rule: 'graph-has-outputs',
    check: ({ graph }) =>
      graph.outputs.length > 0
        ? undefined
        : { sentence: 'a graph must have an output, not none', hint: 'name a result with output(name, source)' },
  },
  {
    rule: 'tensor-not-empty',
    check: ({ graph }) =>
      graph.inputs
        .filter(({ shape }) => !shape.every((dim) => Number.isSafeInteger(dim) && dim > 0))
        .map(({ name, shape }) => ({
          sentence: `the sizes of input "${name}" must be positive integers, not [${shape.join(', ')}]`,
          hint: 'an empty tensor has no beats; leave it out',
        }))[0],
  },
  {
    rule: 'steps-positive',
    check: ({ graph }) =>
      Number.isSafeInteger(graph.steps) && graph.steps > 0
        ? undefined
        : { sentence: `steps must be a positive integer, not ${graph.steps}` },
  },
  { rule: 'cycle-through-delay', check: checkCycles },
  { rule: 'output-paced', check: checkPace },
];

function checkPorts(context: Context): Problem | undefined {
  for (const node of context.graph.nodes) {
    const inputs = context.portsOf(node).inputs.map(({ name }) => name);
    for (const port of Object.keys(node.inputs)) {
      if (inputs.includes(port)) continue;
      const near = nearest(port, inputs);
      return {
        node: node.name,
        sentence:
          inputs.length === 0
            ? `a ${node.kind} must be without inputs, not connected at "${port}"`
            : `an input of ${node.kind} must be ${oneOf(inputs)}, not "${port}"`,
        hint: near === undefined ? undefined : `did you mean "${near}"?`,
      };
    }
  }
  return undefined;
}

function checkMissing(context: Context): Problem | undefined {
  for (const node of context.graph.nodes) {
    const port = context.portsOf(node).inputs.find(({ name, required }) => required && node.inputs[name] === undefined);
    if (port === undefined) continue;
    return {
      node: node.name,
      sentence: `input "${port.name}" must be connected, not left open`,
      hint: `give it a source: { ${port.name}: "some_node" }`,
    };
  }
  return undefined;
}

function checkSources(context: Context): Problem | undefined {
  for (const node of context.graph.nodes) {
    for (const [port, source] of Object.entries(node.inputs)) {
      const answer = context.resolve(source);
      if (isProblem(answer)) return { node: node.name, ...answer, sentence: `${answer.sentence} (input "${port}")` };
    }
  }
  for (const { name, from } of context.graph.outputs) {
    const answer = context.resolve(from);
    if (isProblem(answer)) return { ...answer, sentence: `${answer.sentence} (output "${name}")` };
  }
  return undefined;
}

/** Walks against the edges, depth first; a node met again while it is on the path closes a cycle. */
function checkCycles(context: Context): Problem | undefined {
  const done = new Set<string>();
  for (const start of context.graph.nodes) {
    const path: string[] = [start.name];
    const pending: Iterator<string>[] = [predecessors(context, start.name)];
    const onPath = new Set(path);
    while (pending.length > 0) {
      const { value: name, done: ended } = pending[pending.length - 1]!.next();
      if (ended === true) {
        const left = path.pop()!;
        onPath.delete(left);
        done.add(left);
        pending.pop();
        continue;
      }
      if (onPath.has(name)) return cycleProblem(path.slice(path.indexOf(name)));
      if (done.has(name)) continue;
      path.push(name);
      onPath.add(name);
      pending.push(predecessors(context, name));
    }
  }
  return undefined;
}

/** A delay gives the first tensor of a sample unasked, so what depends on delays alone is a tensor ahead of its sample. */
function checkPace(context: Context): Problem | undefined {
  const known = new Map<string, boolean>();
  const paced = (name: string | undefined): boolean => {
    if (name === undefined) return true;
    const node = context.nodes.get(name)!;
    const answer =
      known.get(name) ??
      (context.unitOf(node)!.feedback !== true &&
        Object.values(node.inputs).some((source) => paced(context.origin(source).node)));
    known.set(name, answer);
    return answer;
  };
  for (const { name, from } of context.graph.outputs) {
    const { node } = context.origin(from);
    if (paced(node)) continue;
    return {
      node,
      sentence: `an output must depend on more than delays in its own step, not on a delay alone (output "${name}")`,
      hint: 'make the source of the delay the output, or join the delayed stream with another one',
    };
  }
  return undefined;
}

function predecessors(context: Context, name: string): Iterator<string> {
  const node = context.nodes.get(name)!;
  if (context.unitOf(node)!.feedback === true) return [][Symbol.iterator]();
  return Object.values(node.inputs)
    .map((source) => context.origin(source).node)
    .filter((origin) => origin !== undefined)
    [Symbol.iterator]();
}

/** The nodes come in the order of the walk, that is, against the edges. */
function cycleProblem(against: readonly string[]): Problem {
  const names = against.toReversed();
  return {
    node: names[0]!,
    sentence: `a cycle must pass a delay, not only ${[...names, names[0]].join(' -> ')}`,
    hint: 'put a node of kind "delay" on the way back',
  };
}
