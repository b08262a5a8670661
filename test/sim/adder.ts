// A small hand-written design for the tests of co-simulation: y = a + b through a FIFO, counting beats and their sum.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Manifest, ManifestStream, StallMode, Tensor } from '../../src/ir/index.ts';
import { packBeats, type Stimulus } from '../../src/sim/index.ts';

const stream = (name: string, lanes: number, width: number, shape: number[]): ManifestStream => ({
  name,
  lanes,
  width,
  signed: true,
  frac: 0,
  shape,
  variable: false,
});

export const lanes = 3;
export const manifest: Manifest = {
  format: 1,
  design: 'adder',
  generator: 'dendra',
  irHash: '',
  target: 'ultrascale-plus',
  steps: 2,
  clock: 'clk_i',
  reset: { port: 'rst_i', active: 1 },
  inputs: [stream('a', lanes, 7, [5]), stream('b', lanes, 7, [5])],
  outputs: [stream('y', lanes, 8, [5])],
  counters: [
    { node: 'beats', kind: 'adder', index: 0, offset: 0, names: ['beats'] },
    { node: 'sums', kind: 'adder', index: 1, offset: 1, names: ['beats', 'offset'] },
  ],
  rtl: ['rtl/adder_lane.sv', 'rtl/adder.sv'],
  memories: ['mem/offset.mem'],
  top: 'adder',
};

const lane = `// y = a + b + offset
module adder_lane (
  input  logic signed [6:0] a_i,
  input  logic signed [6:0] b_i,
  output logic signed [7:0] y_o
);
  assign y_o = 8'(a_i) + 8'(b_i);
endmodule
`;

const top = `// Adds two streams beat by beat; the sums wait in a FIFO of four beats.
module adder (
  input  logic         clk_i,
  input  logic         rst_i,
  input  logic         a_valid_i,
  output logic         a_ready_o,
  input  logic [20:0]  a_data_i,
  input  logic [2:0]   a_keep_i,
  input  logic         a_last_i,
  input  logic         a_eos_i,
  input  logic         b_valid_i,
  output logic         b_ready_o,
  input  logic [20:0]  b_data_i,
  input  logic [2:0]   b_keep_i,
  input  logic         b_last_i,
  input  logic         b_eos_i,
  output logic         y_valid_o,
  input  logic         y_ready_i,
  output logic [23:0]  y_data_o,
  output logic [2:0]   y_keep_o,
  output logic         y_last_o,
  output logic         y_eos_o,
  output logic [1:0]   count_done_o,
  output logic [143:0] count_o,
  output logic         error_o
);
  logic [28:0] fifo_q[4];
  logic [47:0] offset[1];
  logic [2:0]  write_q;
  logic [2:0]  read_q;
  logic [47:0] beats_q;
  logic [95:0] held_q;
  logic [1:0]  done_q;
  logic        error_q;
  logic        full;
  logic        push;
  logic [23:0] sum;

  initial $readmemh("mem/offset.mem", offset);

  for (genvar l = 0; l < 3; l++) begin : g_lane
    adder_lane u_lane (
      .a_i(a_data_i[7*l+:7]),
      .b_i(b_data_i[7*l+:7]),
      .y_o(sum[8*l+:8])
    );
  end

  assign full      = write_q[1:0] == read_q[1:0] && write_q[2] != read_q[2];
  assign push      = a_valid_i && b_valid_i && !full;
  assign a_ready_o = push;
  assign b_ready_o = push;
  assign y_valid_o = write_q != read_q;
  assign {y_eos_o, y_last_o, y_keep_o, y_data_o} = fifo_q[read_q[1:0]];
  assign count_done_o = done_q;
  // The constant of the memory file stands in for a counter of the second unit once a sample has ended.
  assign count_o      = {held_q == '0 ? 48'd0 : offset[0], held_q};
  assign error_o      = error_q;

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      write_q <= 3'd0;
      read_q  <= 3'd0;
      beats_q <= 48'd0;
      held_q  <= 96'd0;
      done_q  <= 2'd0;
      error_q <= 1'b0;
    end else begin
      done_q <= 2'd0;
      if (push) begin
        fifo_q[write_q[1:0]] <= {a_eos_i, a_last_i, a_keep_i, sum};
        write_q <= write_q + 3'd1;
        beats_q <= a_eos_i ? 48'd0 : beats_q + 48'd1;
        if (a_eos_i) begin
          done_q <= 2'b11;
          held_q <= {2{beats_q + 48'd1}};
        end
        if (a_last_i != b_last_i || a_eos_i != b_eos_i || a_keep_i != b_keep_i) error_q <= 1'b1;
      end
      if (y_valid_o && y_ready_i) read_q <= read_q + 3'd1;
    end
  end
endmodule
`;

/** Writes the design into a new folder; `edit` changes the text of its top. */
export async function writeAdder(edit: (text: string) => string = (text) => text): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dendra-test-'));
  const files = {
    'rtl/adder_lane.sv': lane,
    'rtl/adder.sv': edit(top),
    'mem/offset.mem': '0000123456789abc\n'.slice(4),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** Tensors of the test and what the adder makes of them. */
export function adderTensors(count: number) {
  const make = (f: (i: number) => number): Tensor[] =>
    Array.from({ length: count }, (_, t) => ({
      shape: [5],
      data: Int32Array.from({ length: 5 }, (_, i) => f(5 * t + i)),
    }));
  const a = (i: number) => ((i * 37) % 128) - 64;
  const b = (i: number) => ((i * 101 + 5) % 128) - 64;
  return { a: make(a), b: make(b), y: make((i) => a(i) + b(i)) };
}

/** Stimulus of `count` tensors (two a sample). */
export function adderStimulus(count: number, mode: StallMode, expect: boolean): Stimulus {
  const { a, b, y } = adderTensors(count);
  const expected = packBeats(manifest.outputs[0], y, 2);
  return {
    inputs: [packBeats(manifest.inputs[0], a, 2), packBeats(manifest.inputs[1], b, 2)],
    outputs: [expected.count],
    stall: { mode, seed: 7 },
    pulses: count,
    ...(expect ? { expected: [expected] } : {}),
  };
}
