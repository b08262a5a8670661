// bench_unit: a function of R, C, element by element.
//
//   4 register stages, chosen so that the logic between two of them stays short; a value
//   has the number of its stage behind its name
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        R_valid_i,
  output logic        R_ready_o,
  input  logic [63:0] R_data_i,
  input  logic [3:0]  R_keep_i,
  input  logic        R_last_i,
  input  logic        R_eos_i,
  input  logic        C_valid_i,
  output logic        C_ready_o,
  input  logic [63:0] C_data_i,
  input  logic [3:0]  C_keep_i,
  input  logic        C_last_i,
  input  logic        C_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [59:0] y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o
);
  localparam int Lanes = 4;

  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [59:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(66),
    .Depth(6)
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
  assign issue = R_valid_i && C_valid_i && y_space;
  assign R_ready_o = issue;
  assign C_ready_o = issue;

  // The flags of the first input travel beside the data.
  logic valid_0;
  logic [Lanes+1:0] flags_0;
  assign valid_0 = issue;
  assign flags_0 = {R_eos_i, R_last_i, R_keep_i};

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

  logic valid_3;
  logic [Lanes+1:0] flags_3;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_3 <= 1'b0;
    else valid_3 <= valid_2;
  end
  always_ff @(posedge clk_i) flags_3 <= flags_2;

  logic valid_4;
  logic [Lanes+1:0] flags_4;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_4 <= 1'b0;
    else valid_4 <= valid_3;
  end
  always_ff @(posedge clk_i) flags_4 <= flags_3;

  assign y_reserve = issue;
  assign y_push = valid_4;
  assign {y_eos, y_last, y_keep} = flags_4;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    // Stage 0.
    logic signed [15:0] r_0;
    logic signed [15:0] c_0;
    logic is_less_0;
    logic signed [15:0] chosen_0;
    logic [14:0] narrowed_0;
    logic [15:0] a_0;
    logic signed [16:0] e_0;
    logic signed [17:0] sum_0;
    logic is_less_1;
    logic [15:0] a_1;
    logic signed [17:0] sum_1;
    assign is_less_0 = r_0[15];
    assign chosen_0 = is_less_0 ? (~r_0) : r_0;
    assign narrowed_0 = 15'(chosen_0);
    assign a_0 = 16'(17'($signed({1'b0, narrowed_0})) + (is_less_0 ? 17'sh1001 : 17'sh1000));
    assign e_0 = 17'($signed({1'b0, narrowed_0})) + (is_less_0 ? 17'sh1d001 : 17'sh1000);
    assign sum_0 = 18'(e_0) + 18'(c_0);
    always_ff @(posedge clk_i) begin
      is_less_1 <= is_less_0;
      a_1 <= a_0;
      sum_1 <= sum_0;
    end

    // Stage 1.
    logic signed [32:0] product_1;
    logic is_less_2;
    logic signed [32:0] product_2;
    assign product_1 = 33'($signed({1'b0, a_1})) * 33'(sum_1);
    always_ff @(posedge clk_i) begin
      is_less_2 <= is_less_1;
      product_2 <= product_1;
    end

    // Stage 2.
    logic signed [32:0] sum2_2;
    logic signed [20:0] rounded_2;
    logic is_less3_2;
    logic signed [20:0] rounded_3;
    logic is_less3_3;
    assign sum2_2 = product_2 + (is_less_2 ? 33'sh3000800 : 33'sh1ff000800);
    assign rounded_2 = 21'(sum2_2 >>> 12);
    assign is_less3_2 = rounded_2[20];
    always_ff @(posedge clk_i) begin
      rounded_3 <= rounded_2;
      is_less3_3 <= is_less3_2;
    end

    // Stage 3.
    logic is_less2_3;
    logic signed [20:0] chosen5_3;
    logic signed [20:0] chosen6_3;
    logic [14:0] narrowed2_3;
    logic [14:0] narrowed2_4;
    assign is_less2_3 = 21'sh6000 < rounded_3;
    assign chosen5_3 = is_less2_3 ? 21'sh6000 : rounded_3;
    assign chosen6_3 = is_less3_3 ? 21'sh0 : chosen5_3;
    assign narrowed2_3 = 15'(chosen6_3);
    always_ff @(posedge clk_i) begin
      narrowed2_4 <= narrowed2_3;
    end

    // Nothing depends on these.
    logic unused;
    assign unused = ^{chosen_0[15:15], chosen6_3[20:15]};

    assign r_0 = R_data_i[lane*16 +: 16];
    assign c_0 = C_data_i[lane*16 +: 16];
    assign y_data[lane*15 +: 15] = narrowed2_4;
  end

`ifndef SYNTHESIS
  // The inputs walk in step.
  always @(posedge clk_i) begin
    if (!rst_i && issue) begin
      assert ({C_eos_i, C_last_i, C_keep_i} == {R_eos_i, R_last_i, R_keep_i});
    end
  end
`endif
endmodule

`resetall
