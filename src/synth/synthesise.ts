// Synthesises RTL with Yosys for UltraScale+ and counts LUTs, registers, multipliers, memories and logic levels.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../codegen/index.ts';
import { assert } from '../ir/index.ts';
import { cachedFolder, contentHash } from '../sim/cache.ts';
import { kindOf } from './cells.ts';
import { type Levels, logicLevels, type Netlist } from './levels.ts';
import { sourcesOf } from './modules.ts';
import type { Area } from './parts.ts';
import { runScript, type Tool, yosysTool } from './yosys.ts';

/** How to synthesise. */
export interface SynthesisOptions {
  /** xc7 where the packing of multipliers is asked for, which Yosys has not learnt for xcup. */
  readonly family: 'xcup' | 'xc7';
  /** Builds multipliers of LUTs. */
  readonly noDsp?: boolean | undefined;
  /** Which Yosys; by default the embedded one, so that numbers agree on all machines, unless the machine's is newer. */
  readonly tool?: Tool['kind'] | undefined;
}

/** Area of a module with everything below it. */
export interface Synthesis extends Area {
  /** CARRY4 blocks. */
  readonly carry: number;
  readonly levels: Levels;
  readonly version: string;
}

/** The version of the Yosys that `synthesise` would use. */
export async function yosysVersion(kind?: Tool['kind']): Promise<string> {
  return (await yosysTool(kind)).version;
}

/** Synthesises the module `top` of the files of an emitted design; results are cached by content. */
export async function synthesise(files: Files, top: string, options: SynthesisOptions): Promise<Synthesis> {
  const tool = await yosysTool(options.tool);
  const sources = sourcesOf(files);
  const rtl = Object.keys(sources).filter((path) => path.endsWith('.sv'));
  const script = [
    `read_verilog -sv -DSYNTHESIS ${rtl.join(' ')}`,
    `synth_xilinx -family ${options.family} -noiopad -noclkbuf -flatten${options.noDsp === true ? ' -nodsp' : ''} -top ${top}`,
    // Notes of current versions on what was flattened.
    'delete t:$scopeinfo',
    'write_json netlist.json',
  ].join('; ');
  const key = contentHash([format, tool.version, script, ...Object.entries(sources).flat()]);
  const { folder } = await cachedFolder(`synth-${key}`, async (draft) => {
    const [text] = await runScript(tool, { script, files: sources, results: ['netlist.json'] });
    const netlist = JSON.parse(text!) as Netlist;
    await writeFile(join(draft, 'synthesis.json'), JSON.stringify({ ...measure(netlist, top), version: tool.version }));
  });
  return JSON.parse(await readFile(join(folder, 'synthesis.json'), 'utf8')) as Synthesis;
}

/** Changes when what is counted changes. */
const format = 'synthesis 1';

/** Adds up the cells of a module of a netlist; instances of modules in `closed` count nothing. */
export function measure(
  netlist: Netlist,
  top: string,
  closed: ReadonlySet<string> = new Set(),
): Omit<Synthesis, 'version'> {
  const sums = { lut: 0, ff: 0, dsp: 0, bram: 0, uram: 0, carry: 0 };
  for (const { type } of Object.values(netlist.modules[top]!.cells)) {
    if (closed.has(type)) continue;
    const kind = kindOf(type);
    assert(kind !== undefined, `cell type ${type} is not in the table of src/synth/cells.ts`);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += kind[name] ?? 0;
  }
  return { ...sums, levels: logicLevels(netlist, top, closed) };
}
