// Maps a design to the cells of a Liberty file with Yosys: area of every layer, and a flat netlist for timing and power.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emitted } from '../codegen/index.ts';
import { DendraError, type Lowered } from '../ir/index.ts';
import { cachedFolder, contentHash } from '../sim/cache.ts';
import { topLayer } from './layers.ts';
import { sourcesOf } from './modules.ts';
import { runScript, type Tool, yosysTool } from './yosys.ts';

/** A cell library: its path, for messages, and its text. */
export interface Liberty {
  readonly path: string;
  readonly text: string;
}

/** Cells of a layer; the area has the unit of the Liberty file, mostly square micrometres. */
export interface AsicLayer {
  readonly node: string;
  readonly kind: string;
  readonly area: number;
  readonly cells: number;
}

/** A mapped design. */
export interface AsicArea {
  readonly area: number;
  readonly cells: number;
  readonly layers: readonly AsicLayer[];
  /** Path of the flat netlist; cells are named `c<number>`, with `u_<node>.` in front for those of a layer. */
  readonly netlist: string;
  readonly version: string;
}

/** How to map. */
export interface AsicOptions {
  readonly tool?: Tool['kind'] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a Liberty file; one that is absent is a DendraError. */
export async function readLiberty(path: string): Promise<Liberty> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new DendraError(`the Liberty file must be readable, not ${error.code === 'ENOENT' ? 'absent' : error.code}`, {
      file: path,
      rule: 'liberty-readable',
      hint: 'give the path of a cell library to --liberty',
    });
  });
  return { path, text };
}

/** Maps all units and the top; memories become flip-flops. The result is cached by content. */
export async function mapToCells(
  lowered: Lowered,
  emitted: Emitted,
  liberty: Liberty,
  { tool: kind, signal }: AsicOptions = {},
): Promise<AsicArea> {
  const tool = await yosysTool(kind);
  const files = { ...sourcesOf(emitted.files), [library]: liberty.text };
  const units = lowered.cells.map(({ site }) => `${lowered.name}_${site.name}`);
  const script = scriptOf(lowered.name, units, Object.keys(files));
  const key = contentHash([tool.version, script, ...Object.entries(files).flat()]);
  const { folder } = await cachedFolder(`asic-${key}`, async (draft) => {
    await checkLiberty(tool, liberty);
    const results = ['stat.json', 'netlist.v'];
    const texts = await runScript(tool, { script, files, results, signal });
    await Promise.all(results.map((name, i) => writeFile(join(draft, name), texts[i]!)));
  });
  const { modules } = JSON.parse(await readFile(join(folder, 'stat.json'), 'utf8')) as Statistics;
  const layers = [...units, lowered.name].map((module, i): AsicLayer => {
    const { area = 0, num_cells_by_type: types } = modules[`\\${module}`]!;
    const cells = Object.entries(types).filter(([type]) => !units.includes(type));
    const cell = lowered.cells[i];
    return {
      node: cell?.site.name ?? topLayer,
      kind: cell?.unit.kind ?? 'top',
      area,
      cells: cells.reduce((sum, [, count]) => sum + count, 0),
    };
  });
  const sum = (name: 'area' | 'cells'): number => layers.reduce((total, layer) => total + layer[name], 0);
  return {
    area: sum('area'),
    cells: sum('cells'),
    layers,
    netlist: join(folder, 'netlist.v'),
    version: tool.version,
  };
}

const library = 'cells.lib';

/** What `stat -json` says of each module. */
interface Statistics {
  readonly modules: Readonly<
    Record<string, { readonly area?: number; readonly num_cells_by_type: Readonly<Record<string, number>> }>
  >;
}

function scriptOf(top: string, units: readonly string[], paths: readonly string[]): string {
  const rtl = paths.filter((path) => path.endsWith('.sv'));
  const keep = units.length === 0 ? [] : [units.join(' ')];
  return [
    `read_verilog -sv -DSYNTHESIS ${rtl.join(' ')}`,
    ...keep.map((names) => `setattr -mod -set keep_hierarchy 1 ${names}`),
    `synth -flatten -top ${top}`,
    `dfflibmap -liberty ${library}`,
    `abc -liberty ${library}`,
    'opt_clean -purge',
    `tee -q -o stat.json stat -json -liberty ${library}`,
    // Public names, to which flattening adds that of the instance.
    'rename -enumerate -pattern c% t:*',
    ...keep.map((names) => `setattr -mod -unset keep_hierarchy ${names}`),
    'flatten',
    'delete t:$scopeinfo',
    // OpenSTA reads neither expressions nor assignments to several wires at once.
    'splitnets -ports',
    'opt_clean -purge',
    'write_verilog -noattr -noexpr -nohex netlist.v',
  ].join('; ');
}

/** One of each kind of register that designs have, and a gate. */
const probe = `
module probe (input c, r, a, b, output reg x, output reg y, output reg z);
  always @(posedge c or negedge r) if (!r) x <= 1'b0; else if (b) x <= a ^ y;
  always @(posedge c or negedge r) if (!r) y <= 1'b1; else y <= a & b;
  always @(posedge c) z <= a | x;
endmodule
`;

/** Maps the probe in a run of its own, so that what is wrong with the library is not taken for a fault of the RTL. */
async function checkLiberty(tool: Tool, { path, text }: Liberty): Promise<void> {
  const map = [`synth -top probe`, `dfflibmap -liberty ${library}`, `abc -liberty ${library}`];
  const script = ['read_verilog probe.v', ...map, 'select -assert-none t:$*'].join('; ');
  const files = { [library]: text, 'probe.v': probe };
  await runScript(tool, { script, files, results: [] }).catch((error) => {
    if (!(error instanceof DendraError)) throw error;
    const reason = error.place.hint?.replaceAll(/^ERROR: /gm, '').replaceAll(library, path);
    throw new DendraError('the Liberty file must be one that Yosys maps to, not one that it refuses', {
      file: path,
      rule: 'liberty-accepted',
      hint: reason,
    });
  });
}
