// width-converter: every element that enters leaves once, in order, with the marks `last` and `eos` of its tensor's end.
//
// Elements are numbered modulo 2^Bits, more than are ever inside, and the one with the number `watched` is followed.
module prove_converter #(
  // Lanes in and out, bits of an element, and keep of the final beat of a tensor.
  parameter int From     = 2,
  parameter int To       = 3,
  parameter int Width    = 4,
  parameter int LastKeep = 3,
  parameter int Depth    = 2,
  // Elements of a unit, and units that the converter holds.
  parameter int Size     = 1,
  parameter int Held     = 2,
  parameter int FillBits = 3
) (
  input logic                  clk_i,
  input logic                  rst,
  input logic                  x_valid,
  input logic [From*Width-1:0] x_data,
  input logic [From-1:0]       x_keep,
  input logic                  x_last,
  input logic                  x_eos,
  input logic                  y_ready
);
  localparam int Beat  = To * Width + To + 2;
  localparam int Bits  = $clog2(Depth * To + Held * Size + From + 1) + 1;
  localparam int Token = Width + 2;
  localparam int UnitBits = Size * (Width + 1);
  localparam int PtrBits = Depth > 1 ? $clog2(Depth) : 1;
  localparam int UseBits = $clog2(Depth + 1);

  logic x_ready, y_valid;
  logic [Beat-1:0] y;
  `DUT dut (
    .clk_i(clk_i), .`RESET, .x_valid_i(x_valid), .x_ready_o(x_ready),
    .x_data_i(x_data), .x_keep_i(x_keep), .x_last_i(x_last), .x_eos_i(x_eos),
    .y_valid_o(y_valid), .y_ready_i(y_ready), .y_data_o(y[To*Width-1:0]), .y_keep_o(y[To*Width +: To]),
    .y_last_o(y[Beat-2]), .y_eos_o(y[Beat-1])
  );

  // A tensor's beats are full, and the final one is always the same.
  always_comb assume (x_keep == (x_last ? From'(LastKeep) : '1));

  function logic [Bits-1:0] ones(input logic [Held*Size+From+To-1:0] bits);
    integer i;
    ones = '0;
    for (i = 0; i < Held * Size + From + To; i = i + 1) ones = ones + Bits'(bits[i]);
  endfunction
  // A run of ones from bit 0 on, perhaps none.
  function logic run(input logic [Held*Size+From+To-1:0] bits);
    run = (bits & (bits + 1'b1)) == '0;
  endfunction
  // Element of a beat as a token: only a tensor's final element carries the marks.
  function logic [Token-1:0] given(input logic [Beat-1:0] beat, input logic [Bits-1:0] lane);
    logic final_one;
    final_one = beat[Beat-2] && lane + 1'b1 == ones((Held*Size+From+To)'(beat[To*Width +: To]));
    given = {final_one && beat[Beat-1], final_one, beat[lane*Width +: Width]};
  endfunction

  (* anyconst *) logic [Bits-1:0] watched;
  logic [Bits-1:0] entered_q, left_q, inside, ahead, arriving, leaving, lane;
  logic [Token-1:0] value_q;
  logic enter, leave, live, final_in;

  assign enter    = x_valid && x_ready;
  assign leave    = y_valid && y_ready;
  assign arriving = ones((Held*Size+From+To)'(x_keep));
  assign leaving  = ones((Held*Size+From+To)'(y[To*Width +: To]));
  assign inside   = entered_q - left_q;
  assign ahead    = watched - left_q;
  assign live     = ahead < inside;
  assign lane     = watched - entered_q;
  assign final_in = x_last && lane + 1'b1 == arriving;

  always_ff @(posedge clk_i) begin
    if (rst) begin
      entered_q <= '0;
      left_q    <= '0;
    end else begin
      if (enter) entered_q <= entered_q + arriving;
      if (leave) left_q <= left_q + leaving;
    end
    if (enter && lane < arriving) value_q <= {final_in && x_eos, final_in, x_data[lane*Width +: Width]};
  end

  always_comb begin
    if (!rst) begin
      if (y_valid) begin
        assert (run((Held*Size+From+To)'(y[To*Width +: To])) && y[To*Width]);
        assert (y[Beat-2] || &y[To*Width +: To]);
        assert (leaving <= inside);
      end
      if (leave && ahead < leaving) assert (live && given(y, ahead) == value_q);
      cover (leave && live && ahead < leaving && value_q[Width]);
      cover (leave && !y[Beat-2]);
    end
  end
  dendra_hold #(.Width(Beat)) u_hold (
    .clk_i(clk_i), .`RESET, .valid_i(y_valid), .ready_i(y_ready), .payload_i(y)
  );

  // What holds inside; the registers are connected by the script.
  logic [Depth*Beat-1:0] probe_mem;
  logic [PtrBits-1:0] probe_write, probe_read;
  logic [UseBits-1:0] probe_used, probe_filled;
  logic probe_push;
  logic [Beat-1:0] probe_data;
  logic [Held*UnitBits-1:0] probe_held;
  logic [FillBits-1:0] probe_fill;
  logic probe_ending, probe_eos;

  localparam int Wide = PtrBits + 2;
  function logic [Wide-1:0] wrapped(input logic [Wide-1:0] slot);
    wrapped = slot >= Wide'(Depth) ? slot - Wide'(Depth) : slot;
  endfunction

  // The held elements: keep bits of all units, then data of all units.
  logic [Held*Size-1:0] held_keep;
  logic [Held*Size*Width-1:0] held_data;
  for (genvar u = 0; u < Held; u++) begin : g_held
    assign held_keep[u*Size +: Size] = probe_held[u*UnitBits+Size*Width +: Size];
    assign held_data[u*Size*Width +: Size*Width] = probe_held[u*UnitBits +: Size*Width];
  end
  logic [Bits-1:0] held, held_lane;
  assign held = ones((Held*Size+From+To)'(held_keep));

  // Beats in the FIFO from the oldest on, with the elements before each.
  logic [(Depth+1)*Bits-1:0] before;
  assign before[0 +: Bits] = '0;
  for (genvar i = 0; i < Depth; i++) begin : g_slot
    logic [Beat-1:0] beat;
    logic there;
    logic [Bits-1:0] count, place;
    assign there = Wide'(i) < Wide'(probe_filled);
    assign beat  = probe_mem[wrapped(Wide'(probe_read) + Wide'(i))*Beat +: Beat];
    assign count = there ? ones((Held*Size+From+To)'(beat[To*Width +: To])) : '0;
    assign place = ahead - before[i*Bits +: Bits];
    assign before[(i+1)*Bits +: Bits] = before[i*Bits +: Bits] + count;
    always_comb begin
      if (!rst && there) begin
        assert (run((Held*Size+From+To)'(beat[To*Width +: To])) && beat[To*Width]);
        assert (beat[Beat-2] || &beat[To*Width +: To]);
        if (live && place < count) assert (given(beat, place) == value_q);
      end
    end
  end
  assign held_lane = ahead - before[Depth*Bits +: Bits];

  logic held_final;
  assign held_final = probe_ending && held_lane + 1'b1 == held;
  always_comb begin
    if (!rst) begin
      assert (Wide'(probe_used) == Wide'(probe_filled) && Wide'(probe_used) <= Wide'(Depth));
      assert (Wide'(probe_read) < Wide'(Depth));
      assert (Wide'(probe_write) == wrapped(Wide'(probe_read) + Wide'(probe_filled)));
      assert (inside == before[Depth*Bits +: Bits] + held);
      assert (probe_fill <= FillBits'(Held));
      assert (run((Held*Size+From+To)'(held_keep)));
      assert (32'(held) <= 32'(probe_fill) * Size);
      if (probe_ending) assert (32'(held) + Size > 32'(probe_fill) * Size && probe_fill != '0);
      else assert (32'(held) == 32'(probe_fill) * Size);
      if (live && held_lane < held) begin
        assert ({held_final && probe_eos, held_final, held_data[held_lane*Width +: Width]} == value_q);
      end
      // Free places are zero, since what arrives is merged into them; nothing arrives while a tensor ends.
      if (!probe_ending) assert (probe_held >> (probe_fill * UnitBits) == '0);
      // No deadlock: in every cycle with an offer and with room a beat is taken or given.
      if (x_valid && Wide'(probe_used) != Wide'(Depth)) assert (x_ready || probe_push);
    end
  end
  initial assume (rst);
endmodule
