// Assertions in the streams of emitted RTL: silent on what is right, loud on a seeded bug, and absent from synthesis.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../../src/ir/index.ts';
import { run } from '../../src/sim/process.ts';
import { withWorkFolder } from '../../src/sim/work-folder.ts';
import { library } from '../formal/system.ts';

const modules = library(targets['ultrascale-plus'], 'dendra_hold', 'dendra_skid', 'dendra_credit_fifo');

/** What a buffer is connected to, beside clock, reset, data and its output. */
const inputs = {
  dendra_skid: ".flush_i(1'b0), .valid_i(!rst), .ready_o(space)",
  dendra_credit_fifo: '.reserve_i(!rst && space), .space_o(space), .push_i(!rst && space)',
} as const;

/** A bench that offers in every cycle and takes in every fourth; `ready` may stay without a value. */
function bench(module: keyof typeof inputs, ready: string): string {
  return `module bench;
  logic clk = 1'b0, rst = 1'b1, space, valid;
  logic [7:0] data = 8'd0, out;
  ${module} #(.Width(8)) dut (.clk_i(clk), .rst_i(rst), ${inputs[module]}, .data_i(data),
    .valid_o(valid), .ready_i(${ready}), .data_o(out));
  always #5 clk = !clk;
  always @(posedge clk) data <= data + 8'd1;
  initial begin #32 rst = 1'b0; #400 $finish; end
endmodule
`;
}

/** Instances that complained, each once. */
function complaints(text: string, module: keyof typeof inputs, ready: string, flags: string[]): Promise<string[]> {
  return withWorkFolder(async (folder) => {
    const sources = { ...modules, [module]: text, bench: bench(module, ready) };
    for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, `${name}.sv`), source);
    const files = Object.keys(sources).map((name) => `${name}.sv`);
    const args = ['-g2012', ...flags, '-s', 'bench', '-o', 'bench.vvp', ...files];
    expect(await run({ program: 'iverilog', args, folder })).toMatchObject({ failed: false, output: '' });
    const { output } = await run({ program: 'vvp', args: ['bench.vvp'], folder });
    return [...new Set([...output.matchAll(/Scope: (\S+)/g)].map(([, scope]) => scope!))];
  });
}

const fourth = "data[1:0] == 2'd0";

describe.each([
  ['dendra_skid', 'if (free) data_o', 'data_o'],
  ['dendra_skid', 'if (free) valid_o <= (', 'valid_o <= data_i[0] && ('],
  ['dendra_credit_fifo', 'data_o  = mem[read_q]', 'data_o  = data_i'],
  ['dendra_credit_fifo', "valid_o = filled_q != '0", "valid_o = filled_q != '0 && !data_i[2]"],
] as const)('%s with "%s" replaced by "%s"', (module, from, to) => {
  const right = modules[module]!;
  const wrong = right.replace(from, () => to);

  test('an offer that changes while it waits is reported in simulation', async () => {
    expect(wrong).not.toBe(right);
    expect(await complaints(right, module, fourth, [])).toEqual([]);
    expect(await complaints(wrong, module, fourth, [])).toEqual(['bench.dut.u_hold']);
  });

  test('nothing of it is left where SYNTHESIS is defined', async () => {
    expect(await complaints(wrong, module, fourth, ['-DSYNTHESIS'])).toEqual([]);
  });
});

test.each(['dendra_skid', 'dendra_credit_fifo'] as const)('%s reports a ready without a value', async (module) => {
  expect(await complaints(modules[module]!, module, "1'bx", [])).toContain('bench.dut.u_hold');
});
