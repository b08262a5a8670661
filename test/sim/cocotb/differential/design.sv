// The design of the random benches: registers on three clocks, outputs without registers, values of all sizes.
module top (
    input  logic               clk,
    input  logic               clk2,
    input  logic               rst,
    input  logic               a,
    input  logic               b,
    input  logic               poke,
    input  logic        [ 7:0] d,
    input  logic        [ 7:0] e,
    input  logic        [ 7:0] f,
    input  logic signed [15:0] s,
    input  logic        [39:0] l,
    input  logic        [99:0] w,
    output logic        [ 7:0] q,
    output logic        [ 7:0] count,
    output logic        [ 7:0] r2,
    output logic               div,
    output logic        [ 7:0] r3,
    output logic        [99:0] wq,
    output logic        [ 7:0] y,
    output logic               x,
    output logic        [ 7:0] fy,
    output logic signed [15:0] sy,
    output logic        [39:0] ly,
    output logic        [99:0] wy,
    output logic        [ 7:0] my,
    output logic        [ 7:0] hy
);
  logic [7:0] h;  // may be forced, as f may
  logic [7:0] mem[0:3];  // written by the bench alone
  assign y  = d + 8'd1;
  assign x  = a ^ b;
  assign fy = f + 8'd1;
  assign sy = s >>> 1;
  assign ly = ~l;
  assign wy = {w[0], w[99:1]};
  assign hy = ~h;
  assign my = mem[1] ^ mem[3];
  always_ff @(posedge clk or posedge rst)
    if (rst) begin
      q <= 8'd0;
      count <= 8'd0;
      div <= 1'b0;
      wq <= 100'd0;
      h <= 8'd0;
    end else begin
      q <= e;
      count <= count + 8'd1;
      div <= ~div;
      wq <= w;
      h <= e + 8'd1;
    end
  always_ff @(posedge clk2 or posedge rst) r2 <= rst ? 8'd0 : e;
  // A clock that the design makes: its edges are seen after the evaluation.
  always_ff @(posedge div or posedge rst) r3 <= rst ? 8'd0 : e;
  wire unused = poke;
endmodule
