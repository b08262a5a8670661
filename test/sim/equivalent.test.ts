import { expect, test } from 'vitest';
import { NetlistCheck } from '../../src/sim/mutate/equivalent.ts';

const library = `module dendra_limit #(parameter int Most = 3) (input logic [3:0] x_i, output logic [3:0] y_o);
  logic [3:0] capped;
  assign capped = Most > 14 ? x_i : x_i > 4'(Most) ? 4'(Most) : x_i;
  assign y_o = capped;
endmodule
`;
/** A unit that is one library module, with the input's upper bit tied to 0 or not. */
const unit = (name: string, most: number, x: string): string => `module ${name} (
  input logic clk_i,
  input logic [3:0] x_i,
  output logic [3:0] y_o
);
  dendra_limit #(.Most(${most})) u_limit (.x_i(${x}), .y_o(y_o));
endmodule
`;
const top = `module top (input logic clk_i, input logic [3:0] x_i, output logic [3:0] y_o);
  logic [3:0] y;
  top_a u_a (.clk_i(clk_i), .x_i(x_i), .y_o(y));
  always_ff @(posedge clk_i) y_o <= x_i > 4'd9 ? 4'd9 : y;
endmodule
`;

/** The verdict on replacing `from` by `to` in a file of the design. */
async function verdict(files: Record<string, string>, file: string, from: string, to: string): Promise<string> {
  const source = files[file]!.replace(from, to);
  expect(source).not.toBe(files[file]);
  return new NetlistCheck(files, 'top').compare({ file, source });
}

const limit = 'rtl/dendra_limit.sv';
const wide = { [limit]: library, 'rtl/top.sv': top, 'rtl/top_a.sv': unit('top_a', 15, 'x_i') };
const narrow = { [limit]: library, 'rtl/top.sv': top, 'rtl/top_a.sv': unit('top_a', 5, "{2'b0, x_i[1:0]}") };
const plain = { [limit]: library, 'rtl/top.sv': top, 'rtl/top_a.sv': unit('top_a', 5, 'x_i') };

test('code that the parameters of the design remove is an unchanged netlist', async () => {
  expect(await verdict(wide, limit, "x_i > 4'(Most)", "x_i == 4'(Most)")).toBe('sameNetlist');
});

test('the same mutant is different where the parameters keep it, though the defaults would too', async () => {
  expect(await verdict(plain, limit, "x_i > 4'(Most)", "x_i == 4'(Most)")).toBe('different');
});

test('a library module is compared with the constants that its unit feeds it', async () => {
  expect(await verdict(narrow, limit, ': x_i;', ": {2'b0, x_i[1:0]};")).not.toBe('different');
  expect(await verdict(plain, limit, ': x_i;', ": {2'b0, x_i[1:0]};")).toBe('different');
});

test('one differing surrounding is enough', async () => {
  const both = { ...wide, 'rtl/top_b.sv': unit('top_b', 5, 'x_i') };
  expect(await verdict(both, limit, "x_i > 4'(Most)", "x_i == 4'(Most)")).toBe('different');
});

test('a clamp that may take either branch at its bound is proved equal', async () => {
  expect(await verdict(plain, 'rtl/top.sv', "x_i > 4'd9", "x_i >= 4'd9")).toBe('different');
  const clamp = { ...plain, 'rtl/top.sv': top.replace(': y;', ': x_i;') };
  expect(await verdict(clamp, 'rtl/top.sv', "x_i > 4'd9", "x_i >= 4'd9")).toBe('proved');
});

test('at the top the units stay closed, and what feeds them counts', async () => {
  expect(await verdict(plain, 'rtl/top.sv', '.x_i(x_i)', ".x_i(x_i + 4'd1)")).toBe('different');
});
