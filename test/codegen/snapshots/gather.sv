// bench_unit: passes on those of 32 rows whose mask is 1, then the empty beat that closes the
// tensor.
//
// A row is 4 beats. The mask waits until the last of them; a dropped row asks nothing of the
// output.
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
  input  logic        mask_valid_i,
  output logic        mask_ready_o,
  input  logic [0:0]  mask_data_i,
  input  logic [0:0]  mask_keep_i,
  input  logic        mask_last_i,
  input  logic        mask_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [31:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_kept_o
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

  logic close_q, eos_q, issue, close, row_end, kept;

  assign kept  = mask_data_i[0];
  assign issue = !close_q && x_valid_i && mask_valid_i && (!kept || y_space);
  assign close = close_q && y_space;

  assign x_ready_o    = issue;
  assign mask_ready_o = issue && row_end;

  localparam int RowBeats = 4;
  localparam int BeatBits = $clog2(RowBeats);
  logic [BeatBits-1:0] beat_q;
  assign row_end = beat_q == BeatBits'(RowBeats - 1);
  always_ff @(posedge clk_i) begin
    if (rst_i) beat_q <= '0;
    else if (issue) beat_q <= row_end ? '0 : beat_q + 1'b1;
  end

  always_ff @(posedge clk_i) begin
    if (rst_i) close_q <= 1'b0;
    else if (issue) close_q <= x_last_i;
    else if (close) close_q <= 1'b0;
  end
  always_ff @(posedge clk_i) begin
    if (issue) eos_q <= x_eos_i;
  end

  assign y_reserve = (issue && kept) || close;
  assign y_push    = y_reserve;
  assign y_data    = x_data_i;
  assign y_keep    = close ? '0 : x_keep_i;
  assign y_last    = close;
  assign y_eos     = close && eos_q;

  logic count_end, count_kept_inc;
  assign count_end      = close && eos_q;
  assign count_kept_inc = mask_ready_o && kept;
  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(1)
  ) u_count_kept (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_kept_inc),
    .end_i  (count_end),
    .value_o(count_kept_o)
  );

`ifndef SYNTHESIS
  // The mask has one element for each row.
  always @(posedge clk_i) begin
    if (!rst_i && mask_ready_o) begin
      assert ({mask_eos_i, mask_last_i, mask_keep_i} == {x_eos_i, x_last_i, 1'b1});
    end
  end
`endif
endmodule

`resetall
