// bench_unit: y[o] = sum over i of w[o][i] * x[i], 64 outputs of 64 inputs, 1 row.
//
// x arrives dense, 4 elements a beat; the last beat of a row gives its results.
// A beat of x stays for 8 cycles, one a group of 8 outputs.
//
//   weights  word beat * 8 + group, where beat is the place of the beat in its row;
//            lane by lane from the lowest bits, 8 bits each; lanes without an output hold 0
//
// Stages: 1 address, 2 weights, 3 terms, up to 4 adder tree; results leave from stage 4.
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic         clk_i,
  input  logic         rst_i,
  input  logic         x_valid_i,
  output logic         x_ready_o,
  input  logic [31:0]  x_data_i,
  input  logic [3:0]   x_keep_i,
  input  logic         x_last_i,
  input  logic         x_eos_i,
  output logic         y_valid_o,
  input  logic         y_ready_i,
  output logic [167:0] y_data_o,
  output logic [7:0]   y_keep_o,
  output logic         y_last_o,
  output logic         y_eos_o,
  output logic         count_done_o,
  output logic [47:0]  count_synapse_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [167:0] y_data;
  logic [7:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(178),
    .Depth(6)
  ) u_y_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(y_reserve),
    .space_o  (y_space),
    .push_i   (y_push),
    .data_i   ({y_eos, y_last, y_keep, y_data}),
    .valid_o  (y_valid_o),
    .ready_i  (y_ready_i),
    .data_o   ({y_eos_o, y_last_o, y_keep_o, y_data_o})
  );

  localparam int Ins = 4;
  localparam int Outs = 8;

  // Issue: one group a cycle. `gives` marks the beat whose groups are complete with it.
  logic issue, take, gives;
  logic [2:0] group_q;
  logic group_last;
  assign group_last = group_q == 3'h7;
  assign take = issue && group_last;
  always_ff @(posedge clk_i) begin
    if (rst_i) group_q <= '0;
    else if (issue) group_q <= take ? '0 : group_q + 1'b1;
  end
  assign issue = x_valid_i && (!gives || y_space);
  assign x_ready_o = take;
  assign y_reserve = issue && gives;

  logic [6:0] address_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) address_q <= '0;
    else if (issue) address_q <= address_q == 7'h7f ? '0 : address_q + 1'b1;
  end
  logic [6:0] address_1;
  always_ff @(posedge clk_i) address_1 <= address_q;
  assign gives = address_q >= 7'h78;

