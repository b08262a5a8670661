// add and concat: what the beats that are taken from `a` and `b` give leaves in order, once.
module prove_join #(
  parameter int Lanes = 2,
  parameter int A     = 5,
  parameter int B     = 3,
  parameter int Y     = 6,
  parameter int Depth = 3,
  // Beats of a row that come from each, for concat.
  parameter int RowA  = 3,
  parameter int RowB  = 2
) (
  input logic               clk_i,
  input logic               rst,
  input logic               a_valid,
  input logic [Lanes*A-1:0] a_data,
  input logic [Lanes-1:0]   a_keep,
  input logic               a_last,
  input logic               a_eos,
  input logic               b_valid,
  input logic [Lanes*B-1:0] b_data,
  input logic [Lanes-1:0]   b_keep,
  input logic               b_last,
  input logic               b_eos,
  input logic               y_ready
);
  localparam int Beat = Lanes * Y + Lanes + 2;
  localparam int Bits = $clog2(Depth + 1) + 1;

  logic a_ready, b_ready, y_valid;
  logic [Beat-1:0] y;
  `DUT dut (
    .clk_i(clk_i), .`RESET, .a_valid_i(a_valid), .a_ready_o(a_ready),
    .a_data_i(a_data), .a_keep_i(a_keep), .a_last_i(a_last), .a_eos_i(a_eos),
    .b_valid_i(b_valid), .b_ready_o(b_ready),
    .b_data_i(b_data), .b_keep_i(b_keep), .b_last_i(b_last), .b_eos_i(b_eos),
    .y_valid_o(y_valid), .y_ready_i(y_ready), .y_data_o(y[Lanes*Y-1:0]), .y_keep_o(y[Lanes*Y +: Lanes]),
    .y_last_o(y[Beat-2]), .y_eos_o(y[Beat-1])
  );

  logic take_a, take_b, enter;
  assign take_a = a_valid && a_ready;
  assign take_b = b_valid && b_ready;

  // What the beat that enters has to be: signed elements of `a`, unsigned ones of `b`.
  logic [Beat-1:0] expected;
  logic [Bits-1:0] inside, ahead;
`ifdef CONCAT
  localparam int RowBits = $clog2(RowA + RowB);
  logic [RowBits-1:0] row_q;
  logic second;
  assign second = row_q >= RowBits'(RowA);
  assign enter = take_a || take_b;
  assign expected[Beat-1:Lanes*Y] = second ? {b_eos, b_last, b_keep} : {2'b00, a_keep};
  for (genvar l = 0; l < Lanes; l++) begin : g_lane
    assign expected[l*Y +: Y] = second
        ? {{(Y-B){1'b0}}, b_data[l*B +: B]} : {{(Y-A){a_data[l*A+A-1]}}, a_data[l*A +: A]};
  end
  always_ff @(posedge clk_i) begin
    if (rst) row_q <= '0;
    else if (enter) row_q <= row_q == RowBits'(RowA + RowB - 1) ? '0 : row_q + 1'b1;
  end
  logic [RowBits-1:0] probe_row;
  always_comb begin
    // `a` ends with a whole row.
    if (a_valid && a_last) assume (row_q == RowBits'(RowA - 1) || second);
    if (a_valid && a_eos) assume (a_last);
    if (!rst) begin
      assert (probe_row == row_q && row_q < RowBits'(RowA + RowB));
      if (take_a) assert (!second);
      if (take_b) assert (second);
      // No deadlock: the one whose turn it is is taken as soon as there is room.
      if (!second && a_valid && inside != Bits'(Depth)) assert (a_ready);
      if (second && b_valid && inside != Bits'(Depth)) assert (b_ready);
      cover (take_a && row_q == '0 && inside != '0);
      cover (take_b && row_q == RowBits'(RowA + RowB - 1));
    end
  end
`else
  assign enter = take_a;
  assign expected[Beat-1:Lanes*Y] = {a_eos, a_last, a_keep};
  for (genvar l = 0; l < Lanes; l++) begin : g_lane
    assign expected[l*Y +: Y] = {{(Y-A){a_data[l*A+A-1]}}, a_data[l*A +: A]} + {{(Y-B){1'b0}}, b_data[l*B +: B]};
  end
  always_comb begin
    // The inputs walk in step.
    if (a_valid && b_valid) assume ({a_eos, a_last, a_keep} == {b_eos, b_last, b_keep});
    if (!rst) begin
      assert (take_a == take_b);
      if (a_valid && b_valid && inside != Bits'(Depth)) assert (a_ready);
    end
  end
`endif

  logic live;
  logic [Beat-1:0] value;
  watch #(.Width(Beat), .Bits(Bits), .Most(Depth)) u_watch (
    .clk_i(clk_i), .rst_i(rst), .enter_i(enter), .enter_data_i(expected),
    .leave_i(y_valid && y_ready), .leave_data_i(y),
    .inside_o(inside), .live_o(live), .ahead_o(ahead), .value_o(value)
  );
  stored #(.Width(Beat), .Depth(Depth), .Bits(Bits), .Staged(`STAGED)) u_stored (
    .rst_i(rst), .inside_i(inside), .held_i('0), .live_i(live), .ahead_i(ahead), .value_i(value)
  );
  dendra_hold #(.Width(Beat)) u_hold (
    .clk_i(clk_i), .`RESET, .valid_i(y_valid), .ready_i(y_ready), .payload_i(y)
  );
  initial assume (rst);
endmodule
