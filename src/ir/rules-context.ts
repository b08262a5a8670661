// What the rules about graphs look at: the graph, the units of its nodes, and where each input comes from.
import { nearest } from './error.ts';
import type { Graph, Node, Source } from './graph.ts';
import type { PortSpec, Registry, Unit } from './unit.ts';

/** A violated rule, before file and rule name are added. */
export interface Problem {
  readonly sentence: string;
  readonly node?: string | undefined;
  readonly attribute?: string | undefined;
  readonly hint?: string | undefined;
}

/** A rule on graphs as authors write them; `check` gives the first violation. */
export interface Rule {
  readonly rule: string;
  check(context: Context): Problem | undefined;
}

/** Where an input comes from: a graph input, or an output of a node. */
export interface Origin {
  /** `node.port` or the graph input's name. */
  readonly source: Source;
  readonly node: string | undefined;
}

/** A graph with what its rules ask of it; the questions assume that the rules before them hold. */
export class Context {
  readonly graph: Graph;
  readonly registry: Registry;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly #attrs = new Map<Node, unknown>();

  constructor(graph: Graph, registry: Registry) {
    this.graph = graph;
    this.registry = registry;
    this.nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  }

  /** The unit of a node; undefined when its kind is unknown. */
  unitOf(node: Node): Unit | undefined {
    return Object.hasOwn(this.registry, node.kind) ? this.registry[node.kind] : undefined;
  }

  /** Keeps the attributes as the schema returned them. */
  setAttrs(node: Node, attrs: unknown): void {
    this.#attrs.set(node, attrs);
  }

  /** The attributes as the schema returned them. */
  attrsOf(node: Node): unknown {
    return this.#attrs.get(node);
  }

  /** The ports of a node. */
  portsOf(node: Node): { readonly inputs: readonly PortSpec[]; readonly outputs: readonly PortSpec[] } {
    return this.unitOf(node)!.ports(this.attrsOf(node));
  }

  /** Resolves `node`, `node.port` or a graph input. */
  resolve(source: Source): Origin | Problem {
    if (this.graph.inputs.some(({ name }) => name === source)) return { source, node: undefined };
    const dot = source.indexOf('.');
    const name = dot < 0 ? source : source.slice(0, dot);
    const node = this.nodes.get(name);
    if (node === undefined) {
      const near = nearest(name, [...this.nodes.keys(), ...this.graph.inputs.map((input) => input.name)]);
      return {
        sentence: `a source must be a graph input or a node, not "${source}"`,
        hint: near === undefined ? undefined : `did you mean "${near}"?`,
      };
    }
    const outputs = this.portsOf(node).outputs.map((port) => port.name);
    if (dot < 0 && outputs.length === 1) return { source: `${name}.${outputs[0]}`, node: name };
    if (dot >= 0 && outputs.includes(source.slice(dot + 1))) return { source, node: name };
    return {
      sentence: `a source must be an output of node "${name}", not "${source}"`,
      hint: `use ${oneOf(outputs.map((port) => `"${name}.${port}"`))}`,
    };
  }

  /** Resolves a source that the rules have accepted. */
  origin(source: Source): Origin {
    return this.resolve(source) as Origin;
  }
}

/** True for the answer of a lookup that failed. */
export function isProblem(answer: object): answer is Problem {
  return 'sentence' in answer;
}

/** `a`, or `one of a, b, c`. */
export function oneOf(choices: readonly string[]): string {
  return choices.length === 1 ? choices[0]! : `one of ${choices.join(', ')}`;
}
