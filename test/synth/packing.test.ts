// What dendra synth says of multipliers that Yosys does not pack: the registers and the adder around a DSP48E2.
import { expect, test } from 'vitest';
import { synthesise } from '../../src/synth/index.ts';

const rtl = `
module mac (input logic clk_i, input logic signed [7:0] a_i, b_i, output logic signed [31:0] sum_o);
  logic signed [7:0] a_q, b_q;
  logic signed [15:0] product_q;
  always_ff @(posedge clk_i) begin
    a_q <= a_i;
    b_q <= b_i;
    product_q <= a_q * b_q;
    sum_o <= sum_o + 32'(product_q);
  end
endmodule
`;

test('a product of 8 x 8 bits in a sum of 32 bits', { timeout: 120_000 }, async () => {
  const area = await synthesise({ 'rtl/mac.sv': rtl }, 'mac', { family: 'xcup' });
  expect(area).toMatchObject({ dsp: 1, lut: 32, ff: 64, carry: 8 });
});
