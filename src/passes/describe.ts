// Writes graphs as text, one line a node: for people, and for diffs.
import {
  describeElem,
  describeStream,
  type Edge,
  type Graph,
  type Lowered,
  type StreamType,
  stream,
} from '../ir/index.ts';
import { describeFold } from './fold.ts';

/** `name: kind(attributes) <- inputs : types`, a line a node, after the graph's own line and its inputs. */
export function describeGraph(graph: Graph | Lowered): string {
  return `${('cells' in graph ? lowered(graph) : written(graph)).join('\n')}\n`;
}

function written(graph: Graph): string[] {
  return [
    `graph ${graph.name}, ${graph.steps} step${graph.steps === 1 ? '' : 's'}`,
    ...graph.inputs.map(({ name, elem, shape, lanes }) => {
      return `${name}: input${lanes === undefined ? '' : ` { lanes: ${lanes} }`} : ${describeStream(stream(elem, shape))}`;
    }),
    ...graph.nodes.map(({ name, kind, attrs, inputs, fold }) => {
      return `${name}: ${kind}(${describeAttrs(attrs)})${fold === undefined ? '' : ` ${describeFold(fold)}`}${from(inputs)}`;
    }),
    ...graph.outputs.map(({ name, from: source }) => `${name}: output <- ${source}`),
  ];
}

function lowered(graph: Lowered): string[] {
  const into = new Map(graph.edges.map((edge) => [edge.to, edge]));
  const out = new Map(graph.edges.map((edge) => [edge.from, edge]));
  return [
    `graph ${graph.name}, ${graph.steps} step${graph.steps === 1 ? '' : 's'}, ${graph.target.name}`,
    ...graph.inputs.map((name) => `${name}: input : ${edgeText(out.get(name)!)}`),
    ...graph.cells.map(({ unit, site }) => {
      const inputs = Object.fromEntries(
        Object.keys(site.inputs).map((port) => [port, into.get(`${site.name}.${port}`)!.from]),
      );
      const types = Object.keys(site.outputs).map((port) => {
        const edge = out.get(`${site.name}.${port}`);
        return edge === undefined ? typeText(site.outputs[port]!) : edgeText(edge);
      });
      const head = `${site.name}: ${unit.kind}(${describeAttrs(site.attrs)}) ${describeFold(site.fold)}`;
      return `${head}${from(inputs)} : ${types.join('; ')}`;
    }),
    ...graph.outputs.map((name) => `${name}: output <- ${into.get(name)!.from}`),
  ];
}

function from(inputs: Readonly<Record<string, string>>): string {
  const entries = Object.entries(inputs).map(([port, source]) => `${port}=${source}`);
  return entries.length === 0 ? '' : ` <- ${entries.join(', ')}`;
}

function edgeText({ type, lanes, depth }: Edge): string {
  return `${typeText(type)}, ${lanes} lane${lanes === 1 ? '' : 's'}, depth ${depth}`;
}

function typeText(type: StreamType): string {
  return `${describeStream(type)}${type.order === 'events' ? ' as events' : ''}`;
}

/** Attributes in one line; tensors by their shape alone. */
function describeAttrs(attrs: unknown): string {
  if (typeof attrs !== 'object' || attrs === null) return attrs === undefined ? '' : short(attrs);
  return Object.entries(attrs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${short(value)}`)
    .join(', ');
}

function short(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.length > 8 ? [...value.slice(0, 6).map(short), `... ${value.length}`] : value.map(short);
    return `[${shown.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return `${value}`;
  if ('data' in value && 'shape' in value && ArrayBuffer.isView(value.data)) {
    return `tensor ${(value.shape as readonly number[]).join('x')}`;
  }
  if ('int' in value && 'frac' in value) return describeElem(value as Parameters<typeof describeElem>[0]);
  return `{ ${describeAttrs(value)} }`;
}
