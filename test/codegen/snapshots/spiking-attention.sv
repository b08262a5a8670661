// bench_unit: attention of binary queries, keys and values, 2 heads of 16 channels, 16 tokens.
//
//   n[i][j] = sum over m, c of q[i][c] k[m][c] v[m][j]
//   t = u + min(n, 8);  y = t >= 8;  u = y ? 0 : t >> 1
//
// A beat is one row of one head. First all beats of q, k and v are loaded. Of k and v a token is
// stored only if both hold a spike, since it adds nothing otherwise. Then every query meets the
// stored tokens of its head, 4 a cycle: the spikes that query and key share are added to the counts
// of all channels in which the value has a spike. A query without a spike takes one cycle.
//
// Every partial sum saturates at 8, which leaves min(n, 8) as it is because all terms are positive.
//
//   pairs[bank]  word head * 4 + w: value and key of the token stored as number
//                w * 4 + bank
//   q_mem        word token * 2 + head: whether the query has a spike, and the query
//   u_mem        the same word: the states u of the neurons, 0..3, which read as 0 at the
//                first step of a sample
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic        clk_i,
  input  logic        rst_i,
  input  logic        q_valid_i,
  output logic        q_ready_o,
  input  logic [15:0] q_data_i,
  input  logic [15:0] q_keep_i,
  input  logic        q_last_i,
  input  logic        q_eos_i,
  input  logic        k_valid_i,
  output logic        k_ready_o,
  input  logic [15:0] k_data_i,
  input  logic [15:0] k_keep_i,
  input  logic        k_last_i,
  input  logic        k_eos_i,
  input  logic        v_valid_i,
  output logic        v_ready_o,
  input  logic [15:0] v_data_i,
  input  logic [15:0] v_keep_i,
  input  logic        v_last_i,
  input  logic        v_eos_i,
  output logic        y_valid_o,
  input  logic        y_ready_i,
  output logic [15:0] y_data_o,
  output logic [15:0] y_keep_o,
  output logic        y_last_o,
  output logic        y_eos_o,
  output logic        count_done_o,
  output logic [47:0] count_score_o,
  output logic [47:0] count_accumulate_o,
  output logic [47:0] count_spike_o
);
  // Output y: a slot is reserved at issue and filled when the result is there, so nothing behind
  // the issue ever stalls.
  logic y_space, y_reserve, y_push;
  logic [15:0] y_data;
  logic [15:0] y_keep;
  logic y_last, y_eos;

  dendra_credit_fifo #(
    .Width(34),
    .Depth(8)
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

  localparam int Size = 16;
  localparam int Wait = 2;  // stages from a key to its score

  // Control. The numbers of stored tokens go round in a ring with the heads: that of the present
  // head is lowest.
  logic load_q, eos_q;
  logic [4:0] row_q;
  logic [2:0] base_q, base_d, address_q;
  logic [9:0] stored_q;
  logic [4:0] stored, stored_d, token_q;
  logic [5:0] token_d;
  logic load, query, final_query, useful, active, step, row_last, clear;
  logic [Size-1:0] q_read;

  assign stored      = stored_q[4:0];
  assign load        = load_q && q_valid_i && k_valid_i && v_valid_i;
  assign useful      = (|k_data_i) && (|v_data_i);
  assign token_d     = {1'b0, token_q} + 6'(4);
  assign final_query = !active || token_d >= {1'b0, stored};
  assign query       = !load_q && (!final_query || y_space);
  assign step        = load || (query && final_query);
  assign row_last    = row_q == 5'(31);
  assign clear       = !load_q && row_q >= 5'(30);
  assign stored_d    = clear ? '0 : load_q ? stored + 5'(useful) : stored;
  assign base_d      = base_q == 3'(4) ? '0 : base_q + 3'(4);

  assign q_ready_o = load;
  assign k_ready_o = load;
  assign v_ready_o = load;
  assign y_reserve = query && final_query;

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      load_q    <= 1'b1;
      row_q     <= '0;
      base_q    <= '0;
      address_q <= '0;
      stored_q  <= '0;
      token_q   <= '0;
    end else begin
      if (step) begin
        row_q    <= row_last ? '0 : row_q + 1'b1;
        base_q   <= base_d;
        stored_q <= 10'({stored_d, stored_q} >> 5);
        if (row_last) load_q <= !load_q;
      end
      if (query) begin
        token_q   <= final_query ? '0 : token_d[4:0];
        address_q <= final_query ? base_d : address_q + 1'b1;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (load) eos_q <= q_eos_i;
  end

  (* ram_style = "distributed" *) logic [Size:0] q_mem[0:31];
  always_ff @(posedge clk_i) begin
    if (load) q_mem[row_q] <= {|q_data_i, q_data_i};
  end
  assign {active, q_read} = q_mem[row_q];

  // Stages that hold a cycle of a query: any, the final one of the row. `end_q`: the row is the
  // final one of the sample.
  logic [8:1] query_q, final_q, end_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      query_q <= '0;
      final_q <= '0;
    end else begin
      query_q <= {query_q[7:1], query};
      final_q <= {final_q[7:1], query && final_query};
    end
  end
  always_ff @(posedge clk_i) end_q <= {end_q[7:1], row_last && eos_q};

  // Where a stored token goes.
  logic [2:0] write_address;
  assign write_address = base_q + 3'(stored[4:2]);

  logic [Size-1:0] query_row_q;
  always_ff @(posedge clk_i) query_row_q <= q_read;

  logic [3:0] hits;
  logic [15:0] scores;
  logic [4*Size-1:0] values;
  logic [19:0] adds;
  for (genvar bank = 0; bank < 4; bank++) begin : g_bank
    (* ram_style = "distributed" *) logic [2*Size-1:0] pairs[0:7];
    logic write;
    assign write = load && useful && stored[1:0] == 2'(bank);
    always_ff @(posedge clk_i) begin
      if (write) pairs[write_address] <= {v_data_i, k_data_i};
    end

    logic hit_q;
    logic [Size-1:0] key_q, value_q;
    always_ff @(posedge clk_i) begin
      {value_q, key_q} <= pairs[address_q];
      hit_q <= query && active && {1'b0, token_q} + 6'(bank) < {1'b0, stored};
    end
    assign hits[bank] = hit_q;

    // Spikes that query and key share.
    logic [Size-1:0] score_0;
    assign score_0 = query_row_q & key_q & {Size{hit_q}};
    logic [7:0] score_1;
    dendra_sum_level #(
      .Count(16), .InBits(1), .Group(8), .Limit(8), .OutBits(4)
    ) u_score_1 (.clk_i(clk_i), .data_i(score_0), .data_o(score_1));
    logic [3:0] score_2;
    dendra_sum_level #(
      .Count(2), .InBits(4), .Group(4), .Limit(8), .OutBits(4)
    ) u_score_2 (.clk_i(clk_i), .data_i(score_1), .data_o(score_2));
    assign scores[bank*4 +: 4] = score_2;

    // Spikes of the value, which is as many additions if the score is not 0.
    logic [Size-1:0] add_0;
    assign add_0 = value_q;
    logic [7:0] add_1;
    dendra_sum_level #(
      .Count(16), .InBits(1), .Group(8), .Limit(8), .OutBits(4)
    ) u_add_1 (.clk_i(clk_i), .data_i(add_0), .data_o(add_1));
    logic [4:0] add_2;
    dendra_sum_level #(
      .Count(2), .InBits(4), .Group(4), .Limit(16), .OutBits(5)
    ) u_add_2 (.clk_i(clk_i), .data_i(add_1), .data_o(add_2));
    assign adds[bank*5 +: 5] = add_2 & {5{|score_2}};

    // The value waits for the score.
    logic [Wait*Size-1:0] wait_q;
    always_ff @(posedge clk_i) wait_q <= (Wait*Size)'({wait_q, value_q});
    assign values[bank*Size +: Size] = wait_q[(Wait-1)*Size +: Size];
  end

  // Counts and neurons. `begin_q` says that the next sums are the first ones of a row.
  logic begin_q, fresh_q;
  logic [4:0] fire_q;
  logic fire_last;
  assign fire_last = fire_q == 5'(31);
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      begin_q <= 1'b1;
      fresh_q <= 1'b1;
      fire_q  <= '0;
    end else begin
      if (query_q[4]) begin_q <= final_q[4];
      if (final_q[5]) begin
        fire_q <= fire_last ? '0 : fire_q + 1'b1;
        if (fire_last) fresh_q <= end_q[5];
      end
    end
  end

  (* ram_style = "distributed" *) logic [Size*2-1:0] u_mem[0:31];
  logic [Size*2-1:0] u_read, u_next;
  assign u_read = fresh_q ? '0 : u_mem[fire_q];
  always_ff @(posedge clk_i) begin
    if (final_q[5]) u_mem[fire_q] <= u_next;
  end

  logic [Size-1:0] spike_q;
  logic last_q;
  always_ff @(posedge clk_i) last_q <= fire_last;

  for (genvar c = 0; c < Size; c++) begin : g_channel
    logic [15:0] sum_0;
    for (genvar bank = 0; bank < 4; bank++) begin : g_gate
      assign sum_0[bank*4 +: 4] =
          scores[bank*4 +: 4] & {4{values[bank*Size+c]}};
    end
    logic [3:0] sum_1;
    dendra_sum_level #(
      .Count(4), .InBits(4), .Group(4), .Limit(8), .OutBits(4)
    ) u_sum_1 (.clk_i(clk_i), .data_i(sum_0), .data_o(sum_1));

    logic [3:0] n_q, n;
    logic [4:0] n_d;
    assign n   = begin_q ? '0 : n_q;
    assign n_d = 5'(n) + 5'(sum_1);
    always_ff @(posedge clk_i) begin
      if (query_q[4]) begin
        n_q <= n_d > 5'(8) ? 4'(8) : n_d[3:0];
      end
    end

    logic [3:0] t;
    logic spike;
    assign t = 4'(u_read[c*2 +: 2]) + 4'(n_q);
    assign spike = t >= 4'(8);
    assign u_next[c*2 +: 2] = spike ? '0 : t[2:1];
    always_ff @(posedge clk_i) spike_q[c] <= spike;
  end

  assign y_push = final_q[6];
  assign y_data = spike_q;
  assign y_keep = '1;
  assign y_last = last_q;
  assign y_eos  = end_q[6];

  // Increments of the counters, brought to the stage in which the last of them is there.
  logic [Size-1:0] spikes_0;
  assign spikes_0 = spike_q & {Size{final_q[6]}};
  logic [7:0] spikes_1;
  dendra_sum_level #(
    .Count(16), .InBits(1), .Group(8), .Limit(8), .OutBits(4)
  ) u_spikes_1 (.clk_i(clk_i), .data_i(spikes_0), .data_o(spikes_1));
  logic [4:0] spikes_2;
  dendra_sum_level #(
    .Count(2), .InBits(4), .Group(4), .Limit(16), .OutBits(5)
  ) u_spikes_2 (.clk_i(clk_i), .data_i(spikes_1), .data_o(spikes_2));

  logic [19:0] adds_0;
  assign adds_0 = adds;
  logic [6:0] adds_1;
  dendra_sum_level #(
    .Count(4), .InBits(5), .Group(4), .Limit(64), .OutBits(7)
  ) u_adds_1 (.clk_i(clk_i), .data_i(adds_0), .data_o(adds_1));

  logic [2:0] hit_count;
  always_comb begin
    hit_count = '0;
    for (int i = 0; i < 4; i++) hit_count = hit_count + 3'(hits[i]);
  end

  localparam int HitBits = 3;
  localparam int HitWait = 7;
  localparam int AddBits = 7;
  localparam int AddWait = 4;
  logic [HitWait*HitBits-1:0] hit_wait_q;
  logic [AddWait*AddBits-1:0] add_wait_q;
  always_ff @(posedge clk_i) begin
    hit_wait_q <= (HitWait*HitBits)'({hit_wait_q, hit_count});
    add_wait_q <= (AddWait*AddBits)'({add_wait_q, adds_1});
  end

  logic count_end;
  logic [2:0] count_score_inc;
  logic [6:0] count_accumulate_inc;
  logic [4:0] count_spike_inc;
  assign count_end            = final_q[8] && end_q[8];
  assign count_score_inc      = query_q[8] ? hit_wait_q[(HitWait-1)*HitBits +: HitBits] : '0;
  assign count_accumulate_inc = query_q[8] ? add_wait_q[(AddWait-1)*AddBits +: AddBits] : '0;
  assign count_spike_inc      = final_q[8] ? spikes_2 : '0;

  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(3)
  ) u_count_score (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_score_inc),
    .end_i  (count_end),
    .value_o(count_score_o)
  );

  dendra_counter #(
    .Bits(7)
  ) u_count_accumulate (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_accumulate_inc),
    .end_i  (count_end),
    .value_o(count_accumulate_o)
  );

  dendra_counter #(
    .Bits(5)
  ) u_count_spike (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_spike_inc),
    .end_i  (count_end),
    .value_o(count_spike_o)
  );

`ifndef SYNTHESIS
  // The inputs walk in step.
  always @(posedge clk_i) begin
    if (!rst_i && load) begin
      assert ({k_eos_i, k_last_i, k_keep_i} == {q_eos_i, q_last_i, q_keep_i});
      assert ({v_eos_i, v_last_i, v_keep_i} == {q_eos_i, q_last_i, q_keep_i});
    end
  end
`endif
endmodule

`resetall
