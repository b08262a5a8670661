// bench_unit: index of the largest of 64 elements, the first among equal ones, row by row.
//
// A tree of 2 registered levels finds the best of the 4 lanes of a beat; the best so far of the row
// waits behind it. Lanes that hold no element never win, since they stand above the ones that do.
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        x_valid_i,
  output logic        x_ready_o,
  input  logic [63:0] x_data_i,
  input  logic [3:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [5:0]  y_data_o,
  output logic [0:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_compare_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [5:0] y_data;
  logic [0:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(9),
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

  localparam int Width = 16;
  localparam int IndexBits = 6;
  localparam int CountBits = 3;

  logic issue, row_end;
  assign issue = x_valid_i && (!row_end || y_space);
  assign x_ready_o = issue;
  assign y_reserve = issue && row_end;

  // Comparisons: one less than elements in a row.
  logic count_end;
  logic [CountBits-1:0] count_compare_inc;
  assign count_end = issue && x_eos_i;
  localparam int BeatBits = 4;
  logic [BeatBits-1:0] beat_q;
  assign row_end = beat_q == BeatBits'(15);
  assign count_compare_inc = !issue ? '0 : beat_q == '0 ? CountBits'(3)
      : CountBits'(4);

  always_ff @(posedge clk_i) begin
    if (rst_i) beat_q <= '0;
    else if (issue) beat_q <= row_end ? '0 : beat_q + 1'b1;
  end

  // What travels beside the tree: validity, end of the row, flags.
  logic valid_0;
  logic [2:0] flags_0;
  assign valid_0 = issue;
  assign flags_0 = {row_end, x_eos_i, x_last_i};
  logic [63:0] value_0;
  assign value_0 = x_data_i;
  logic [3:0] keep_0;
  assign keep_0 = x_keep_i;

  // Level 1: 4 candidates become 2.
  logic valid_1;
  logic [2:0] flags_1;
  logic [2*Width-1:0] value_1;
  logic [1:0] lane_1;
  logic [1:0] keep_1;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_1 <= 1'b0;
    else valid_1 <= valid_0;
  end
  always_ff @(posedge clk_i) flags_1 <= flags_0;
  for (genvar n = 0; n < 2; n++) begin : g_pair_1
    logic signed [Width-1:0] left, right;
    logic wins;
    assign left  = value_0[2*n*Width +: Width];
    assign right = value_0[(2*n+1)*Width +: Width];
    assign wins  = keep_0[2*n+1] && right > left;
    always_ff @(posedge clk_i) begin
      value_1[n*Width +: Width] <= wins ? right : left;
      keep_1[n] <= keep_0[2*n];
      lane_1[n] <= wins;
    end
  end

  // Level 2: 2 candidates become 1.
  logic valid_2;
  logic [2:0] flags_2;
  logic [Width-1:0] value_2;
  logic [1:0] lane_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_2 <= 1'b0;
    else valid_2 <= valid_1;
  end
  always_ff @(posedge clk_i) flags_2 <= flags_1;
  logic signed [Width-1:0] left_2, right_2;
  logic wins_2;
  assign {right_2, left_2} = value_1;
  assign wins_2 = keep_1[1] && right_2 > left_2;
  always_ff @(posedge clk_i) begin
    value_2 <= wins_2 ? right_2 : left_2;
    lane_2 <= wins_2 ? {1'b1, lane_1[1]} : {1'b0, lane_1[0]};
  end

  // Lane 0 always holds an element.
  logic unused_keep;
  assign unused_keep = keep_1[0];

  // The row's end gives the index one cycle later.
  logic valid_q;
  logic [2:0] flags_q;
  logic [IndexBits-1:0] index, index_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_q <= 1'b0;
    else valid_q <= valid_2;
  end
  always_ff @(posedge clk_i) begin
    flags_q <= flags_2;
    if (valid_2) index_q <= index;
  end
  logic signed [Width-1:0] value, best_q;
  logic [IndexBits-1:0] base_q, here;
  logic wins;
  assign value = value_2;
  assign here = base_q + IndexBits'(lane_2);
  assign wins = base_q == '0 || value > best_q;
  assign index = wins ? here : index_q;

  always_ff @(posedge clk_i) begin
    if (rst_i) base_q <= '0;
    else if (valid_2) base_q <= flags_2[2] ? '0 : base_q + IndexBits'(4);
  end
  always_ff @(posedge clk_i) begin
    if (valid_2 && wins) best_q <= value;
  end
  assign y_push = valid_q && flags_q[2];
  assign y_data = index_q;
  assign y_keep = 1'b1;
  assign {y_eos, y_last} = flags_q[1:0];

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(3)
  ) u_count_compare (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_compare_inc),
    .end_i  (count_end),
    .value_o(count_compare_o)
  );
endmodule

`resetall
