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
  type ManifestLoad,
  type ManifestStream,
  maxDim,
  widthOf,
} from '../ir/index.ts';
import { axiFiles } from './axi/index.ts';
import { type CellModule, renderCell } from './cell.ts';
import { handle } from './handle.ts';
import { hlsFiles } from './hls/index.ts';
import { type Render, templates } from './templates.ts';
import { topData, topPorts } from './top.ts';

/** Files by path relative to the design's folder; a memory file gives its lines one by one. */
export type Files = Readonly<Record<string, string | (() => Iterable<string>)>>;

/** An emitted design. */
export interface Emitted {
  readonly files: Files;
  readonly manifest: Manifest;
}

/** Library modules that a design instantiates, in the order of the file list. */
function libraryOf(lowered: Lowered, loads: boolean): string[] {
  const counts = lowered.cells.some(({ unit }) => unit.counters.length > 0);
  const named = lowered.cells.flatMap(({ unit, site }) => unit.library?.(site, lowered.target) ?? []);
  const always = [
    'dendra_credit_fifo',
    'dendra_hold',
    'dendra_input',
    ...(counts ? ['dendra_counter'] : []),
    ...(loads ? ['dendra_load'] : []),
  ];
  return [...new Set([...always, ...named])].sort();
}

/** Renders all files of a design. */
export function emit(lowered: Lowered, render: Render = templates()): Emitted {
  const cells: CellModule[] = [];
  const loads: ManifestLoad[] = [];
  for (const cell of lowered.cells) {
    const module = renderCell(render, lowered, cell, loads.length);
    cells.push(module);
    loads.push(...module.loads);
  }
  const files: Record<string, string | (() => Iterable<string>)> = {};
  const rtl: string[] = [];
  const add = (module: string, text: string, folder = 'rtl'): void => {
    rtl.push(`${folder}/${module}.sv`);
    files[`${folder}/${module}.sv`] = text;
  };
  for (const name of libraryOf(lowered, loads.length > 0)) {
    const data = { module: name, target: lowered.target, counterBits, counterRange: `[${counterBits - 1}:0]` };
    // What does not carry our name is a cell of the target, of which there is but a model for simulation.
    if (name.startsWith('dendra_')) add(name, render(`verilog/lib/${name}.sv.hbs`, data));
    else add(name, render(`verilog/sim/${name}.sv.hbs`, data), 'sim');
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
    ...(loads.length === 0 ? {} : { loads }),
    rtl,
    memories,
    top: lowered.name,
  };
  files[`${lowered.name}.dut.ts`] = () => handle(lowered.name, topPorts(lowered, cells, counters));
  Object.assign(files, axiFiles(manifest, lowered.target, render), hlsFiles(lowered, manifest, render));
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
