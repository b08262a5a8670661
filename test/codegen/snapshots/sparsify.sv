// bench_unit: events of the nonzero elements of each row of 64 elements, in rising order; an empty
// beat closes a row.
//
// `scan` takes a beat of x a cycle and passes on the ones with work: nonzero elements, or the end
// of a row. `send` takes a cycle for each event of such a beat, and one to close a row.
//
// Stages of send: 1 element chosen, 2 its value and index.
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
    .Depth(4)
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
  localparam int Width = 8;

  // Thread scan: which elements are nonzero, and whether the beat goes on.
  logic [Lanes-1:0] mask;
  logic scan, pass, work_space;
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_mask
    assign mask[lane] = x_keep_i[lane] && x_data_i[lane*Width +: Width] != '0;
  end
  logic row_end;
  logic [5:0] base_q;  // index of lane 0 within the row
  assign row_end = base_q == 6'h3c;
  assign pass    = row_end || mask != '0;
  always_ff @(posedge clk_i) begin
    if (rst_i) base_q <= '0;
    else if (scan) base_q <= row_end ? '0 : base_q + 6'h4;
  end
  assign scan = x_valid_i && (!pass || work_space);
  assign x_ready_o = scan;

  // From scan to send: beats with work.
  logic work_valid, work_take, work_last, work_eos;
  logic [Lanes-1:0] work_mask;
  logic work_end;
  logic [5:0] work_base;
  logic [Lanes*Width-1:0] work_data;
  dendra_credit_fifo #(
    .Width(45),
    .Depth(20)
  ) u_work_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(scan && pass),
    .space_o  (work_space),
    .push_i   (scan && pass),
    .data_i   ({x_eos_i, x_last_i, row_end, base_q, x_data_i, mask}),
    .valid_o  (work_valid),
    .ready_i  (work_take),
    .data_o   ({work_eos, work_last, work_end, work_base, work_data, work_mask})
  );

  // Thread send: the lowest element that has not left; `more` when there is another.
  logic [Lanes-1:0] pending, pick;
  logic [Lanes-1:0] sent_q;  // elements of the present beat that have left
  logic send, event_valid;
  assign pending = work_mask & ~sent_q;
  // Search within groups of lanes, and among the groups.
  localparam int Groups = 1;
  logic [Groups-1:0] some, lower;
  logic more;
  logic [Groups-1:0] many;
  assign more = many != '0 || (some & lower) != '0;
  assign event_valid = some != '0;
  assign lower[0]    = 1'b0;
  for (genvar group = 1; group < Groups; group++) begin : g_lower
    assign lower[group] = some[group-1:0] != '0;
  end
  for (genvar group = 0; group < Groups; group++) begin : g_group
    localparam int First = group * 8;
    localparam int Size = Lanes - First < 8 ? Lanes - First : 8;
    logic [Size-1:0] mine, above;
    assign mine     = pending[First +: Size];
    assign above[0] = 1'b0;
    for (genvar lane = 1; lane < Size; lane++) begin : g_above
      assign above[lane] = mine[lane-1:0] != '0;
    end
    assign some[group]         = mine != '0;
    assign many[group]         = (mine & above) != '0;
    assign pick[First +: Size] = mine & ~above & ~{Size{lower[group]}};
  end
  assign send = work_valid && y_space;
  assign work_take = send && (work_end ? !event_valid : !more);
  assign y_reserve = send;
  always_ff @(posedge clk_i) begin
    if (rst_i) sent_q <= '0;
    else if (send) sent_q <= work_take ? '0 : sent_q | pick;
  end

  logic valid_1, valid_2;
  logic [2:0] flags_1, flags_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      valid_1 <= 1'b0;
      valid_2 <= 1'b0;
    end else begin
      valid_1 <= send;
      valid_2 <= valid_1;
    end
  end

  logic [Lanes*Width-1:0] x_1;
  logic [Width-1:0] value_1, value_2;
  logic [5:0] index_1, index_2;
  logic [Lanes-1:0] pick_1;
  logic [5:0] base_1;
  always_ff @(posedge clk_i) base_1 <= work_base;
  always_ff @(posedge clk_i) begin
    flags_1 <= {work_eos && work_take, work_last && work_take, event_valid};
    flags_2 <= flags_1;
    x_1 <= work_data;
    pick_1 <= pick;
    value_2 <= value_1;
    index_2 <= index_1;
  end
  // Without a pick the value is 0; the index of a closing beat means nothing.
  logic [5:0] offset_1;
  always_comb begin
    value_1 = '0;
    offset_1 = '0;
    for (int lane = 0; lane < Lanes; lane++) begin
      value_1 = value_1 | (x_1[lane*Width +: Width] & {Width{pick_1[lane]}});
      offset_1 = offset_1 | (6'(lane) & {6{pick_1[lane]}});
    end
  end
  assign index_1 = base_1 + offset_1;
  assign y_push = valid_2;
  assign {y_eos, y_last, y_keep} = flags_2;
  assign y_index = index_2;
  assign y_data = value_2;
endmodule

`resetall
