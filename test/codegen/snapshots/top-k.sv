// bench_unit: keeps 512 largest of every 1024 scores in their order; the first index wins a tie.
//
// Radix select on digits of four bits, the highest first. A pass counts, for every value of the
// digit, the candidates that reach it; the digit of the k-th score is the largest value that at
// least `need` candidates reach. The first pass runs while the row comes in. A filter pass then
// keeps what is above the k-th score, and `need` equal ones.
//
//   row: 64 beats in, 3 digits, 32 cycles a pass, 64 beats out
//   score memory: 32 words of 16 scores of 12 bits in each of two banks, even and odd beats
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module bench_unit (
  input  logic         clk_i,
  input  logic         rst_i,
  input  logic         x_valid_i,
  output logic         x_ready_o,
  input  logic [191:0] x_data_i,
  input  logic [15:0]  x_keep_i,
  input  logic         x_last_i,
  input  logic         x_eos_i,
  output logic         values_valid_o,
  input  logic         values_ready_i,
  output logic [191:0] values_data_o,
  output logic [15:0]  values_keep_o,
  output logic         values_last_o,
  output logic         values_eos_o,
  output logic         indices_valid_o,
  input  logic         indices_ready_i,
  output logic [159:0] indices_data_o,
  output logic [15:0]  indices_keep_o,
  output logic         indices_last_o,
  output logic         indices_eos_o,
  output logic         count_done_o,
  output logic [47:0]  count_compare_o,
  output logic [47:0]  count_kept_o
);
  // Output values: a slot is reserved at issue and filled when the result is there, so nothing
  // behind the issue ever stalls.
  logic values_space, values_reserve, values_push;
  logic [191:0] values_data;
  logic [15:0] values_keep;
  logic values_last, values_eos;

  dendra_credit_fifo #(
    .Width(210),
    .Depth(5)
  ) u_values_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(values_reserve),
    .space_o  (values_space),
    .push_i   (values_push),
    .data_i   ({values_eos, values_last, values_keep, values_data}),
    .valid_o  (values_valid_o),
    .ready_i  (values_ready_i),
    .data_o   ({values_eos_o, values_last_o, values_keep_o, values_data_o})
  );

  // Output indices: a slot is reserved at issue and filled when the result is there, so nothing
  // behind the issue ever stalls.
  logic indices_space, indices_reserve, indices_push;
  logic [159:0] indices_data;
  logic [15:0] indices_keep;
  logic indices_last, indices_eos;

  dendra_credit_fifo #(
    .Width(178),
    .Depth(5)
  ) u_indices_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(indices_reserve),
    .space_o  (indices_space),
    .push_i   (indices_push),
    .data_i   ({indices_eos, indices_last, indices_keep, indices_data}),
    .valid_o  (indices_valid_o),
    .ready_i  (indices_ready_i),
    .data_o   ({indices_eos_o, indices_last_o, indices_keep_o, indices_data_o})
  );

  localparam int Lanes = 16;
  localparam int Width = 12;
  localparam int Beats = 64;
  localparam int Words = 32;
  localparam int Digits = 3;
  localparam int Visited = 32;
  localparam int CountBits = 11;
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1;
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1;
  localparam int PosBits = Digits > 1 ? $clog2(Digits) : 1;
  localparam int LaneBits = 5;
  localparam int RankBits = Lanes > 1 ? $clog2(Lanes) : 1;

  typedef enum logic [1:0] {StLoad, StWalk, StPass, StFilter} state_e;

  // Control: load a row, then walk and pass in turn, then filter.
  state_e state_q;
  logic [BeatBits-1:0] beat_q;
  logic [PosBits-1:0] pos_q;
  logic [2:0] step_q;
  logic last_q, eos_q;
  logic load, pass, filter, filter_space, row_end, word_end, update;

  assign row_end  = beat_q == BeatBits'(Beats - 1);
  assign word_end = beat_q == BeatBits'(Words - 1);
  assign load     = state_q == StLoad && x_valid_i;
  assign pass     = state_q == StPass;
  assign filter   = state_q == StFilter && filter_space;
  assign update   = state_q == StWalk && step_q == 3'd4;

  assign x_ready_o = load;

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      state_q <= StLoad;
      beat_q  <= '0;
      pos_q   <= '0;
      step_q  <= '0;
    end else begin
      case (state_q)
        StLoad:
        if (load) begin
          beat_q <= row_end ? '0 : beat_q + 1'b1;
          if (row_end) state_q <= StWalk;
        end
        StWalk: begin
          step_q <= update ? '0 : step_q + 1'b1;
          if (update) state_q <= pos_q == PosBits'(Digits - 1) ? StFilter : StPass;
          if (update && pos_q != PosBits'(Digits - 1)) pos_q <= pos_q + 1'b1;
        end
        StPass: begin
          beat_q <= word_end ? '0 : beat_q + 1'b1;
          if (word_end) state_q <= StWalk;
        end
        default:
        if (filter) begin
          beat_q <= row_end ? '0 : beat_q + 1'b1;
          if (row_end) begin
            pos_q   <= '0;
            state_q <= StLoad;
          end
        end
      endcase
    end
  end
  always_ff @(posedge clk_i) begin
    if (load) begin
      last_q <= x_last_i;
      eos_q  <= x_eos_i;
    end
  end

  // Scores as keys: the larger is kept first.
  logic [Lanes*Width-1:0] x_key, even, row_word;
  logic [WordBits-1:0] word;
  logic [Lanes*Width-1:0] even_mem[0:Words-1];
  assign x_key    = x_data_i;
  assign even     = even_mem[word];
  logic [Lanes*Width-1:0] odd;
  logic [Lanes*Width-1:0] odd_mem[0:Words-1];
  assign word     = pass ? WordBits'(beat_q) : WordBits'(beat_q >> 1);
  assign odd      = odd_mem[word];
  assign row_word = beat_q[0] ? odd : even;
  always_ff @(posedge clk_i) begin
    if (load && !beat_q[0]) even_mem[word] <= x_key;
    if (load && beat_q[0]) odd_mem[word] <= x_key;
  end

  // Stage 1: who is a candidate, and its digit at the position in search.
  logic [4*Digits-1:0] kth_q;
  logic [Visited-1:0] member_d, member_q;
  logic [4*Visited-1:0] digit_d, digit_q;
  logic [Visited*Width-1:0] seen;
  assign seen = {odd, even};
  for (genvar lane = 0; lane < Visited; lane++) begin : g_seen
    logic [4*Digits-1:0] item;
    logic member;
    logic [3:0] digit;
    assign item   = (4*Digits)'(seen[lane*Width +: Width]);
    assign member = pass
        && (item[11:8] == kth_q[11:8])
        && (item[7:4] == kth_q[7:4] || pos_q <= PosBits'(1));
    assign digit = pos_q == PosBits'(1) ? item[7:4] : item[3:0];
    if (lane < Lanes) begin : g_load
      assign member_d[lane] = load ? x_keep_i[lane] : member;
      assign digit_d[4*lane +: 4] = !load ? digit : 4'(x_key[lane*Width+4*(Digits-1) +: 4]);
    end else begin : g_pass
      assign member_d[lane]       = member;
      assign digit_d[4*lane +: 4] = digit;
    end
  end
  always_ff @(posedge clk_i) begin
    if (rst_i) member_q <= '0;
    else member_q <= member_d;
  end
  always_ff @(posedge clk_i) digit_q <= digit_d;

  // Stages 2 to 5: for every value, count the candidates that reach it, in sixes, in beats, in the
  // pass; compare. The counts of sixes are kept by weight, so that those of equal weight are
  // counted in sixes again. They are added in every cycle, so they start from 0.
  localparam int Sixes = 6;
  localparam int Parts = 1;
  localparam int SumBits = 6;
  logic [CountBits-1:0] need_q;
  logic [16:0] reach;
  logic [16*CountBits-1:0] higher;
  assign reach[0]                          = 1'b1;
  assign reach[16]                         = 1'b0;
  assign higher[15*CountBits +: CountBits] = '0;
  for (genvar value = 1; value < 16; value++) begin : g_value
    logic [6*Sixes-1:0] hit;
    logic [18*Parts-1:0] six_d, six_q;
    logic [9*Parts-1:0] part;
    logic [SumBits-1:0] sum_d, sum_q;
    logic [CountBits-1:0] count_q;
    logic reach_q;
    for (genvar lane = 0; lane < 6 * Sixes; lane++) begin : g_hit
      if (lane < Visited) begin : g_lane
        assign hit[lane] = member_q[lane] && digit_q[4*lane +: 4] >= 4'(value);
      end else begin : g_none
        assign hit[lane] = 1'b0;
      end
    end
    for (genvar six = 0; six < 6 * Parts; six++) begin : g_six
      logic [2:0] ones;
      if (six < Sixes) begin : g_ones
        dendra_ones6 u_ones (
          .bits_i(hit[6*six +: 6]),
          .ones_o(ones)
        );
      end else begin : g_none
        assign ones = '0;
      end
      for (genvar weight = 0; weight < 3; weight++) begin : g_weight
        assign six_d[6*Parts*weight+six] = ones[weight];
      end
    end
    for (genvar i = 0; i < 3 * Parts; i++) begin : g_part
      dendra_ones6 u_ones (
        .bits_i(six_q[6*i +: 6]),
        .ones_o(part[3*i +: 3])
      );
    end
    always_comb begin
      sum_d = '0;
      for (int i = 0; i < 3 * Parts; i++) sum_d = sum_d + (SumBits'(part[3*i +: 3]) << (i / Parts));
    end
    always_ff @(posedge clk_i) begin
      if (rst_i) begin
        six_q   <= '0;
        sum_q   <= '0;
        count_q <= '0;
      end else begin
        six_q   <= six_d;
        sum_q   <= sum_d;
        count_q <= update ? '0 : count_q + CountBits'(sum_q);
      end
    end
    always_ff @(posedge clk_i) reach_q <= count_q >= need_q;
    assign reach[value]                             = reach_q;
    assign higher[(value-1)*CountBits +: CountBits] = count_q;
  end

  // The digit is the last value reached; what lies above it is kept for sure.
  logic [3:0] value;
  logic [CountBits-1:0] above;
  always_comb begin
    value = '0;
    above = '0;
    for (int i = 0; i < 16; i++) begin
      if (reach[i] && !reach[i+1]) begin
        value = value | 4'(i);
        above = above | higher[i*CountBits +: CountBits];
      end
    end
  end
  for (genvar pos = 0; pos < Digits; pos++) begin : g_digit
    always_ff @(posedge clk_i) begin
      if (update && pos_q == PosBits'(pos)) kth_q[4*(Digits-1-pos) +: 4] <= value;
    end
  end

  // Filter, stage 1: compare with the k-th score.
  logic [Lanes-1:0] more_d, same_d, more_1, same_1, more_2, same_2, kept_d, kept_3, kept_4;
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_filter
    logic [4*Digits-1:0] item;
    assign item         = (4*Digits)'(row_word[lane*Width +: Width]);
    assign more_d[lane] = item > kth_q;
    assign same_d[lane] = item == kth_q;
  end

  // Stages 2 and 3: of the equal ones, the first `need` are kept. Stage 4: how many of the beat are
  // kept.
  logic [Lanes*RankBits-1:0] rank_d, rank_2;
  logic [LaneBits-1:0] same_count, kept_count_d, kept_count_4;
  logic [3:0] filter_q, end_q;
  dendra_rank #(
    .Lanes   (Lanes),
    .RankBits(RankBits)
  ) u_rank (
    .bits_i(same_1),
    .rank_o(rank_d)
  );
  assign same_count = LaneBits'(rank_2[(Lanes-1)*RankBits +: RankBits])
      + LaneBits'(same_2[Lanes-1]);
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_kept
    assign kept_d[lane] = more_2[lane]
        || (same_2[lane] && CountBits'(rank_2[lane*RankBits +: RankBits]) < need_q);
  end
  always_comb begin
    kept_count_d = '0;
    for (int i = 0; i < Lanes; i++) kept_count_d = kept_count_d + LaneBits'(kept_3[i]);
  end
  always_ff @(posedge clk_i) begin
    more_1       <= more_d;
    same_1       <= same_d;
    more_2       <= more_1;
    same_2       <= same_1;
    rank_2       <= rank_d;
    kept_3       <= kept_d;
    kept_4       <= kept_3;
    kept_count_4 <= kept_count_d;
    if (state_q == StWalk && step_q == 3'd2 && pos_q == '0) need_q <= CountBits'(512);
    else if (update) need_q <= need_q - above;
    else if (filter_q[1]) begin
      need_q <= need_q > CountBits'(same_count) ? need_q - CountBits'(same_count) : '0;
    end
  end
  always_ff @(posedge clk_i) begin
    if (rst_i) filter_q <= '0;
    else filter_q <= {filter_q[2:0], filter};
  end
  always_ff @(posedge clk_i) end_q <= {end_q[2:0], row_end && last_q && eos_q};

  // Channel to the packer, in two FIFOs that are filled in step: what is known at issue, and what
  // the filter finds.
  logic token_space, token_valid, token_eos;
  logic found_space, found_valid;
  logic [Lanes-1:0] found_keep;
  logic [LaneBits-1:0] found_count;
  logic take;
  logic [Lanes*Width-1:0] token_keys;
  dendra_credit_fifo #(
    .Width(193),
    .Depth(6)
  ) u_token_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(filter),
    .space_o  (token_space),
    .push_i   (filter),
    .data_i   ({eos_q, row_word}),
    .valid_o  (token_valid),
    .ready_i  (take),
    .data_o   ({token_eos, token_keys})
  );
  dendra_credit_fifo #(
    .Width(Lanes + LaneBits),
    .Depth(6)
  ) u_found_fifo (
    .clk_i    (clk_i),
    .rst_i    (rst_i),
    .reserve_i(filter),
    .space_o  (found_space),
    .push_i   (filter_q[3]),
    .data_i   ({kept_count_4, kept_4}),
    .valid_o  (found_valid),
    .ready_i  (take),
    .data_o   ({found_count, found_keep})
  );
  assign filter_space = token_space && found_space;

  // Packer control: a beat leaves whenever enough items are together.
  localparam int FillBits = RankBits;
  localparam int Stages = 3;
  logic [FillBits-1:0] fill_q;
  logic [LaneBits:0] total;
  logic full, space, give, last, eos;
  assign space = values_space && indices_space;
  assign total = (LaneBits+1)'(fill_q) + (LaneBits+1)'(found_count);
  assign full  = total >= (LaneBits+1)'(Lanes);
  assign take = token_valid && found_valid && (!full || space);
  assign give = (take && full);
  localparam int OutBeats = 32;
  localparam int OutBits = OutBeats > 1 ? $clog2(OutBeats) : 1;
  logic [OutBits-1:0] out_q;
  assign last = out_q == OutBits'(OutBeats - 1);
  always_ff @(posedge clk_i) begin
    if (rst_i) out_q <= '0;
    else if (give) out_q <= last ? '0 : out_q + 1'b1;
  end
  logic eos_held_q;
  always_ff @(posedge clk_i) begin
    if (take) eos_held_q <= token_eos;
  end
  assign eos = last && (take ? token_eos : eos_held_q);
  always_ff @(posedge clk_i) begin
    if (rst_i) fill_q <= '0;
    else if (take) fill_q <= FillBits'(full ? total - (LaneBits+1)'(Lanes) : total);
  end

  // Packer data: index and key of every item.
  localparam int ItemBits = 22;
  logic [Lanes*ItemBits-1:0] items, packed_items;
  logic [Lanes-1:0] below;
  logic [BeatBits-1:0] token_beat_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) token_beat_q <= '0;
    else if (take) token_beat_q <= token_beat_q == BeatBits'(Beats - 1) ? '0 : token_beat_q + 1'b1;
  end
  for (genvar lane = 0; lane < Lanes; lane++) begin : g_item
    logic [9:0] index;
    assign index = 10'({token_beat_q, RankBits'(lane)});
    assign items[lane*ItemBits +: ItemBits] = {index, token_keys[lane*Width +: Width]};
    assign values_data[lane*Width +: Width] = packed_items[lane*ItemBits +: Width];
    assign indices_data[lane*10 +: 10] = packed_items[(lane+1)*ItemBits-10 +: 10];
  end
  dendra_compact #(
    .Lanes    (Lanes),
    .Width    (ItemBits),
    .StartBits(FillBits)
  ) u_compact (
    .clk_i  (clk_i),
    .valid_i(take),
    .keep_i (found_keep),
    .start_i(fill_q),
    .data_i (items),
    .below_o(below),
    .data_o (packed_items)
  );

  logic [Stages-1:0] give_q, full_q, last_out_q, eos_out_q;
  always_ff @(posedge clk_i) begin
    if (rst_i) give_q <= '0;
    else give_q <= Stages'({give_q, give});
  end
  always_ff @(posedge clk_i) begin
    full_q     <= Stages'({full_q, take});
    last_out_q <= Stages'({last_out_q, last});
    eos_out_q  <= Stages'({eos_out_q, eos});
  end
  logic [Lanes-1:0] out_keep;
  assign out_keep = {Lanes{full_q[Stages-1]}};
  logic unused_below;
  assign unused_below = ^below;
  assign values_reserve = give;
  assign values_push    = give_q[Stages-1];
  assign values_keep    = out_keep;
  assign values_last    = last_out_q[Stages-1];
  assign values_eos     = eos_out_q[Stages-1];
  assign indices_reserve = give;
  assign indices_push    = give_q[Stages-1];
  assign indices_keep    = out_keep;
  assign indices_last    = last_out_q[Stages-1];
  assign indices_eos     = eos_out_q[Stages-1];

  // A visit counts four cycles after its issue, in step with what its beat keeps.
  localparam int VisitBits = $clog2(Visited + 1);
  logic [VisitBits-1:0] visit_0, visit_1, visit_2, visit_3, visit_4;
  assign visit_0 = pass ? VisitBits'(Visited) : load || filter ? VisitBits'(Lanes) : '0;
  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      visit_1 <= '0;
      visit_2 <= '0;
      visit_3 <= '0;
      visit_4 <= '0;
    end else begin
      visit_1 <= visit_0;
      visit_2 <= visit_1;
      visit_3 <= visit_2;
      visit_4 <= visit_3;
    end
  end
  logic count_end;
  logic [VisitBits-1:0] count_compare_inc;
  logic [LaneBits-1:0] count_kept_inc;
  assign count_end         = filter_q[3] && end_q[3];
  assign count_compare_inc = visit_4;
  assign count_kept_inc    = filter_q[3] ? kept_count_4 : '0;
  // Counters of one sample: each steps on the strobe that performs its operation.
  always_ff @(posedge clk_i) begin
    if (rst_i) count_done_o <= 1'b0;
    else count_done_o <= count_end;
  end

  dendra_counter #(
    .Bits(6)
  ) u_count_compare (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_compare_inc),
    .end_i  (count_end),
    .value_o(count_compare_o)
  );

  dendra_counter #(
    .Bits(5)
  ) u_count_kept (
    .clk_i  (clk_i),
    .rst_i  (rst_i),
    .inc_i  (count_kept_inc),
    .end_i  (count_end),
    .value_o(count_kept_o)
  );
endmodule

`resetall
