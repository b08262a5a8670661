// Explicit multipliers: the library modules in Verilator against Verilog's own product, and what they and the model of DSP48E2 refuse.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { templates } from '../../src/codegen/index.ts';
import { fitsDsp, fitsDspPair } from '../../src/ir/index.ts';
import { buildModel } from '../../src/sim/model/index.ts';
import { run } from '../../src/sim/process.ts';

const modules = { DSP48E2: 'sim', dendra_dsp_mul: 'lib', dendra_dsp_mul_pair: 'lib' } as const;
const text = (module: keyof typeof modules): string =>
  templates()(`verilog/${modules[module]}/${module}.sv.hbs`, { module });

let folder: string;
const path = (module: string): string => join(folder, `${module}.sv`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dendra-dsp-'));
  for (const module of Object.keys(modules) as (keyof typeof modules)[]) writeFileSync(path(module), text(module));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compares a multiplier of each kind with `*`, one cycle behind; `bad_o` counts cycles that differ. */
const compare = `
module compare #(
  parameter int WBits = 8,
  parameter int XBits = 8
) (
  input  logic clk_i,
  input  logic signed [WBits-1:0] w0_i, w1_i,
  input  logic signed [XBits-1:0] x_i,
  output logic [31:0] bad_o
);
  localparam int PBits = WBits + XBits;
  logic signed [PBits-1:0] p, p0, p1, q0, q1;
  dendra_dsp_mul #(.ABits(WBits), .BBits(XBits), .PBits(PBits)) u_mul (
    .clk_i, .a_i(w0_i), .b_i(x_i), .p_o(p)
  );
  if (2 * WBits + XBits <= 26) begin : g_pair
    dendra_dsp_mul_pair #(.WBits(WBits), .XBits(XBits), .PBits(PBits)) u_pair (
      .clk_i, .w0_i, .w1_i, .x_i, .p0_o(p0), .p1_o(p1)
    );
  end else begin : g_none
    assign {p0, p1} = {q0, q1};
  end
  logic valid = 1'b0;
  always_ff @(posedge clk_i) begin
    valid <= 1'b1;
    q0 <= PBits'(w0_i) * PBits'(x_i);
    q1 <= PBits'(w1_i) * PBits'(x_i);
    if (valid && (p != q0 || p0 != q0 || p1 != q1)) bad_o <= bad_o + 1;
  end
  initial bad_o = 0;
endmodule
`;

/** Widths from the smallest to the largest of each operand, those of a pair at its limit among them. */
const widths = [
  ...[
    [2, 2],
    [4, 18],
    [8, 9],
    [8, 10],
    [9, 8],
    [12, 2],
  ],
  ...[
    [27, 18],
    [18, 18],
    [2, 18],
    [27, 2],
  ],
] as const;

/** All triples of 8 bits, and in turn extremes and random codes for each of the widths. */
const bench = `
module bench (
  input  logic clk_i,
  output logic [31:0] cycles_o,
  output logic [31:0] exhaustive_o,
  output logic [${32 * widths.length - 1}:0] drawn_o
);
  initial cycles_o = 0;
  always_ff @(posedge clk_i) cycles_o <= cycles_o + 1;

  logic [31:0] bad[0:3];
  for (genvar g = 0; g < 4; g++) begin : g_all
    compare u_compare (
      .clk_i, .w0_i(cycles_o[15:8]), .w1_i({2'(g), cycles_o[21:16]}), .x_i(cycles_o[7:0]), .bad_o(bad[g])
    );
  end
  assign exhaustive_o = bad[0] + bad[1] + bad[2] + bad[3];

  // Marsaglia's xorshift128; operands are neighbours in its sequence.
  logic [31:0] r0 = 123456789, r1 = 362436069, r2 = 521288629, r3 = 88675123, t;
  assign t = r0 ^ (r0 << 11);
  always_ff @(posedge clk_i) begin
    r0 <= r1;
    r1 <= r2;
    r2 <= r3;
    r3 <= r3 ^ (r3 >> 19) ^ t ^ (t >> 8);
  end
  // One draw in two is the least code, the greatest, 0 or -1.
  function automatic logic [26:0] draw(input logic [31:0] bits, input int width);
    logic [26:0] least;
    least = 27'd1 << (width - 1);
    draw = bits[31] ? bits[26:0] : bits[30] ? (bits[29] ? least : ~least) : (bits[29] ? '0 : '1);
  endfunction
${widths
  .map(
    ([w, x], i) => `
  compare #(.WBits(${w}), .XBits(${x})) u_${w}x${x} (
    .clk_i,
    .w0_i(${w}'(draw(r1, ${w}))), .w1_i(${w}'(draw(r2, ${w}))),
    .x_i(${x}'(draw(r3, ${x}))), .bad_o(drawn_o[${32 * i} +: 32])
  );`,
  )
  .join('')}
endmodule
`;

/** What Icarus prints of a module, with the text of the multiplier changed, in two clock edges. */
async function printed(name: string, parameters: string, change: (text: string) => string = (same) => same) {
  const unit = name as keyof typeof modules;
  const changed = change(text(unit));
  const top = `module top;\n  logic clk = 0;\n  ${name} #(${parameters}) u (.clk_i(clk));\n  initial repeat (4) #1 clk = !clk;\nendmodule\n`;
  writeFileSync(path('top'), `${changed}\n${top}`);
  const compiled = await run({
    program: 'iverilog',
    args: ['-g2012', '-s', 'top', '-o', join(folder, 'top.vvp'), path('DSP48E2'), path('top')],
  });
  expect(compiled.failed, compiled.output).toBe(false);
  const { output } = await run({ program: 'vvp', args: ['-n', join(folder, 'top.vvp')] });
  return output.match(/FATAL: .*?: (?:top\.u(?:\.u_dsp)?: )?(.*)/)?.[1];
}

describe('dendra_dsp_mul and dendra_dsp_mul_pair', () => {
  test('give the products of all triples of 8 bits, and of extremes and random codes of all widths', {
    timeout: 120_000,
  }, async () => {
    writeFileSync(path('compare'), compare);
    writeFileSync(path('bench'), bench);
    const sources = [...Object.keys(modules), 'compare', 'bench'].map(path);
    const model = (await buildModel({ sources, top: 'bench', profile: 'speed' })).open();
    const words = (name: string): Uint32Array => {
      const { storage } = model.signals.find((signal) => signal.path === name)!;
      return new Uint32Array(storage.buffer, storage.byteOffset, storage.byteLength / 4);
    };
    model.eval();
    model.run('clk_i', 2 ** 22 + 2);
    expect([...words('cycles_o')]).toEqual([2 ** 22 + 2]);
    expect([...words('exhaustive_o')]).toEqual([0]);
    expect([...words('drawn_o')]).toEqual(widths.map(() => 0));
    model.free();
  });

  test.each([
    ['dendra_dsp_mul', '.ABits(28)', 'ABits must be at most 27 and BBits at most 18'],
    ['dendra_dsp_mul', '.BBits(19)', 'ABits must be at most 27 and BBits at most 18'],
    ['dendra_dsp_mul', '.PBits(17)', 'PBits must be at most ABits + BBits'],
    ['dendra_dsp_mul_pair', '.WBits(9), .XBits(9)', 'XBits must be at most 18, and 2 * WBits + XBits at most 26'],
    ['dendra_dsp_mul_pair', '.WBits(2), .XBits(19)', 'XBits must be at most 18, and 2 * WBits + XBits at most 26'],
    ['dendra_dsp_mul_pair', '.PBits(17)', 'PBits must be at most WBits + XBits'],
    ['dendra_dsp_mul_pair', '.WBits(8), .XBits(10)', undefined],
  ])('%s with %s ends with: %s', async (name, parameters, message) => {
    expect(await printed(name, parameters)).toBe(message);
  });
});

describe('the model of DSP48E2', () => {
  test.each([
    ['.BMULTSEL("B")', '.BMULTSEL("AD")', 'the model takes A or A + D, and B, from the ports'],
    ['.A_INPUT("DIRECT")', '.A_INPUT("CASCADE")', 'the model takes A or A + D, and B, from the ports'],
    [
      '.USE_SIMD("ONE48")',
      '.USE_SIMD("TWO24")',
      'the model multiplies, in one word, without XOR and pattern detection',
    ],
    ['.MREG(1)', '.MREG(0)', 'the model has one register, MREG'],
    ['.PREG(0)', '.PREG(1)', 'the model has one register, MREG'],
    [".IS_CLK_INVERTED(1'b0)", ".IS_CLK_INVERTED(1'b1)", 'the model inverts no input'],
    [".INMODE(5'b00100)", ".INMODE(5'b01100)", 'INMODE is not modelled'],
    [".OPMODE(9'b10_000_01_01)", ".OPMODE(9'b01_000_01_01)", 'OPMODE is not modelled'],
    [".ALUMODE(4'b0000)", ".ALUMODE(4'b0011)", "the ALU's mode is not modelled"],
    [".CEM(1'b1)", ".CEM(1'b0)", 'the model always loads M'],
    [".RSTM(1'b0)", ".RSTM(1'b1)", 'the model always loads M'],
  ])('refuses %s as %s: %s', async (from, to, message) => {
    expect(await printed('dendra_dsp_mul_pair', '', (text) => text.replace(from, to))).toBe(message);
  });
});

describe('what fits', () => {
  test('one multiplier takes 27 x 18 bits, not operands below 2 or products below 9 bits', () => {
    expect([fitsDsp(27, 18, 45), fitsDsp(18, 27, 45), fitsDsp(2, 7, 9)]).toEqual([true, true, true]);
    const beyond = [fitsDsp(28, 18, 46), fitsDsp(19, 19, 38), fitsDsp(1, 8, 9), fitsDsp(8, 1, 9), fitsDsp(4, 4, 8)];
    expect(beyond).toEqual([false, false, false, false, false]);
  });

  test('a pair takes what the module takes', () => {
    const fits = ([w, x]: readonly [number, number]): boolean => fitsDspPair(w, x);
    expect(
      (
        [
          [8, 8],
          [8, 10],
          [9, 8],
          [4, 18],
          [12, 2],
        ] as const
      ).map(fits),
    ).toEqual([true, true, true, true, true]);
    expect(
      (
        [
          [9, 9],
          [8, 11],
          [3, 19],
          [13, 1],
        ] as const
      ).map(fits),
    ).toEqual([false, false, false, false]);
  });
});
