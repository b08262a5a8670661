// bench_unit: y[o] = sum over i of w[o][i] * x[i], 64 outputs of 64 inputs, 1 row.
// x has 1 bit plane; each adds the weight in its place, so there is no multiplier.
//
// x arrives as events; the beat that closes a row gives its results.
// A beat of x stays for 8 cycles, one a group of 8 outputs.
//
//   weights  word beat * 8 + group, where beat is the index of the event;
//            lane by lane from the lowest bits, 8 bits each; lanes without an output hold 0
//
// Stages: 1 address, 2 weights, 3 terms; results leave from stage 3.
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
  input  logic [5:0]   x_index_i,
  input  logic [0:0]   x_data_i,
  input  logic [0:0]   x_keep_i,
  input  logic         x_last_i,
  input  logic         x_eos_i,
  output logic         y_valid_o,
  input  logic         y_ready_i,
  output logic [103:0] y_data_o,
  output logic [7:0]   y_keep_o,
  output logic         y_last_o,
  output logic         y_eos_o,
  output logic         count_done_o,
  output logic [47:0]  count_synapse_o,
  output logic [47:0]  count_accumulate_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [103:0] y_data;
  logic [7:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(114),
    .Depth(5)
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

  localparam int Ins = 1;
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

`ifndef SYNTHESIS
  // Only a closing beat ends a tensor.
  always @(posedge clk_i) begin
    if (!rst_i && issue) assert (!(x_last_i && x_keep_i) && !(x_eos_i && !x_last_i));
  end
`endif

  assign gives = !x_keep_i;
  logic [8:0] address_1;
  always_ff @(posedge clk_i) begin
    address_1 <= 9'(x_index_i) * 9'(8) + 9'(group_q);
  end

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

  logic [2:0] group_0;
  assign group_0 = group_q;
  logic [2:0] group_1;
  always_ff @(posedge clk_i) group_1 <= group_0;
  logic [2:0] group_2;
  always_ff @(posedge clk_i) group_2 <= group_1;
  logic [2:0] group_3;
  always_ff @(posedge clk_i) group_3 <= group_2;

  logic y_gives, y_first;
  assign {y_eos, y_last, y_gives, y_first} = flags_3;
  assign y_push = valid_3 && y_gives;
  assign y_keep = '1;

  // Weights meet inputs.
  (* rom_style = "block" *) logic [63:0] weights[0:511];
  initial $readmemh("mem/bench_unit_weights.mem", weights);
  logic [63:0] word_2;
  logic [0:0] x_1, x_2;
  always_ff @(posedge clk_i) begin
    x_1 <= x_data_i;
    x_2 <= x_1;
    word_2 <= weights[address_1];
  end

  for (genvar o = 0; o < Outs; o++) begin : g_out
    logic [8*Ins-1:0] weight;
    assign weight = word_2[o*Ins*8 +: Ins*8];
    logic [7:0] sum_0;
    logic signed [7:0] w;
    assign w = weight;
    for (genvar plane = 0; plane < 1; plane++) begin : g_plane
      always_ff @(posedge clk_i) begin
        sum_0[plane*8 +: 8] <= 8'b0;
        if (x_2[plane]) begin
          sum_0[plane*8 +: 8] <=
              8'(w) <<< plane;
        end
      end
    end

    logic signed [12:0] start, total;
    assign start = '0;
    logic signed [12:0] held;
    assign total = (y_first ? start : held) + 13'($signed(sum_0));
    (* ram_style = "distributed" *) logic signed [12:0] accumulator[0:7];
    assign held = accumulator[group_3];
    always_ff @(posedge clk_i) if (valid_3) accumulator[group_3] <= total;
    assign y_data[o*13 +: 13] = total[12:0];
  end

  // Activity: nonzero inputs times the outputs of the group, three stages behind the issue.
  logic [Ins-1:0] nonzero_1;
  for (genvar i = 0; i < Ins; i++) begin : g_nonzero
    assign nonzero_1[i] = x_1[i*1 +: 1] != '0;
  end
  logic [0:0] active_1, active_2;
  logic [4:0] synapses_q, count_synapse_inc;
  logic end_1, end_2, count_end;
  assign active_1 = nonzero_1;
  always_ff @(posedge clk_i) begin
    active_2 <= active_1;
    synapses_q <= 5'(active_2) * 5'h8;
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

  // Additions done: the bit planes set, times the outputs of the group.
  logic [0:0] planes_1, planes_2;
  logic [4:0] accumulates_q, count_accumulate_inc;
  assign planes_1 = x_1;
  always_ff @(posedge clk_i) begin
    planes_2 <= planes_1;
    accumulates_q <= 5'(planes_2) * 5'h8;
  end
  assign count_accumulate_inc = valid_3 ? accumulates_q : '0;

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(5)
  ) u_count_synapse (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_synapse_inc),
    .end_i  (count_end),
    .value_o(count_synapse_o)
  );

  dendra_counter #(
    .Bits(5)
  ) u_count_accumulate (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_accumulate_inc),
    .end_i  (count_end),
    .value_o(count_accumulate_o)
  );
endmodule

`resetall
