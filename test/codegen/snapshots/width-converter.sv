// bench_unit: repacks beats of 4 lanes into beats of 3.
//
// A unit is 1 element with its keep bit, the greatest common divisor of both widths: units never
// part. Held units stand at the low end of `held_q`, zeros above them. A beat is taken while fewer
// than 3 units are held and is joined above them; one is given as soon as that many are there, in
// the same cycle. The final beat of a tensor flushes what is held.
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
  output logic [23:0] y_data_o,
  output logic [2:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [23:0] y_data;
  logic [2:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(29),
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

  localparam int From = 4;
  localparam int To = 3;
  localparam int Most = 6;
  localparam int Held = 3;
  localparam int Size = 1;
  localparam int DataBits = 8;
  localparam int UnitBits = Size + DataBits;
  localparam int FillBits = 3;

  logic [Held*UnitBits-1:0] held_q;
  logic [FillBits-1:0] fill_q, arrived, fill;
  logic ending_q, eos_q;
  logic takes, ends, gives, closes, issue;

  assign takes = !ending_q && fill_q < FillBits'(To);
  assign ends = ending_q || (takes && x_last_i);
  assign fill = fill_q + (takes ? arrived : '0);
  assign gives = ends || fill >= FillBits'(To);
  assign closes = ends && fill <= FillBits'(To);
  assign issue = (!takes || x_valid_i) && (!gives || y_space);
  assign x_ready_o = issue && takes;
  assign y_reserve = issue && gives;
  assign y_push = y_reserve;

  // Only the final beat may hold fewer units.
  assign arrived = x_last_i ? FillBits'(4) : FillBits'(From);

  // The beat's units move up to the first free place, by powers of two.
  logic [Most*UnitBits-1:0] moved_0;
  logic [From*UnitBits-1:0] taken;
  for (genvar u = 0; u < From; u++) begin : g_taken
    assign taken[u*UnitBits +: UnitBits] =
        takes ? {x_keep_i[u*Size +: Size], x_data_i[u*DataBits +: DataBits]} : '0;
  end
  assign moved_0 = (Most*UnitBits)'(taken);
  logic [Most*UnitBits-1:0] moved_1;
  assign moved_1 = fill_q[0] ? moved_0 << (1 * UnitBits) : moved_0;
  logic [Most*UnitBits-1:0] moved_2;
  assign moved_2 = fill_q[1] ? moved_1 << (2 * UnitBits) : moved_1;

  logic [Most*UnitBits-1:0] joined;
  assign joined = moved_2 | (Most*UnitBits)'(held_q);

  for (genvar u = 0; u < To; u++) begin : g_given
    assign {y_keep[u*Size +: Size], y_data[u*DataBits +: DataBits]} =
        joined[u*UnitBits +: UnitBits];
  end
  assign y_last = closes;
  assign y_eos = closes && (ending_q ? eos_q : x_eos_i);

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      held_q   <= '0;
      fill_q   <= '0;
      ending_q <= 1'b0;
    end else if (issue) begin
      ending_q <= ends && !closes;
      if (closes) begin
        held_q <= '0;
        fill_q <= '0;
      end else if (gives) begin
        held_q <= (Held*UnitBits)'(joined >> (To * UnitBits));
        fill_q <= fill - FillBits'(To);
      end else begin
        held_q <= (Held*UnitBits)'(joined);
        fill_q <= fill;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (issue && takes) eos_q <= x_eos_i;
  end
endmodule

`resetall