`ifndef SYNTHESIS
  // All beats are full.
  always @(posedge clk_i) begin
    if (!rst_i && issue) assert (&x_keep_i);
  end
`endif

  // Flags travel beside the data.
  logic first, first_q;  // the row starts: from the bias, not from what was accumulated
  assign first = first_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) first_q <= 1'b1;
    else if (take) first_q <= gives;
  end

  logic eos, last;
  assign eos = take && x_eos_i;
  assign last = take && x_last_i;

  logic valid_0;
  logic [3:0] flags_0;
  assign valid_0 = issue;
  assign flags_0 = {eos, last, gives, first};

  logic valid_1;
  logic [3:0] flags_1;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_1 <= 1'b0;
    else valid_1 <= valid_0;
  end
  always_ff @(posedge clk_i) flags_1 <= flags_0;

  logic valid_2;
  logic [3:0] flags_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_2 <= 1'b0;
    else valid_2 <= valid_1;
  end
  always_ff @(posedge clk_i) flags_2 <= flags_1;

  logic valid_3;
  logic [3:0] flags_3;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_3 <= 1'b0;
    else valid_3 <= valid_2;
  end
  always_ff @(posedge clk_i) flags_3 <= flags_2;

  logic valid_4;
  logic [3:0] flags_4;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_4 <= 1'b0;
    else valid_4 <= valid_3;
  end
  always_ff @(posedge clk_i) flags_4 <= flags_3;

  logic [2:0] group_0;
  assign group_0 = group_q;
  logic [2:0] group_1;
  always_ff @(posedge clk_i) group_1 <= group_0;
  logic [2:0] group_2;
  always_ff @(posedge clk_i) group_2 <= group_1;
  logic [2:0] group_3;
  always_ff @(posedge clk_i) group_3 <= group_2;
  logic [2:0] group_4;
  always_ff @(posedge clk_i) group_4 <= group_3;

  logic y_gives, y_first;
  assign {y_eos, y_last, y_gives, y_first} = flags_4;
  assign y_push = valid_4 && y_gives;
  assign y_keep = '1;

  // Weights meet inputs.
  (* rom_style = "block" *) logic [255:0] weights[0:127];
  initial $readmemh("mem/bench_unit_weights.mem", weights);
  logic [255:0] word_2;
  logic [31:0] x_1, x_2;
  always_ff @(posedge clk_i) begin
    x_1 <= x_data_i;
    x_2 <= x_1;
    word_2 <= weights[address_1];
  end

  // Products, registered in DSP48E2: two outputs share one, as they share x.
  logic [Outs*Ins*16-1:0] product_3;
  for (genvar i = 0; i < Ins; i++) begin : g_product
    logic signed [7:0] x;
    assign x = x_2[i*8 +: 8];

    for (genvar o = 0; o + 1 < Outs; o = o + 2) begin : g_pair
      logic signed [7:0] w0, w1;
      assign w0 = word_2[(o*Ins+i)*8 +: 8];
      assign w1 = word_2[((o+1)*Ins+i)*8 +: 8];
      dendra_dsp_mul_pair #(
        .WBits(8),
        .XBits(8),
        .PBits(16)
      ) u_mul (
        .clk_i(clk_i),
        .w0_i(w0),
        .w1_i(w1),
        .x_i(x),
        .p0_o(product_3[(o*Ins+i)*16 +: 16]),
        .p1_o(product_3[((o+1)*Ins+i)*16 +: 16])
      );
    end
  end

  for (genvar o = 0; o < Outs; o++) begin : g_out
    logic [63:0] sum_0;
    assign sum_0 = product_3[o*Ins*16 +: Ins*16];

    logic [33:0] sum_1;
    for (genvar i = 0; i < 2; i++) begin : g_sum_1
      logic signed [16:0] sum;
      if (2 * i + 1 < 4) begin : g_pair
        assign sum = 17'($signed(sum_0[32*i +: 16])) +
            17'($signed(sum_0[32*i+16 +: 16]));
      end else begin : g_single
        assign sum = 17'($signed(sum_0[32*i +: 16]));
      end
      assign sum_1[i*17 +: 17] = sum;
    end

    logic [17:0] sum_2;
    for (genvar i = 0; i < 1; i++) begin : g_sum_2
      logic signed [17:0] sum;
      if (2 * i + 1 < 2) begin : g_pair
        assign sum = 18'($signed(sum_1[34*i +: 17])) +
            18'($signed(sum_1[34*i+17 +: 17]));
      end else begin : g_single
        assign sum = 18'($signed(sum_1[34*i +: 17]));
      end
      always_ff @(posedge clk_i) sum_2[i*18 +: 18] <= sum;
    end

    logic signed [20:0] start, total;
    assign start = '0;
    logic signed [20:0] held;
    assign total = (y_first ? start : held) + 21'($signed(sum_2));
    (* ram_style = "distributed" *) logic signed [20:0] accumulator[0:7];
    assign held = accumulator[group_4];
    always_ff @(posedge clk_i) if (valid_4) accumulator[group_4] <= total;
    assign y_data[o*21 +: 21] = total[20:0];
  end

  // Activity: nonzero inputs times the outputs of the group, three stages behind the issue.
  logic [Ins-1:0] nonzero_1;
  for (genvar i = 0; i < Ins; i++) begin : g_nonzero
    assign nonzero_1[i] = x_1[i*8 +: 8] != '0;
  end
  logic [2:0] active_1, active_2;
  logic [6:0] synapses_q, count_synapse_inc;
  logic end_1, end_2, count_end;
  always_comb begin
    active_1 = '0;
    for (int i = 0; i < Ins; i++) active_1 = active_1 + 3'(nonzero_1[i]);
  end
  always_ff @(posedge clk_i) begin
    active_2 <= active_1;
    synapses_q <= 7'(active_2) * 7'h8;
  end
  assign count_synapse_inc = valid_3 ? synapses_q : '0;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      end_1 <= 1'b0;
      end_2 <= 1'b0;
      count_end <= 1'b0;
    end else begin
      end_1 <= eos;
      end_2 <= end_1;
      count_end <= end_2;
    end
  end

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(7)
  ) u_count_synapse (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_synapse_inc),
    .end_i  (count_end),
    .value_o(count_synapse_o)
  );
endmodule

`resetall
