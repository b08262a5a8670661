// Makes its own clock.
`timescale 1ns / 1ps
module clockgen (
  output logic        clk_o,
  output logic [15:0] edges_o
);

  initial begin
    clk_o   = 1'b0;
    edges_o = 16'd0;
  end
  always #5 clk_o = ~clk_o;
  always @(posedge clk_o) edges_o <= edges_o + 16'd1;

endmodule
