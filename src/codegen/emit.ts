// Emits a lowered graph: RTL, file list, memory files and manifest, as text by path. Same graph, same bytes.
import { createHash } from 'node:crypto';
import {
  counterBits,
  type Edge,
  isSigned,
  isVariable,
  type Lowered,
  type Manifest,
  type ManifestCounters,
  type ManifestStream,
  maxDim,
  widthOf,
} from '../ir/index.ts';
import { type CellModule, renderCell } from './cell.ts';
import { fields, type PortData, portData, range, streamLines } from './ports.ts';
import { type Render, templates } from './templates.ts';

/** Files by path relative to the design's folder; a memory file gives its lines one by one. */
export type Files = Readonly<Record<string, string | (() => Iterable<string>)>>;

/** An emitted design. */
export interface Emitted {
  readonly files: Files;
  readonly manifest: Manifest;
}

/** Library modules that a design instantiates, in the order of the file list. */
function libraryOf(lowered: Lowered): string[] {
  const counts = lowered.cells.some(({ unit }) => unit.counters.length > 0);
  const named = lowered.cells.flatMap(({ unit }) => unit.library ?? []);
  const always = ['dendra_credit_fifo', 'dendra_input', ...(counts ? ['dendra_counter'] : [])];
  return [...new Set([...always, ...named])].sort();
}

/** Renders all files of a design. */
export function emit(lowered: Lowered, render: Render = templates()): Emitted {
  const cells = lowered.cells.map((cell) => renderCell(render, lowered, cell));
  const files: Record<string, string | (() => Iterable<string>)> = {};
  const rtl: string[] = [];
  const add = (module: string, text: string): void => {
    rtl.push(`rtl/${module}.sv`);
    files[`rtl/${module}.sv`] = text;
  };
  for (const name of libraryOf(lowered)) {
    add(name, render(`verilog/lib/${name}.sv.hbs`, { module: name, target: lowered.target, counterBits }));
  }
  for (const cell of cells) add(cell.module, cell.text);
  const counters = counterTable(cells);
  add(lowered.name, render('verilog/top.sv.hbs', topData(lowered, cells, counters)));

  const memories: string[] = [];
  for (const cell of cells) {
    for (const [name, words] of Object.entries(cell.memories)) {
      memories.push(`mem/${name}`);
      files[`mem/${name}`] = words;
    }
  }
  files['filelist.f'] = `${rtl.join('\n')}\n`;
  const manifest: Manifest = {
    format: 1,
    design: lowered.name,
    generator: 'dendra 0.1.0',
    irHash: hash(files),
    target: lowered.target.name,
    steps: lowered.steps,
    clock: 'clk_i',
    reset: { port: lowered.target.reset, active: lowered.target.resetActive },
    inputs: lowered.inputs.map((name) => describe(name, lowered.edges.find(({ from }) => from === name)!)),
    outputs: lowered.outputs.map((name) => describe(name, lowered.edges.find(({ to }) => to === name)!)),
    counters,
    rtl,
    memories,
    top: lowered.name,
  };
  files['manifest.json'] = `${JSON.stringify(manifest, null, 2)}\n`;
  return { files, manifest };
}

/** SHA-256 over paths and contents: two designs with one hash are the same hardware. */
function hash(files: Files): string {
  const sha = createHash('sha256');
  for (const [path, content] of Object.entries(files)) {
    sha.update(`${path}\n`);
    if (typeof content === 'string') sha.update(content);
    else for (const line of content()) sha.update(line);
  }
  return sha.digest('hex');
}

function describe(name: string, edge: Edge): ManifestStream {
  const { type, lanes } = edge;
  return {
    name,
    lanes,
    width: widthOf(type.elem),
    signed: isSigned(type.elem),
    frac: type.elem.frac,
    shape: type.shape.map(maxDim),
    variable: isVariable(type),
  };
}

function counterTable(cells: readonly CellModule[]): ManifestCounters[] {
  let offset = 0;
  return cells
    .filter(({ cell }) => cell.unit.counters.length > 0)
    .map(({ cell }, index) => {
      const entry = { node: cell.site.name, kind: cell.unit.kind, index, offset, names: cell.unit.counters };
      offset += entry.names.length;
      return entry;
    });
}

