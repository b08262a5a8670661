// bench_unit: a function of R, C, element by element.
//
//   5 register stages, chosen so that the logic between two of them stays short; a value
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
    .Depth(7)
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

  logic valid_5;
  logic [Lanes+1:0] flags_5;
  always_ff @(posedge clk_i) begin
    if (rst_i) valid_5 <= 1'b0;
    else valid_5 <= valid_4;
  end
  always_ff @(posedge clk_i) flags_5 <= flags_4;

  assign y_reserve = issue;
  assign y_push = valid_5;
  assign {y_eos, y_last, y_keep} = flags_5;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    // Stage 0.
    logic signed [15:0] r_0;
    logic signed [15:0] c_0;
    logic [15:0] magnitude_0;
    logic [15:0] a_0;
    logic is_less_0;
    logic signed [2:0] chosen_0;
    logic signed [15:0] c_1;
    logic [15:0] a_1;
    logic is_less_1;
    logic signed [2:0] chosen_1;
    assign magnitude_0 = 16'(17'(r_0) < 17'sh0 ? 17'sh0 - 17'(r_0) : 17'(r_0));
    assign a_0 = 16'(17'sh1000 + 17'($signed({1'b0, magnitude_0})));
    assign is_less_0 = r_0 < 16'sh0;
    assign chosen_0 = is_less_0 ? 3'sh3 : 3'sh7;
    always_ff @(posedge clk_i) begin
      c_1 <= c_0;
      a_1 <= a_0;
      is_less_1 <= is_less_0;
      chosen_1 <= chosen_0;
    end

    // Stage 1.
    logic signed [15:0] difference_1;
    logic signed [16:0] e_1;
    logic signed [17:0] sum_1;
    logic [15:0] a_2;
    logic signed [17:0] sum_2;
    logic signed [2:0] chosen_2;
    assign difference_1 = 16'(17'($signed({1'b0, a_1})) - 17'sh4000);
    assign e_1 = is_less_1 ? 17'(difference_1) : 17'($signed({1'b0, a_1}));
    assign sum_1 = 18'(e_1) + 18'(c_1);
    always_ff @(posedge clk_i) begin
      a_2 <= a_1;
      sum_2 <= sum_1;
      chosen_2 <= chosen_1;
    end

    // Stage 2.
    logic signed [32:0] product_2;
    logic signed [32:0] product_3;
    logic signed [2:0] chosen_3;
    assign product_2 = 33'($signed({1'b0, a_2})) * 33'(sum_2);
    always_ff @(posedge clk_i) begin
      product_3 <= product_2;
      chosen_3 <= chosen_2;
    end

    // Stage 3.
    logic signed [32:0] t_3;
    logic [26:0] saturated_3;
    logic [26:0] saturated_4;
    assign t_3 = product_3 + (33'(chosen_3) <<< 24);
    assign saturated_3 = t_3 < 33'sh0 ? 27'h0 : t_3 > 33'sh6000000 ? 27'h6000000 : 27'(t_3);
    always_ff @(posedge clk_i) begin
      saturated_4 <= saturated_3;
    end

    // Stage 4.
    logic signed [27:0] rounded_4_exact;
    logic rounded_4_half;
    logic [14:0] rounded_4;
    logic [14:0] rounded_5;
    assign rounded_4_exact = 28'($signed({1'b0, saturated_4}));
    assign rounded_4_half = rounded_4_exact[11];
    assign rounded_4 = 15'((rounded_4_exact >>> 12) + $signed(28'(rounded_4_half)));
    always_ff @(posedge clk_i) begin
      rounded_5 <= rounded_4;
    end

    assign r_0 = R_data_i[lane*16 +: 16];
    assign c_0 = C_data_i[lane*16 +: 16];
    assign y_data[lane*15 +: 15] = rounded_5;
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
