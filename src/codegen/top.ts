// Data of the top module: the wires of every stream, and what each instance connects to.
import { counterBits, describeStream, type Edge, type Lowered, type ManifestCounters, maxDim } from '../ir/index.ts';
import type { CellModule } from './cell.ts';
import { fields, loadPorts, type Port, type PortData, port, portData, portLines, range, streamPorts } from './ports.ts';

/** Ports of the top module, in the order of its port list. */
export function topPorts(
  lowered: Lowered,
  cells: readonly CellModule[],
  counters: readonly ManifestCounters[],
): Port[] {
  const loads = cells.reduce((sum, cell) => sum + cell.loads.length, 0);
  const total = counters.reduce((sum, { names }) => sum + names.length, 0);
  return [
    port('clk_i', 'in'),
    port(lowered.target.reset, 'in'),
    ...inputEdges(lowered).flatMap(({ from, type, lanes }) => streamPorts(portData(from, type, lanes), true)),
    ...outputEdges(lowered).flatMap(({ to, type, lanes }) => streamPorts(portData(to, type, lanes), false)),
    ...(counters.length === 0
      ? []
      : [port('count_done_o', 'out', counters.length), port('count_o', 'out', total * counterBits)]),
    ...loadPorts(loads),
    port('error_o', 'out', lowered.inputs.length > 1 ? lowered.inputs.length : 0),
  ];
}

function inputEdges({ inputs, edges }: Lowered): Edge[] {
  return inputs.map((name) => edges.find(({ from }) => from === name)!);
}

function outputEdges({ outputs, edges }: Lowered): Edge[] {
  return outputs.map((name) => edges.find(({ to }) => to === name)!);
}

/** A named end of an instance and the wire at it. */
interface Connection {
  readonly port: string;
  readonly wire: string;
}

/** Every edge is a bundle of wires named after its producer. */
export function topData(lowered: Lowered, cells: readonly CellModule[], counters: readonly ManifestCounters[]): object {
  const { target } = lowered;
  const inputs = inputEdges(lowered).map((edge) => ({
    ...portData(edge.from, edge.type, edge.lanes, edge.depth),
    ...inputShape(edge, lowered.steps),
  }));
  return {
    module: lowered.name,
    target,
    steps: lowered.steps,
    loads: cells.flatMap((cell) => cell.loads),
    lines: portLines(topPorts(lowered, cells, counters)),
    inputs,
    errorRange: range(inputs.length),
    outputs: outputEdges(lowered).map((edge) => ({
      name: edge.to,
      from: wire(edge.from),
      fields: fields(portData(edge.to, edge.type, edge.lanes)).map(([field]) => field),
    })),
    bundles: [
      ...inputs.map((stream) => bundle(stream, lowered, stream.name)),
      ...cells.flatMap(({ cell, outputs }) =>
        outputs.map((stream) => bundle(stream, lowered, `${cell.site.name}.${stream.name}`)),
      ),
    ],
    cells: cells.map((module) => ({
      module: module.module,
      node: module.cell.site.name,
      kind: module.cell.unit.kind,
      connections: aligned([
        { port: 'clk_i', wire: 'clk_i' },
        { port: target.reset, wire: target.reset },
        ...streamConnections(lowered, module),
        ...loadPorts(module.loads.length).map(({ name }) => ({ port: name, wire: name })),
        ...counterConnections(counters.find(({ node }) => node === module.cell.site.name)),
      ]),
    })),
  };
}

function wire(from: string): string {
  return from.replace('.', '_');
}

/** The wires of a stream, with what travels on them. */
function bundle(stream: PortData, { edges }: Lowered, from: string): object {
  const edge = edges.find((candidate) => candidate.from === from)!;
  const wires = fields(stream).map(([field, bits]) => ({ field, range: range(bits) }));
  const column = Math.max(...wires.map((entry) => entry.range.length));
  return {
    from: wire(from),
    about: `${from}: ${describeStream(edge.type)}${stream.events ? ', as events' : `, ${stream.lanes} a beat`}.`,
    none: ' '.repeat(column),
    fields: wires.map((entry) => ({ ...entry, range: entry.range.padEnd(column) })),
  };
}

function streamConnections(lowered: Lowered, { cell, inputs, outputs }: CellModule): Connection[] {
  const connect = (stream: PortData, from: string, [into, out]: readonly [string, string]): Connection[] => [
    { port: `${stream.name}_valid_${into}`, wire: `${from}_valid` },
    { port: `${stream.name}_ready_${out}`, wire: `${from}_ready` },
    ...fields(stream).map(([field]) => ({ port: `${stream.name}_${field}_${into}`, wire: `${from}_${field}` })),
  ];
  const source = (name: string): string =>
    wire(lowered.edges.find(({ to }) => to === `${cell.site.name}.${name}`)!.from);
  return [
    ...inputs.flatMap((stream) => connect(stream, source(stream.name), ['i', 'o'])),
    ...outputs.flatMap((stream) => connect(stream, `${cell.site.name}_${stream.name}`, ['o', 'i'])),
  ];
}

function counterConnections(entry: ManifestCounters | undefined): Connection[] {
  if (entry === undefined) return [];
  return [
    { port: 'count_done_o', wire: `count_done_o[${entry.index}]` },
    ...entry.names.map((name, i) => ({
      port: `count_${name}_o`,
      wire: `count_o[${(entry.offset + i) * counterBits} +: ${counterBits}]`,
    })),
  ];
}

/** Port names padded to one column. */
function aligned(connections: readonly Connection[]): Connection[] {
  const column = Math.max(...connections.map((connection) => connection.port.length));
  return connections.map((connection) => ({ ...connection, port: connection.port.padEnd(column) }));
}

/** What the boundary check of an input needs to know of its tensors. */
function inputShape(edge: Edge, steps: number): object {
  const size = edge.type.shape.reduce<number>((product, dim) => product * maxDim(dim), 1);
  const beats = Math.ceil(size / edge.lanes);
  const rest = size - (beats - 1) * edge.lanes;
  return { beats, steps, lastKeep: `${edge.lanes}'b${'1'.repeat(rest).padStart(edge.lanes, '0')}` };
}
