// What holds in a dendra_credit_fifo of which `inside_i` tokens are known to have entered and not left, in terms of
// its registers: without it induction would start from states that cannot be. The wires named probe_* are connected to
// the FIFO under proof by the script.
module stored #(
  parameter int Width  = 8,
  parameter int Depth  = 2,
  parameter int Bits   = 3,
  // 1 where a token is pushed in the cycle after it entered.
  parameter bit Staged = 0
) (
  input logic             rst_i,
  input logic [Bits-1:0]  inside_i,
  // Slots that are reserved for tokens which have not entered.
  input logic [Bits-1:0]  held_i,
  // The watched token.
  input logic             live_i,
  input logic [Bits-1:0]  ahead_i,
  input logic [Width-1:0] value_i
);
  localparam int PtrBits = Depth > 1 ? $clog2(Depth) : 1;
  localparam int UseBits = $clog2(Depth + 1);
  // Wide enough for the sum of a pointer and a number of tokens.
  localparam int Wide = Bits + 2;

  logic [Depth*Width-1:0] probe_mem;
  logic [PtrBits-1:0] probe_write, probe_read;
  logic [UseBits-1:0] probe_used, probe_filled;
  logic probe_push;
  logic [Width-1:0] probe_data;

  logic staged;
  logic [Wide-1:0] filled, place, next;
  assign staged = Staged && probe_push;
  assign filled = Wide'(inside_i) - Wide'(staged);
  assign place  = Wide'(probe_read) + Wide'(ahead_i);
  assign next   = Wide'(probe_read) + Wide'(probe_filled);

  function logic [Wide-1:0] wrapped(input logic [Wide-1:0] slot);
    wrapped = slot >= Wide'(Depth) ? slot - Wide'(Depth) : slot;
  endfunction

  logic [Wide-1:0] slot;
  assign slot = wrapped(place);

  always_comb begin
    if (!rst_i) begin
      assert (Wide'(probe_used) == Wide'(inside_i) + Wide'(held_i));
      assert (Wide'(probe_used) <= Wide'(Depth));
      assert (Wide'(probe_filled) == filled);
      assert (Wide'(probe_read) < Wide'(Depth));
      assert (Wide'(probe_write) == wrapped(next));
      if (live_i && Wide'(ahead_i) < filled) assert (probe_mem[slot*Width +: Width] == value_i);
      if (live_i && Wide'(ahead_i) >= filled) assert (staged && probe_data == value_i);
    end
  end
endmodule
