// bench_unit: gives the tensor of the step before, and zeros at the first step of a sample.
//
//   one tensor is 16 beats, one sample 2 steps
//
// A sample goes in two phases. First `zero_q` is set and a tensor of zeros leaves, which needs no
// input: this is what starts the cycle that the delay closes. Then tensors pass from x to y, but
// for the final one, which is dropped.
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
  output logic [63:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [63:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(70),
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

  logic zero_q;
  logic fill, move, drop;

  logic [0:0] step_q;
  assign drop = step_q == 1'(1);

  always_ff @(posedge clk_i) begin
    if (rst_i) step_q <= '0;
    else if (move && x_last_i) step_q <= x_eos_i ? '0 : step_q + 1'b1;
  end

  assign fill      = zero_q && y_space;
  assign move      = !zero_q && x_valid_i && (drop || y_space);
  assign x_ready_o = move;
  assign y_reserve = fill || (move && !drop);
  assign y_push    = y_reserve;

  // Beats of the tensor of zeros.
  logic [3:0] beat_q;
  logic zero_last;
  assign zero_last = beat_q == 4'(15);

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      zero_q <= 1'b1;
      beat_q <= '0;
    end else begin
      if (fill) beat_q <= zero_last ? '0 : beat_q + 1'b1;
      if (fill && zero_last) zero_q <= 1'b0;
      else if (move && x_last_i && x_eos_i) zero_q <= 1'b1;
    end
  end

  logic [63:0] passed;
  assign passed = x_data_i;

  // The final tensor that leaves is the one that came in at the last step but one.
  assign y_data = zero_q ? '0 : passed;
  assign y_keep = !zero_q ? x_keep_i : zero_last ? 4'b1111 : '1;
  assign y_last = zero_q ? zero_last : x_last_i;
  assign y_eos  = !zero_q && x_last_i && step_q == 1'(0);
endmodule

`resetall
