// Checks that no RTL may fail before any technology: no latch, one driver a net, no combinational loop.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../codegen/index.ts';
import { cachedFolder, contentHash } from '../sim/cache.ts';
import { sourcesOf } from './modules.ts';
import { runScript, type Tool, yosysTool } from './yosys.ts';

/** Throws a DendraError with what Yosys found in the flattened design; a design that passed is remembered by content. */
export async function checkDesign(files: Files, top: string, kind?: Tool['kind']): Promise<void> {
  const tool = await yosysTool(kind);
  const sources = sourcesOf(files);
  const rtl = Object.keys(sources).filter((path) => path.endsWith('.sv'));
  const cells = rtl.some((path) => path.startsWith('sim/'));
  const script = [
    `read_verilog -sv -DSYNTHESIS ${rtl.join(' ')}`,
    // What synthesis takes in place of the models of cells: their ports.
    ...(cells ? ['read_verilog -lib +/xilinx/cells_xtra.v'] : []),
    `hierarchy -check -top ${top}`,
    'proc',
    'flatten',
    'opt_expr',
    'opt_clean',
    'select -assert-none t:$dlatch t:$adlatch t:$dlatchsr',
    'check -assert',
    'tee -q -o checked.txt stat',
  ].join('; ');
  const key = contentHash(['check 1', tool.version, script, ...Object.entries(sources).flat()]);
  await cachedFolder(`check-${key}`, async (draft) => {
    const [text] = await runScript(tool, { script, files: sources, results: ['checked.txt'] });
    await writeFile(join(draft, 'checked.txt'), text!);
  });
}