/** Data of the top: every edge is a bundle of wires named after its producer. */
function topData(lowered: Lowered, cells: readonly CellModule[], counters: readonly ManifestCounters[]): object {
  const { target } = lowered;
  const wire = (from: string): string => from.replace('.', '_');
  const inputs = lowered.inputs.map((name) => {
    const edge = lowered.edges.find(({ from }) => from === name)!;
    return { ...portData(name, edge.type, edge.lanes, edge.depth), ...inputShape(edge, lowered.steps) };
  });
  const outputs = lowered.outputs.map((name) => {
    const edge = lowered.edges.find(({ to }) => to === name)!;
    return { port: portData(name, edge.type, edge.lanes), from: wire(edge.from) };
  });
  const bundle = (port: PortData, from: string): object => ({
    from,
    fields: fields(port).map(([field, bits]) => ({ field, range: range(bits) })),
  });
  const connect = (port: PortData, from: string, reads: boolean): object[] => {
    const [into, out] = reads ? ['i', 'o'] : ['o', 'i'];
    return [
      { port: `${port.name}_valid_${into}`, wire: `${from}_valid` },
      { port: `${port.name}_ready_${out}`, wire: `${from}_ready` },
      ...fields(port).map(([field]) => ({ port: `${port.name}_${field}_${into}`, wire: `${from}_${field}` })),
    ];
  };
  const units = counters.length;
  const total = counters.reduce((sum, { names }) => sum + names.length, 0);
  return {
    module: lowered.name,
    target,
    steps: lowered.steps,
    lines: [
      'input  logic clk_i',
      `input  logic ${target.reset}`,
      ...inputs.flatMap((port) => streamLines(port, true)),
      ...outputs.flatMap(({ port }) => streamLines(port, false)),
      ...(units === 0
        ? []
        : [`output logic ${range(units)}count_done_o`, `output logic ${range(total * counterBits)}count_o`]),
      'output logic error_o',
    ],
    inputs,
    errorBits: inputs.length - 1,
    outputs: outputs.map(({ port, from }) => ({
      name: port.name,
      from,
      fields: fields(port).map(([field]) => field),
    })),
    bundles: [
      ...inputs.map((port) => bundle(port, port.name)),
      ...cells.flatMap(({ cell, outputs: ports }) =>
        ports.map((port) => bundle(port, `${cell.site.name}_${port.name}`)),
      ),
    ],
    cells: cells.map(({ module, cell, inputs: reads, outputs: writes }) => {
      const entry = counters.find(({ node }) => node === cell.site.name);
      const source = (port: string): string =>
        wire(lowered.edges.find(({ to }) => to === `${cell.site.name}.${port}`)!.from);
      return {
        module,
        node: cell.site.name,
        connections: [
          { port: 'clk_i', wire: 'clk_i' },
          { port: target.reset, wire: target.reset },
          ...reads.flatMap((port) => connect(port, source(port.name), true)),
          ...writes.flatMap((port) => connect(port, `${cell.site.name}_${port.name}`, false)),
          ...(entry === undefined
            ? []
            : [
                { port: 'count_done_o', wire: `count_done_o[${entry.index}]` },
                ...entry.names.map((name, i) => ({
                  port: `count_${name}_o`,
                  wire: `count_o[${(entry.offset + i) * counterBits} +: ${counterBits}]`,
                })),
              ]),
        ],
      };
    }),
  };
}

/** What the boundary check of an input needs to know of its tensors. */
function inputShape(edge: Edge, steps: number): object {
  const size = edge.type.shape.reduce<number>((product, dim) => product * maxDim(dim), 1);
  const beats = Math.ceil(size / edge.lanes);
  const rest = size - (beats - 1) * edge.lanes;
  return { beats, steps, lastKeep: `${edge.lanes}'b${'1'.repeat(rest).padStart(edge.lanes, '0')}` };
}
