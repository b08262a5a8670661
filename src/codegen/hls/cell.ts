// Renders the process of one cell with its tables.
import type { Cell, Edge, Lowered } from '../../ir/index.ts';
import type { Files } from '../emit.ts';
import type { Render } from '../templates.ts';
import { type HlsPort, hlsPort } from './ports.ts';
import { tableLines, tableType } from './table.ts';

/** The process of a cell, and its files below `hls/`. */
export interface Process {
  readonly cell: Cell;
  readonly inputs: readonly HlsPort[];
  readonly outputs: readonly HlsPort[];
  readonly header: string;
  readonly files: Files;
}

/** Namespace of everything that a design's processes declare. */
export function spaceOf(lowered: Lowered): string {
  return `${lowered.name}_hls`;
}

/** Renders one cell with `hls/<kind>.hpp.hbs`. */
export function renderProcess(render: Render, lowered: Lowered, cell: Cell): Process {
  const { unit, site } = cell;
  const { inputs, outputs } = portsOf(lowered, cell);
  const { tables = [], ...params } = unit.hls?.(site) ?? {};
  const module = `${lowered.name}_${site.name}`;
  const header = `${module}.hpp`;
  const files = tables.map((table) => ({ table, name: `${module}_${table.name}.inc` }));
  const data = {
    node: site.name,
    design: lowered.name,
    guard: `DENDRA_HLS_${lowered.name}_${site.name}_HPP`,
    space: spaceOf(lowered),
    own: `n_${site.name}`,
    steps: lowered.steps,
    inputs,
    outputs,
    lead: inputs[0]?.name,
    in: Object.fromEntries(inputs.map((port) => [port.name, port])),
    out: Object.fromEntries(outputs.map((port) => [port.name, port])),
    counters: unit.counters,
    tables: files.map(({ table, name }) => ({ ...table, type: tableType(table), file: name })),
    ...params,
  };
  return {
    cell,
    inputs,
    outputs,
    header,
    files: {
      [header]: render(`hls/${unit.kind}.hpp.hbs`, data),
      ...Object.fromEntries(files.map(({ table, name }) => [name, () => tableLines(table)])),
    },
  };
}

function portsOf(lowered: Lowered, { unit, site }: Cell): { inputs: HlsPort[]; outputs: HlsPort[] } {
  const { inputs, outputs } = unit.ports(site.attrs);
  const find = (end: 'from' | 'to', port: string): HlsPort[] => {
    const edge: Edge | undefined = lowered.edges.find((candidate) => candidate[end] === `${site.name}.${port}`);
    return edge === undefined ? [] : [hlsPort(port, edge.type, edge.lanes, edge.depth)];
  };
  return {
    inputs: inputs.flatMap(({ name }) => find('to', name)),
    outputs: outputs.flatMap(({ name }) => find('from', name)),
  };
}
