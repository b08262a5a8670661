// bench_unit: y = min(max(x, 0), 1536).
//
// Control of an element-wise unit: one beat of every input becomes one beat of `y`, 1 register
// stage later.
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
  output logic [43:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  localparam int Lanes = 4;

  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [43:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(50),
    .Depth(3)
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

  logic issue;
  assign issue = x_valid_i && y_space;
  assign x_ready_o = issue;
  assign y_reserve = issue;

  // The flags of the first input travel beside the data.
  logic valid_0;
  logic [Lanes+1:0] flags_0;
  assign valid_0 = issue;
  assign flags_0 = {x_eos_i, x_last_i, x_keep_i};

  logic valid_1;
  logic [Lanes+1:0] flags_1;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_1 <= 1'b0;
    else valid_1 <= valid_0;
  end
  always_ff @(posedge clk_i) flags_1 <= flags_0;

  assign y_push = valid_1;
  assign {y_eos, y_last, y_keep} = flags_1;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic signed [15:0] x;
    logic [10:0] y;

    assign x = x_data_i[lane*16 +: 16];
    assign y = x < 16'sh0 ? '0 : x > 16'sh600 ? 11'h600 : 11'(x);
    logic [10:0] y_q;
    always_ff @(posedge clk_i) y_q <= y;
    assign y_data[lane*11 +: 11] = y_q;
  end
endmodule

`resetall
