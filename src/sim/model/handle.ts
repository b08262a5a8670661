// The typed handle of any design: its elaborated ports and parameters as TypeScript.
import { handle } from '../../codegen/index.ts';
import { elaborateDesign } from './build.ts';
import { elementsOf } from './netlist.ts';
import type { ModelOptions } from './options.ts';

/** Text of `<top>.dut.ts` for a user's Verilog; a parameter has the value that `options` or the source gives it. */
export async function designHandle(options: ModelOptions): Promise<string> {
  const { ports, parameters } = await elaborateDesign(options);
  const rows = ports.map(({ path, direction, width, signed, dimensions }) => ({
    name: path,
    dir: direction as 'in' | 'out' | 'inout',
    bits: width,
    signed,
    elements: dimensions.length === 0 ? undefined : elementsOf(dimensions),
    lowest: dimensions.length === 1 ? Math.min(...dimensions[0]!) : 0,
  }));
  return `${handle(options.top, rows, parameters).join('\n')}\n`;
}
