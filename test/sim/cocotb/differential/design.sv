// The design of the random benches: registers on the bench's clock, and outputs without registers.
module top (
    input  logic       clk,
    input  logic       rst,
    input  logic       a,
    input  logic       b,
    input  logic       poke,
    input  logic [7:0] d,
    input  logic [7:0] e,
    output logic [7:0] q,
    output logic [7:0] count,
    output logic [7:0] y,
    output logic       x
);
  assign y = d + 8'd1;
  assign x = a ^ b;
  always_ff @(posedge clk or posedge rst)
    if (rst) begin
      q <= 8'd0;
      count <= 8'd0;
    end else begin
      q <= e;
      count <= count + 8'd1;
    end
  wire unused = poke;
endmodule
