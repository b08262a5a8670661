// small_net: the units of the design and the streams between them.
//
// Every stream ends in the FIFO of its producer, so no combinational path crosses more than one
// unit. A sample is 2 tensors on every input; `eos` marks the final beat of a sample. A stream
// moves a beat in every cycle with valid and ready; `data` holds the elements with lane 0 lowest,
// and `keep` marks the lanes in use. Reset needs one clock edge; what only counts together with a
// valid bit is not reset.
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module small_net (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        x_valid_i,
  output logic        x_ready_o,
  input  logic [26:0] x_data_i,
  input  logic [2:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [20:0] y_data_o,
  output logic [2:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        best_valid_o,
  input  logic        best_ready_i,
  output logic [2:0]  best_data_o,
  output logic [0:0]  best_keep_o,
  output logic        best_last_o,
  output logic        best_eos_o,
  output logic [0:0]  count_done_o,
  output logic [47:0] count_o,
  output logic        error_o
);
  // x: 7 of -256..255, 3 a beat.
  logic        x_valid, x_ready;
  logic [26:0] x_data;
  logic [2:0]  x_keep;
  logic        x_last;
  logic        x_eos;

  // scaled.y: 7 of -50..50, 3 a beat.
  logic        scaled_y_valid, scaled_y_ready;
  logic [20:0] scaled_y_data;
  logic [2:0]  scaled_y_keep;
  logic        scaled_y_last;
  logic        scaled_y_eos;

  // scaled_fork.y0: 7 of -50..50, 3 a beat.
  logic        scaled_fork_y0_valid, scaled_fork_y0_ready;
  logic [20:0] scaled_fork_y0_data;
  logic [2:0]  scaled_fork_y0_keep;
  logic        scaled_fork_y0_last;
  logic        scaled_fork_y0_eos;

  // scaled_fork.y1: 7 of -50..50, 3 a beat.
  logic        scaled_fork_y1_valid, scaled_fork_y1_ready;
  logic [20:0] scaled_fork_y1_data;
  logic [2:0]  scaled_fork_y1_keep;
  logic        scaled_fork_y1_last;
  logic        scaled_fork_y1_eos;

  // largest.y: 1 of 0..6, 1 a beat.
  logic       largest_y_valid, largest_y_ready;
  logic [2:0] largest_y_data;
  logic [0:0] largest_y_keep;
  logic       largest_y_last;
  logic       largest_y_eos;

  // The first broken frame of each input is remembered until reset.
  logic [0:0] input_error;
  assign error_o = input_error;

  dendra_input #(
    .DataBits(27),
    .Lanes   (3),
    .Beats   (3),
    .Steps   (2),
    .LastKeep(3'b001),
    .Depth   (2)
  ) u_x_input (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .valid_i(x_valid_i),
    .ready_o(x_ready_o),
    .data_i (x_data_i),
    .keep_i (x_keep_i),
    .last_i (x_last_i),
    .eos_i  (x_eos_i),
    .valid_o(x_valid),
    .ready_i(x_ready),
    .data_o (x_data),
    .keep_o (x_keep),
    .last_o (x_last),
    .eos_o  (x_eos),
    .error_o(input_error[0])
  );

  small_net_scaled u_scaled (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .x_valid_i(x_valid),
    .x_ready_o(x_ready),
    .x_data_i (x_data),
    .x_keep_i (x_keep),
    .x_last_i (x_last),
    .x_eos_i  (x_eos),
    .y_valid_o(scaled_y_valid),
    .y_ready_i(scaled_y_ready),
    .y_data_o (scaled_y_data),
    .y_keep_o (scaled_y_keep),
    .y_last_o (scaled_y_last),
    .y_eos_o  (scaled_y_eos)
  );

  small_net_scaled_fork u_scaled_fork (
    .clk_i     (clk_i),
    .rst_i     (rst_i),
    .x_valid_i (scaled_y_valid),
    .x_ready_o (scaled_y_ready),
    .x_data_i  (scaled_y_data),
    .x_keep_i  (scaled_y_keep),
    .x_last_i  (scaled_y_last),
    .x_eos_i   (scaled_y_eos),
    .y0_valid_o(scaled_fork_y0_valid),
    .y0_ready_i(scaled_fork_y0_ready),
    .y0_data_o (scaled_fork_y0_data),
    .y0_keep_o (scaled_fork_y0_keep),
    .y0_last_o (scaled_fork_y0_last),
    .y0_eos_o  (scaled_fork_y0_eos),
    .y1_valid_o(scaled_fork_y1_valid),
    .y1_ready_i(scaled_fork_y1_ready),
    .y1_data_o (scaled_fork_y1_data),
    .y1_keep_o (scaled_fork_y1_keep),
    .y1_last_o (scaled_fork_y1_last),
    .y1_eos_o  (scaled_fork_y1_eos)
  );

  small_net_largest u_largest (
    .clk_i          (clk_i),
    .rst_i          (rst_i),
    .x_valid_i      (scaled_fork_y0_valid),
    .x_ready_o      (scaled_fork_y0_ready),
    .x_data_i       (scaled_fork_y0_data),
    .x_keep_i       (scaled_fork_y0_keep),
    .x_last_i       (scaled_fork_y0_last),
    .x_eos_i        (scaled_fork_y0_eos),
    .y_valid_o      (largest_y_valid),
    .y_ready_i      (largest_y_ready),
    .y_data_o       (largest_y_data),
    .y_keep_o       (largest_y_keep),
    .y_last_o       (largest_y_last),
    .y_eos_o        (largest_y_eos),
    .count_done_o   (count_done_o[0]),
    .count_compare_o(count_o[0 +: 48])
  );

  assign y_valid_o = scaled_fork_y1_valid;
  assign scaled_fork_y1_ready = y_ready_i;
  assign y_data_o = scaled_fork_y1_data;
  assign y_keep_o = scaled_fork_y1_keep;
  assign y_last_o = scaled_fork_y1_last;
  assign y_eos_o = scaled_fork_y1_eos;

  assign best_valid_o = largest_y_valid;
  assign largest_y_ready = best_ready_i;
  assign best_data_o = largest_y_data;
  assign best_keep_o = largest_y_keep;
  assign best_last_o = largest_y_last;
  assign best_eos_o = largest_y_eos;
endmodule

`resetall
