// bench_unit: leaky integrate-and-fire neurons with tau = 2 and hard reset.
//
//   t = (v + x) >> 1;  spike = t >= threshold;  v = spike ? 0 : t
//
// The membrane v is -2048..2037 and 0 at the first step of a sample. Memory `v_mem`: word b holds
// the membranes of beat b, lane 0 lowest. A word is read and written in one cycle, so a beat may
// follow its predecessor at the same address at once. The threshold is taken off x in the stage
// before: the spike is then the sign of a sum that is there as early as t.
//
// Control of an element-wise unit: one beat of every input becomes one beat of `y`, 2 register
// stages later.
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
  input  logic [47:0] x_data_i,
  input  logic [3:0]  x_keep_i,
  input  logic        x_last_i,
  input  logic        x_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [3:0]  y_data_o,
  output logic [3:0]  y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_update_o,
  output logic [47:0] count_spike_o
);
  localparam int Lanes = 4;

  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [3:0] y_data;
  logic [3:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(10),
    .Depth(4)
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
  assign issue = x_valid_i && y_space;
  assign x_ready_o = issue;
  assign y_reserve = issue;

  // The flags of the first input travel beside the data.
  logic valid_0;
  logic [Lanes+1:0] flags_0;
  assign valid_0 = issue;
  assign flags_0 = {x_eos_i, x_last_i, x_keep_i};

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

  assign y_push = valid_2;
  assign {y_eos, y_last, y_keep} = flags_2;

  // Thresholds of the channels of a beat.
  logic [43:0] threshold_rom[0:15];
  initial $readmemh("mem/bench_unit_threshold.mem", threshold_rom);

  logic [3:0] channel_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) channel_q <= '0;
    else if (issue) channel_q <= channel_q == 4'(15) ? '0 : channel_q + 1'b1;
  end

  logic [43:0] thresholds;
  assign thresholds = threshold_rom[channel_q];

  // Address of the beat in stage 1, and whether its membranes are still those before the sample.
  logic [3:0] address_q;
  logic first_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      address_q <= '0;
      first_q   <= 1'b1;
    end else if (valid_1) begin
      address_q <= flags_1[Lanes] ? '0 : address_q + 1'b1;
      if (flags_1[Lanes]) first_q <= flags_1[Lanes+1];
    end
  end

  (* ram_style = "distributed" *) logic [Lanes*12-1:0] v_mem[0:15];
  logic [Lanes*12-1:0] v_read, v_next;
  assign v_read = first_q ? '0 : v_mem[address_q];
  always_ff @(posedge clk_i) begin
    if (valid_1) v_mem[address_q] <= v_next;
  end

  for (genvar lane = 0; lane < Lanes; lane++) begin : g_lane
    logic signed [11:0] x;
    assign x = x_data_i[lane*12 +: 12];
    logic [10:0] threshold;
    assign threshold = thresholds[lane*11 +: 11];

    // Stage 0.
    logic signed [11:0] x_0;
    logic [10:0] threshold_0;
    logic signed [13:0] margin_0;
    logic signed [11:0] x_1;
    logic signed [13:0] margin_1;
    assign margin_0 = 14'(x_0) - (14'($signed({1'b0, threshold_0})) <<< 1);
    always_ff @(posedge clk_i) begin
      x_1 <= x_0;
      margin_1 <= margin_0;
    end

    // Stage 1.
    logic signed [11:0] v_1;
    logic signed [12:0] sum_1;
    logic signed [11:0] t_1;
    logic signed [13:0] sum2_1;
    logic signed [12:0] over_1;
    logic is_less_1;
    logic signed [11:0] chosen2_1;
    logic signed [11:0] narrowed_1;
    logic is_less_2;
    assign sum_1 = 13'(v_1) + 13'(x_1);
    assign t_1 = 12'(sum_1 >>> 1);
    assign sum2_1 = 14'(v_1) + margin_1;
    assign over_1 = 13'(sum2_1 >>> 1);
    assign is_less_1 = over_1[12];
    assign chosen2_1 = is_less_1 ? t_1 : 12'sh0;
    assign narrowed_1 = chosen2_1;
    always_ff @(posedge clk_i) begin
      is_less_2 <= is_less_1;
    end

    // Nothing depends on these.
    logic unused;
    assign unused = ^{over_1[11:0]};

    assign x_0 = x;
    assign threshold_0 = threshold;
    assign v_1 = v_read[lane*12 +: 12];
    assign v_next[lane*12 +: 12] = narrowed_1;
    assign y_data[lane] = 1'((is_less_2 ? 2'sh0 : 2'sh1));
  end

  // Neurons updated and spikes given in a beat, without the lanes beyond the tensor.
  logic [2:0] update_d, spike_d, update_q, spikes_q, count_update_inc, count_spike_inc;
  logic [Lanes-1:0] kept;
  logic counts_q, count_end;
  assign kept = y_keep & y_data;
  always_comb begin
    update_d = '0;
    spike_d  = '0;
    for (int i = 0; i < Lanes; i++) begin
      update_d = update_d + 3'(y_keep[i]);
      spike_d  = spike_d + 3'(kept[i]);
    end
  end
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      counts_q  <= 1'b0;
      count_end <= 1'b0;
    end else begin
      counts_q  <= y_push;
      count_end <= y_push && y_eos;
    end
  end
  always_ff @(posedge clk_i) begin
    update_q <= update_d;
    spikes_q <= spike_d;
  end
  assign count_update_inc = counts_q ? update_q : '0;
  assign count_spike_inc  = counts_q ? spikes_q : '0;

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(3)
  ) u_count_update (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_update_inc),
    .end_i  (count_end),
    .value_o(count_update_o)
  );

  dendra_counter #(
    .Bits(3)
  ) u_count_spike (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_spike_inc),
    .end_i  (count_end),
    .value_o(count_spike_o)
  );
endmodule

`resetall
