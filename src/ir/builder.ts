// Builds graphs in code: the form in which a design.ts states its system.
import type { Elem } from './elem.ts';
import { DendraError, nearest } from './error.ts';
import type { FoldGoal, Graph, GraphInput, GraphOutput, Node, Source } from './graph.ts';
import type { Fold } from './unit.ts';

/** Settings of a whole graph. */
export interface GraphOptions {
  /** Tensors (time steps) of one sample; 1 when absent. */
  readonly steps?: number;
  readonly goal?: FoldGoal;
}

/** Collects inputs, nodes and outputs in the order in which they are named. */
export class GraphBuilder {
  readonly #name: string;
  readonly #options: GraphOptions;
  readonly #inputs: GraphInput[] = [];
  readonly #outputs: GraphOutput[] = [];
  readonly #nodes: Node[] = [];

  constructor(name: string, options: GraphOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Adds a dense input of the graph and returns its handle. */
  input(name: string, elem: Elem, shape: readonly number[], options: { readonly lanes?: number } = {}): Source {
    this.#inputs.push({ name, elem, shape, ...options });
    return name;
  }

  /** Adds a node and returns its handle; of a node with several outputs, name one as `${handle}.port`. */
  node(
    kind: string,
    name: string,
    attrs: unknown,
    inputs: Readonly<Record<string, Source>>,
    options: { readonly fold?: Fold } = {},
  ): Source {
    this.#nodes.push({ name, kind, attrs, inputs, ...options });
    return name;
  }

  /** Names a result of the graph. */
  output(name: string, from: Source): this {
    this.#outputs.push({ name, from });
    return this;
  }

  /** The graph so far. */
  build(): Graph {
    const { steps = 1, goal } = this.#options;
    return {
      name: this.#name,
      steps,
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      nodes: [...this.#nodes],
      ...(goal === undefined ? {} : { goal }),
    };
  }
}

/** Starts a graph; its name becomes the name of the top module. Throws a DendraError on an option that there is not. */
export function graph(name: string, options: GraphOptions = {}): GraphBuilder {
  const known = ['steps', 'goal'];
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw new DendraError(`an option of a graph must be steps or goal, not "${key}"`, {
      rule: 'graph-options',
      hint: near === undefined ? undefined : `did you mean "${near}"?`,
    });
  }
  return new GraphBuilder(name, options);
}
