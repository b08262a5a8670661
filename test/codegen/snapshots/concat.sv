// bench_unit: 16 beats of `a`, then 16 of `b`, row by row.
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        a_valid_i,
  output logic        a_ready_o,
  input  logic [31:0] a_data_i,
  input  logic [3:0]  a_keep_i,
  input  logic        a_last_i,
  input  logic        a_eos_i,
  input  logic        b_valid_i,
  output logic        b_ready_o,
  input  logic [31:0] b_data_i,
  input  logic [3:0]  b_keep_i,
  input  logic        b_last_i,
  input  logic        b_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [31:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [31:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(38),
    .Depth(2)
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

  localparam int Lanes = 4;
  localparam int BeatBits = 5;

  // Position within the row that is given.
  logic [BeatBits-1:0] beat_q;
  logic second, issue;

  assign second = beat_q >= BeatBits'(16);
  assign issue = (second ? b_valid_i : a_valid_i) && y_space;
  assign a_ready_o = issue && !second;
  assign b_ready_o = issue && second;
  assign y_reserve = issue;
  assign y_push = issue;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic signed [7:0] a;
    logic signed [7:0] b;

    assign a = a_data_i[lane*8 +: 8];
    assign b = b_data_i[lane*8 +: 8];
    assign y_data[lane*8 +: 8] =
        second ? 8'(b) : 8'(a);
  end

  // The tensor ends with a row of `b`.
  assign y_keep = second ? b_keep_i : a_keep_i;
  assign y_last = second && b_last_i;
  assign y_eos = second && b_eos_i;

  always_ff @(posedge clk_i) begin
    if (rst_i) beat_q <= '0;
    else if (issue) beat_q <= beat_q == BeatBits'(31) ? '0 : beat_q + 1'b1;
  end

`ifndef SYNTHESIS
  // `a` ends with a whole row, before its last one of `b`.
  always @(posedge clk_i) begin
    if (!rst_i && a_ready_o) begin
      assert (!a_last_i || beat_q == BeatBits'(15));
      assert (!a_eos_i || a_last_i);
    end
  end
`endif
endmodule

`resetall
