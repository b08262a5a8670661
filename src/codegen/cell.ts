// Renders the module and the memory files of one cell.
import { type Cell, ceilLog2, DendraError, type Lowered, type ManifestLoad } from '../ir/index.ts';
import { cellPorts, counterPorts, loadPorts, type PortData, port, portLines, streamPorts } from './ports.ts';
import type { Render } from './templates.ts';

/** The module of a cell and what the top needs to instantiate it. */
export interface CellModule {
  readonly module: string;
  readonly cell: Cell;
  readonly inputs: readonly PortData[];
  readonly outputs: readonly PortData[];
  readonly text: string;
  /** The memories that can be reloaded. */
  readonly loads: readonly ManifestLoad[];
  /** Memory file name to its words, one a line. */
  readonly memories: Readonly<Record<string, () => Iterable<string>>>;
}

/** Renders one cell with `verilog/<kind>.sv.hbs`; its reloadable memories are numbered from `firstLoad` on. */
export function renderCell(render: Render, lowered: Lowered, cell: Cell, firstLoad: number): CellModule {
  const { unit, site } = cell;
  const module = `${lowered.name}_${site.name}`;
  const { inputs, outputs } = cellPorts(lowered, cell);
  const { target } = lowered;
  const memories = unit.memories(site);
  const loads = memories.flatMap(({ name, depth, width, load }) => {
    return load === undefined ? [] : [{ node: site.name, memory: name, words: depth, width, ...load }];
  });
  const file = (name: string): string => `${module}_${name}.mem`;
  const lines = portLines([
    port('clk_i', 'in'),
    port(target.reset, 'in'),
    ...inputs.flatMap((stream) => streamPorts(stream, true)),
    ...outputs.flatMap((stream) => streamPorts(stream, false)),
    ...counterPorts(unit.counters),
    ...loadPorts(loads.length),
  ]);
  const params = unit.params(site, target);
  const increments = (params.increments ?? {}) as Record<string, number>;
  const data = {
    module,
    node: site.name,
    kind: unit.kind,
    summary: unit.summary,
    design: lowered.name,
    target,
    lines,
    inputs,
    outputs,
    lead: inputs[0]?.name,
    others: inputs.slice(1).map(({ name }) => name),
    in: Object.fromEntries(inputs.map((port) => [port.name, port])),
    out: Object.fromEntries(outputs.map((port) => [port.name, port])),
    mem: Object.fromEntries(
      memories.map(({ name, depth, width, load }) => {
        const addressBits = Math.max(1, ceilLog2(depth));
        const number = firstLoad + loads.findIndex(({ memory }) => memory === name);
        // No technology may hold what a synthesised RAM cannot.
        const guarded = load !== undefined && !target.initialRam;
        return [name, { name, file: file(name), depth, width, addressBits, load: number, guarded }];
      }),
    ),
    counters: unit.counters.map((name) => {
      const bits = increments[name];
      if (bits === undefined)
        throw new DendraError(`params.increments must give the bits of ${name}`, { rule: 'unit' });
      return { name, bits };
    }),
    ...params,
  };
  return {
    module,
    cell,
    inputs,
    outputs,
    loads,
    text: render(`verilog/${unit.kind}.sv.hbs`, data),
    memories: Object.fromEntries(
      memories.flatMap(({ name, words }) => (words === undefined ? [] : [[file(name), words]])),
    ),
  };
}
