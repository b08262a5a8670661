// The design of the kernel's tests in Verilog; models.ts holds the same in JavaScript.
module top (
    input  logic         clk,
    input  logic         rst,
    input  logic [  7:0] d,
    output logic [  7:0] q,
    output logic [  7:0] y,
    output logic [ 15:0] count,
    output logic         half,
    input  logic [ 47:0] wide,
    input  logic [ 99:0] vast,
    input  logic [  7:0] mem   [4],
    input  logic signed [7:0] delta
);
  initial begin
    q = 0;
    count = 0;
    half = 0;
  end
  assign y = d + 8'd1;
  always_ff @(posedge clk) begin
    q <= d;
    count <= count + 16'd1;
    half <= !half;
  end
  core u_core (.clk);
  wire unused = &{rst, wide, vast, mem[0], mem[1], mem[2], mem[3], delta};
endmodule

module core (
    input logic clk
);
  logic [3:0] state_q = 0;
  always_ff @(posedge clk) state_q <= state_q + 4'd1;
endmodule
