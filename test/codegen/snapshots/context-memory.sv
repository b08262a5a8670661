// bench_unit: U' = U + ((m - U) >> 4) with m = (sum of x + half) >> 6, U = 0 at the start of a
// sample.
//
//   64 cells, 4 a beat: 1 level of adders, the sum of the beats, the mean, and U
//
// Each tensor has its own total: the first beat of the next one replaces it in the cycle in which
// the mean is taken.
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
  input  logic [59:0] x_data_i,
  input  logic [3:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [14:0] y_data_o,
  output logic [0:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_adds_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [14:0] y_data;
  logic [0:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(18),
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

  logic issue;
  assign issue = x_valid_i && (!x_last_i || y_space);
  assign x_ready_o = issue;
  assign y_reserve = issue && x_last_i;

  // Flags beside the sums.
  logic valid_0, last_0, eos_0;
  assign valid_0 = issue;
  assign last_0 = x_last_i;
  assign eos_0 = x_eos_i;
  logic valid_1, last_1, eos_1;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_1 <= 1'b0;
    else valid_1 <= valid_0;
  end
  always_ff @(posedge clk_i) begin
    last_1 <= last_0;
    eos_1 <= eos_0;
  end
  logic valid_2, last_2, eos_2;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_2 <= 1'b0;
    else valid_2 <= valid_1;
  end
  always_ff @(posedge clk_i) begin
    last_2 <= last_1;
    eos_2 <= eos_1;
  end
  logic valid_3, last_3, eos_3;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_3 <= 1'b0;
    else valid_3 <= valid_2;
  end
  always_ff @(posedge clk_i) begin
    last_3 <= last_2;
    eos_3 <= eos_2;
  end

  // Lanes without an element add zero.
  logic [Lanes*16-1:0] sums_0;
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic [14:0] x;
    assign x = x_data_i[lane*15 +: 15];
    assign sums_0[lane*16 +: 16] = x_keep_i[lane] ? {1'b0, x} : '0;
  end

  // Level 1 of the adder tree: 4 sums become 1.
  logic [63:0] padded_0;
  logic [17:0] sums_1;
  assign padded_0 = sums_0;
  for (genvar i = 0; i < 1; i++) begin : g_level_1
    logic signed [15:0] a, b, c, d;
    logic signed [17:0] sum_q;
    assign {d, c, b, a} = padded_0[64*i +: 64];
    always_ff @(posedge clk_i) begin
      sum_q <= (18'(a) + 18'(b)) + (18'(c) + 18'(d));
    end
    assign sums_1[i*18 +: 18] = sum_q;
  end

  // The total of a tensor; `fresh_q` marks that the next beat opens one.
  logic signed [17:0] partial;
  logic signed [21:0] total_q;
  logic fresh_q;
  assign partial = sums_1;
  always_ff @(posedge clk_i) begin
    if (rst_i) fresh_q <= 1'b1;
    else if (valid_1) fresh_q <= last_1;
  end
  always_ff @(posedge clk_i) begin
    if (valid_1) total_q <= (fresh_q ? '0 : total_q) + 22'(partial);
  end

  logic signed [15:0] mean_q;
  always_ff @(posedge clk_i) begin
    mean_q <= 16'((23'(total_q) + 23'sh20) >>> 6);
  end

  logic update;
  logic signed [15:0] u_d;
  assign update = valid_3 && last_3;
  logic signed [15:0] u_q;
  logic signed [16:0] distance;
  assign distance = 17'(mean_q) - 17'(u_q);
  assign u_d = 16'((distance >>> 4) + 17'(u_q));
  always_ff @(posedge clk_i) begin
    if (rst_i) u_q <= '0;
    else if (update) u_q <= eos_3 ? '0 : u_d;
  end

  assign y_push = update;
  assign y_data = u_d[14:0];
  assign y_keep = 1'b1;
  assign y_last = 1'b1;
  assign y_eos  = eos_3;

  logic count_end;
  logic [2:0] count_adds_inc;
  assign count_end = issue && x_last_i && x_eos_i;
  assign count_adds_inc = !issue ? '0 : 3'h4;

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(3)
  ) u_count_adds (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_adds_inc),
    .end_i  (count_end),
    .value_o(count_adds_o)
  );
endmodule

`resetall
