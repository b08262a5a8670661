// bench_unit: events of the nonzero elements of each row of 64 elements, in rising order; an empty
// beat closes a row.
//
// A beat of x stays until its nonzero elements have left, one a cycle; a beat of zeros takes one
// cycle, and so does the closing of a row.
//
// Stages: 1 element chosen, 2 its value and index.
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
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [5:0]  y_index_o,
  output logic [7:0]  y_data_o,
  output logic [0:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [5:0] y_index;
  logic [7:0] y_data;
  logic [0:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(17),
    .Depth(17)
  ) u_y_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(y_reserve),
    .space_o  (y_space),
    .push_i   (y_push),
    .data_i   ({y_eos, y_last, y_keep, y_index, y_data}),
    .valid_o  (y_valid_o),
    .ready_i  (y_ready_i),
    .data_o   ({y_eos_o, y_last_o, y_keep_o, y_index_o, y_data_o})
  );

  localparam int Lanes = 4;

  logic [Lanes-1:0] pending, pick;
  logic issue, take, event_valid, event_last, row_end, gives;
  logic [Lanes-1:0] sent_q;  // elements of the present beat that have left
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_pending
    assign pending[lane] = x_keep_i[lane] && x_data_i[lane*8 +: 8] != '0 && !sent_q[lane];
  end

  // The lowest pending element; `event_last` when there is no other.
  assign event_valid = |pending;
  logic [Lanes-1:0] above;
  assign above[0] = 1'b0;
  for (genvar lane = 1; lane < Lanes; lane++) begin : g_above
    assign above[lane] = |pending[lane-1:0];
  end
  assign pick = pending & ~above;
  assign event_last = (pending & above) == '0;

  logic [5:0] base_q;  // index of lane 0 within the row
  assign row_end = base_q == 6'h3c;
  always_ff @(posedge clk_i) begin
    if (rst_i) base_q <= '0;
    else if (take) base_q <= row_end ? '0 : base_q + 6'h4;
  end

  assign gives = event_valid || row_end;
  assign issue = x_valid_i && (!gives || y_space);
  assign take = issue && (row_end ? !event_valid : event_last);
  assign x_ready_o = take;
  assign y_reserve = issue && gives;
  always_ff @(posedge clk_i) begin
    if (rst_i) sent_q <= '0;
    else if (issue) sent_q <= take ? '0 : sent_q | pick;
  end

  logic valid_1, valid_2;
  logic [2:0] flags_1, flags_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      valid_1 <= 1'b0;
      valid_2 <= 1'b0;
    end else begin
      valid_1 <= y_reserve;
      valid_2 <= valid_1;
    end
  end

  logic [31:0] x_1;
  logic [7:0] value_1, value_2;
  logic [5:0] offset_1, index_1, index_2;
  logic [Lanes-1:0] pick_1;
  logic [5:0] base_1;
  always_ff @(posedge clk_i) base_1 <= event_valid ? base_q : '0;
  always_ff @(posedge clk_i) begin
    flags_1 <= {x_eos_i && take, x_last_i && take, event_valid};
    flags_2 <= flags_1;
    x_1 <= x_data_i;
    pick_1 <= pick;
    value_2 <= value_1;
    index_2 <= index_1;
  end
  // Without a pick both are 0, as a closing beat wants them.
  always_comb begin
    value_1 = '0;
    offset_1 = '0;
    for (int lane = 0; lane < Lanes; lane++) begin
      value_1 = value_1 | (x_1[lane*8 +: 8] & {8 {pick_1[lane]}});
      offset_1 = offset_1 | (pick_1[lane] ? 6'(lane) : '0);
    end
  end
  assign index_1 = base_1 + offset_1;
  assign y_push = valid_2;
  assign {y_eos, y_last, y_keep} = flags_2;
  assign y_index = index_2;
  assign y_data = value_2;
endmodule

`resetall
