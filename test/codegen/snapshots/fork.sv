// bench_unit: copies every beat to 2 readers in the same cycle.
//
// A beat waits until every reader has a free slot.
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
  input  logic [31:0] x_data_i,
  input  logic [3:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y0_valid_o,
  input  logic        y0_ready_i,
  output logic [31:0] y0_data_o,
  output logic [3:0]  y0_keep_o,
  output logic        y0_last_o,
  output logic        y0_eos_o,
  output logic        y1_valid_o,
  input  logic        y1_ready_i,
  output logic [31:0] y1_data_o,
  output logic [3:0]  y1_keep_o,
  output logic        y1_last_o,
  output logic        y1_eos_o
);
  // Output y0: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y0_space, y0_reserve, y0_push;
  logic [31:0] y0_data;
  logic [3:0] y0_keep;
  logic y0_last, y0_eos;

  dendra_credit_fifo #(
    .Width(38),
    .Depth(2)
  ) u_y0_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(y0_reserve),
    .space_o  (y0_space),
    .push_i   (y0_push),
    .data_i   ({y0_eos, y0_last, y0_keep, y0_data}),
    .valid_o  (y0_valid_o),
    .ready_i  (y0_ready_i),
    .data_o   ({y0_eos_o, y0_last_o, y0_keep_o, y0_data_o})
  );

  // Output y1: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y1_space, y1_reserve, y1_push;
  logic [31:0] y1_data;
  logic [3:0] y1_keep;
  logic y1_last, y1_eos;

  dendra_credit_fifo #(
    .Width(38),
    .Depth(2)
  ) u_y1_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(y1_reserve),
    .space_o  (y1_space),
    .push_i   (y1_push),
    .data_i   ({y1_eos, y1_last, y1_keep, y1_data}),
    .valid_o  (y1_valid_o),
    .ready_i  (y1_ready_i),
    .data_o   ({y1_eos_o, y1_last_o, y1_keep_o, y1_data_o})
  );

  logic issue;
  assign issue = x_valid_i && y0_space && y1_space;
  assign x_ready_o = issue;

  assign y0_reserve = issue;
  assign y0_push = issue;
  assign y0_data = x_data_i;
  assign y0_keep = x_keep_i;
  assign y0_last = x_last_i;
  assign y0_eos = x_eos_i;

  assign y1_reserve = issue;
  assign y1_push = issue;
  assign y1_data = x_data_i;
  assign y1_keep = x_keep_i;
  assign y1_last = x_last_i;
  assign y1_eos = x_eos_i;
endmodule

`resetall
