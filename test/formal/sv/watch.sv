// Order and conservation, for all data and without bound: tokens are numbered modulo 2^Bits, and the one whose number
// is `watched`, any constant, is remembered from where it enters to where it leaves. Since fewer than 2^Bits tokens are
// ever inside, none can be mistaken for another one.
module watch #(
  parameter int Width = 8,
  parameter int Bits  = 3,
  parameter int Most  = 2
) (
  input  logic             clk_i,
  input  logic             rst_i,
  input  logic             enter_i,
  input  logic [Width-1:0] enter_data_i,
  input  logic             leave_i,
  input  logic [Width-1:0] leave_data_i,
  // Drops all tokens, apart from the first one where `keep_i` is set and it does not leave.
  input  logic             drop_i = 1'b0,
  input  logic             keep_i = 1'b0,
  output logic [Bits-1:0]  inside_o,
  output logic             live_o,
  output logic [Bits-1:0]  ahead_o,
  output logic [Width-1:0] value_o
);
  (* anyconst *) logic [Bits-1:0] watched;
  logic [Bits-1:0] entered_q, left_q;

  // Tokens inside, whether the watched one is among them, how many leave before it, and what it holds.
  assign inside_o = entered_q - left_q;
  assign ahead_o  = watched - left_q;
  assign live_o   = ahead_o < inside_o;

  always_ff @(posedge clk_i) begin
    if (rst_i) begin
      entered_q <= '0;
      left_q    <= '0;
    end else begin
      if (drop_i) entered_q <= left_q + Bits'(keep_i);
      else if (enter_i) entered_q <= entered_q + 1'b1;
      if (leave_i) left_q <= left_q + 1'b1;
    end
    if (enter_i && entered_q == watched) value_o <= enter_data_i;
  end

  always_comb begin
    if (!rst_i) begin
      assert (inside_o <= Bits'(Most));
      if (leave_i) assert (inside_o != '0);
      if (leave_i && live_o && ahead_o == '0) assert (leave_data_i == value_o);
      cover (inside_o == Bits'(Most));
      cover (leave_i && live_o && ahead_o == '0);
    end
  end
endmodule
