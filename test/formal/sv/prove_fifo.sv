// dendra_credit_fifo: what is pushed leaves in order and unchanged, and `space_o` counts the slots.
module prove_fifo #(
  parameter int Width = 8,
  parameter int Depth = 2
) (
  input logic             clk_i,
  input logic             rst,
  input logic             reserve,
  input logic             push,
  input logic [Width-1:0] data,
  input logic             ready
);
  localparam int Bits = $clog2(Depth + 1) + 1;

  logic space, valid;
  logic [Width-1:0] out;
  `DUT #(.Width(Width), .Depth(Depth)) dut (
    .clk_i(clk_i), .`RESET, .reserve_i(reserve), .space_o(space),
    .push_i(push), .data_i(data), .valid_o(valid), .ready_i(ready), .data_o(out)
  );

  // The contract of the writer, who holds slots that it has not yet filled.
  logic [Bits-1:0] held_q;
  always_ff @(posedge clk_i) begin
    if (rst) held_q <= '0;
    else held_q <= held_q + Bits'(reserve) - Bits'(push);
  end
  always_comb begin
    if (reserve) assume (space && !rst);
    if (push) assume ((held_q != '0 || reserve) && !rst);
  end

  logic live;
  logic [Bits-1:0] inside, ahead;
  logic [Width-1:0] value;
  watch #(.Width(Width), .Bits(Bits), .Most(Depth)) u_watch (
    .clk_i(clk_i), .rst_i(rst), .enter_i(push), .enter_data_i(data), .leave_i(valid && ready), .leave_data_i(out),
    .inside_o(inside), .live_o(live), .ahead_o(ahead), .value_o(value)
  );
  stored #(.Width(Width), .Depth(Depth), .Bits(Bits)) u_stored (
    .rst_i(rst), .inside_i(inside), .held_i(held_q), .live_i(live), .ahead_i(ahead), .value_i(value)
  );
  dendra_hold #(.Width(Width)) u_hold (
    .clk_i(clk_i), .`RESET, .valid_i(valid), .ready_i(ready), .payload_i(out)
  );

  // Credit: there is space exactly while not every slot is full or reserved.
  always_comb begin
    if (!rst) begin
      assert (valid == (inside != '0));
      assert (space == ((Bits+1)'(inside) + (Bits+1)'(held_q) < (Bits+1)'(Depth)));
      cover (held_q == Bits'(Depth));
      cover (!space && valid && ready);
    end
  end
  initial assume (rst);
endmodule
