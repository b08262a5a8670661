// bench_unit: y = clamp(round(x * 77 / 2^12), -128, 127), rounding halfEven.
//
// Control of an element-wise unit: one beat of every input becomes one beat of `y`, 2 register
// stages later.
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
  input  logic [79:0] x_data_i,
  input  logic [3:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [31:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  localparam int Lanes = 4;

  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [31:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(38),
    .Depth(4)
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

  logic valid_2;
  logic [Lanes+1:0] flags_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_2 <= 1'b0;
    else valid_2 <= valid_1;
  end
  always_ff @(posedge clk_i) flags_2 <= flags_1;

  assign y_push = valid_2;
  assign {y_eos, y_last, y_keep} = flags_2;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic signed [19:0] x;
    logic signed [26:0] value;
    logic signed [14:0] rounded;
    logic [7:0] y_q;

    assign x = x_data_i[lane*20 +: 20];
    logic signed [26:0] product_q;
    always_ff @(posedge clk_i) product_q <= 27'($signed(x)) * 27'sh4d;
    assign value = product_q;
    logic half;
    assign half = value[11];
    logic below;
    assign below = |value[10:0];
    logic odd;
    assign odd = value[12];
    assign rounded = 15'(value >>> 12) + $signed(15'(half && (below || odd)));
    always_ff @(posedge clk_i) begin
      y_q <= rounded < 15'sh7f80 ? 8'h80 : rounded > 15'sh7f ? 8'h7f : 8'(rounded);
    end
    assign y_data[lane*8 +: 8] = y_q;
  end
endmodule

`resetall
