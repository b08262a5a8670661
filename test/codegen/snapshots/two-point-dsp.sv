// bench_unit: y = ReLU6(R^2 + 2R + C(1 + |R|)), with R = r, C = sat(p + d + u).
//
//   R and C have 16 bits, 12 of them fraction bits; the result is rounded half up and saturated
//   4 register stages; one cell a lane and cycle
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        r_valid_i,
  output logic        r_ready_o,
  input  logic [31:0] r_data_i,
  input  logic [1:0]  r_keep_i,
  input  logic        r_last_i,
  input  logic        r_eos_i,
  input  logic        p_valid_i,
  output logic        p_ready_o,
  input  logic [31:0] p_data_i,
  input  logic [1:0]  p_keep_i,
  input  logic        p_last_i,
  input  logic        p_eos_i,
  input  logic        d_valid_i,
  output logic        d_ready_o,
  input  logic [31:0] d_data_i,
  input  logic [1:0]  d_keep_i,
  input  logic        d_last_i,
  input  logic        d_eos_i,
  input  logic        u_valid_i,
  output logic        u_ready_o,
  input  logic [15:0] u_data_i,
  input  logic [0:0]  u_keep_i,
  input  logic        u_last_i,
  input  logic        u_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [29:0] y_data_o,
  output logic [1:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_active_o,
  output logic [47:0] count_context_o,
  output logic [47:0] count_evaluations_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [29:0] y_data;
  logic [1:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(34),
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

  localparam int Lanes = 2;
  localparam int Sources = 3;
  localparam logic signed [17:0] ContextLeast = 18'sh38000;
  localparam logic signed [17:0] ContextMost = 18'sh7fff;

  logic issue;
  assign issue = r_valid_i && p_valid_i && d_valid_i && u_valid_i && y_space;
  assign r_ready_o = issue;
  assign p_ready_o = issue;
  assign d_ready_o = issue;
  // The scalar U serves all beats of a tensor and leaves with the last one.
  assign u_ready_o = issue && r_last_i;
  assign y_reserve = issue;

  logic [Lanes+1:0] flags_0;
  logic valid_0;
  assign valid_0 = issue;
  assign flags_0 = {r_eos_i, r_last_i, r_keep_i};
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
  assign y_push = valid_4;
  assign {y_eos, y_last, y_keep} = flags_4;

  // Context elements that are not zero, by lane.
  logic [Lanes*Sources-1:0] nonzero_1;
  logic [Lanes-1:0] active;

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic signed [15:0] r_code;
    logic signed [15:0] drive, surround;
    assign r_code = r_data_i[lane*16 +: 16];
    assign drive = 16'(r_code);

    // The context: one wide sum, one saturation at the end.
    logic signed [15:0] p_code;
    logic signed [15:0] d_code;
    logic signed [15:0] u_code;
    logic signed [17:0] context_sum;
    assign p_code = p_data_i[lane*16 +: 16];
    assign d_code = d_data_i[lane*16 +: 16];
    assign u_code = u_data_i[0 +: 16];
    assign context_sum = 18'(p_code) + 18'(d_code) + 18'(u_code);
    assign surround = context_sum < ContextLeast ? 16'(ContextLeast)
        : context_sum > ContextMost ? 16'(ContextMost) : context_sum[15:0];
    logic [Sources-1:0] nonzero;
    assign nonzero = {p_code != '0, d_code != '0, u_code != '0};
    always_ff @(posedge clk_i) begin
      nonzero_1[lane*Sources +: Sources] <= r_keep_i[lane] ? nonzero : '0;
    end

    // Stage 0.
    logic signed [15:0] r_0;
    logic signed [15:0] c_0;
    logic is_less_0;
    logic signed [15:0] chosen_0;
    logic [14:0] narrowed_0;
    logic [15:0] a_0;
    logic signed [16:0] e_0;
    logic signed [15:0] c_1;
    logic is_less_1;
    logic [15:0] a_1;
    logic signed [16:0] e_1;
    assign is_less_0 = r_0[15];
    assign chosen_0 = is_less_0 ? (~r_0) : r_0;
    assign narrowed_0 = 15'(chosen_0);
    assign a_0 = 16'(17'($signed({1'b0, narrowed_0})) + (is_less_0 ? 17'sh1001 : 17'sh1000));
    assign e_0 = 17'($signed({1'b0, narrowed_0})) + (is_less_0 ? 17'sh1d001 : 17'sh1000);
    always_ff @(posedge clk_i) begin
      c_1 <= c_0;
      is_less_1 <= is_less_0;
      a_1 <= a_0;
      e_1 <= e_0;
    end

    // Stage 1.
    logic signed [17:0] sum_1;
    logic is_less_2;
    logic [15:0] a_2;
    logic signed [17:0] sum_2;
    assign sum_1 = 18'(e_1) + 18'(c_1);
    always_ff @(posedge clk_i) begin
      is_less_2 <= is_less_1;
      a_2 <= a_1;
      sum_2 <= sum_1;
    end

    // Stage 2.
    logic signed [16:0] product_2_x;
    logic signed [17:0] product_2_y;
    logic is_less_3;
    logic signed [32:0] product_3;
    assign product_2_x = 17'($signed({1'b0, a_2}));
    assign product_2_y = sum_2;
    always_ff @(posedge clk_i) begin
      is_less_3 <= is_less_2;
    end
    dendra_dsp_mul #(
      .ABits(18),
      .BBits(17),
      .PBits(33)
    ) u_product_3 (
      .clk_i(clk_i),
      .a_i(product_2_y),
      .b_i(product_2_x),
      .p_o(product_3)
    );

    // Stage 3.
    logic signed [32:0] sum2_3;
    logic signed [20:0] rounded_3;
    logic is_less2_3;
    logic signed [20:0] chosen5_3;
    logic is_less3_3;
    logic signed [20:0] chosen6_3;
    logic [14:0] narrowed2_3;
    logic [14:0] narrowed2_4;
    assign sum2_3 = product_3 + (is_less_3 ? 33'sh3000800 : 33'sh1ff000800);
    assign rounded_3 = 21'(sum2_3 >>> 12);
    assign is_less2_3 = 21'sh6000 < rounded_3;
    assign chosen5_3 = is_less2_3 ? 21'sh6000 : rounded_3;
    assign is_less3_3 = rounded_3[20];
    assign chosen6_3 = is_less3_3 ? 21'sh0 : chosen5_3;
    assign narrowed2_3 = 15'(chosen6_3);
    always_ff @(posedge clk_i) begin
      narrowed2_4 <= narrowed2_3;
    end

    // Nothing depends on these.
    logic unused;
    assign unused = ^{chosen_0[15:15], chosen6_3[20:15]};

    assign r_0 = drive;
    assign c_0 = surround;
    assign y_data[lane*15 +: 15] = narrowed2_4;
    assign active[lane] = y_keep[lane] && y_data[lane*15 +: 15] != '0;
  end

  // What is counted goes with the results: all counters of a sample end with its last beat.
  logic [2:0] context_5;
  logic [2:0] context_sum_1;
  always_comb begin
    context_sum_1 = '0;
    for (int i = 0; i < Lanes*Sources; i++) begin
      context_sum_1 = context_sum_1 + 3'(nonzero_1[i]);
    end
  end
  logic [2:0] context_2;
  always_ff @(posedge clk_i) context_2 <= context_sum_1;
  logic [2:0] context_3;
  always_ff @(posedge clk_i) context_3 <= context_2;
  logic [2:0] context_4;
  always_ff @(posedge clk_i) context_4 <= context_3;
  always_ff @(posedge clk_i) context_5 <= context_4;

  logic [1:0] active_sum, kept_sum, active_q, kept_q;
  always_comb begin
    active_sum = '0;
    kept_sum = '0;
    for (int i = 0; i < Lanes; i++) begin
      active_sum = active_sum + 2'(active[i]);
      kept_sum = kept_sum + 2'(y_keep[i]);
    end
  end
  always_ff @(posedge clk_i) begin
    active_q <= active_sum;
    kept_q <= kept_sum;
  end

  logic counts_q, count_end;
  logic [1:0] count_active_inc, count_evaluations_inc;
  logic [2:0] count_context_inc;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      counts_q  <= 1'b0;
      count_end <= 1'b0;
    end else begin
      counts_q  <= y_push;
      count_end <= y_push && y_eos;
    end
  end
  assign count_active_inc = counts_q ? active_q : '0;
  assign count_context_inc = counts_q ? context_5 : '0;
  assign count_evaluations_inc = counts_q ? kept_q : '0;

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(2)
  ) u_count_active (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_active_inc),
    .end_i  (count_end),
    .value_o(count_active_o)
  );

  dendra_counter #(
    .Bits(3)
  ) u_count_context (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_context_inc),
    .end_i  (count_end),
    .value_o(count_context_o)
  );

  dendra_counter #(
    .Bits(2)
  ) u_count_evaluations (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_evaluations_inc),
    .end_i  (count_end),
    .value_o(count_evaluations_o)
  );

`ifndef SYNTHESIS
  // The inputs walk in step.
  always @(posedge clk_i) begin
    if (!rst_i && issue) begin
      assert ({p_eos_i, p_last_i, p_keep_i} == {r_eos_i, r_last_i, r_keep_i});
      assert ({d_eos_i, d_last_i, d_keep_i} == {r_eos_i, r_last_i, r_keep_i});
    end
  end
`endif

`ifndef SYNTHESIS
  // The scalar U is a tensor of one element beside each tensor of r.
  always @(posedge clk_i) begin
    if (!rst_i && u_ready_o) begin
      assert ({u_eos_i, u_last_i, u_keep_i} == {r_eos_i, 2'b11});
    end
  end
`endif
endmodule

`resetall
