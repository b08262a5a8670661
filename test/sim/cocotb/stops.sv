// Stops in the ways that RTL can.
module stops (
    input logic clk,
    input logic [7:0] how,
    output logic [7:0] seen
);
  always_ff @(posedge clk) begin
    seen <= how;
    if (how == 8'd1) $finish;
    if (how == 8'd2) $fatal(1, "the fifo overflowed");
    if (how == 8'd3) $error("the checksum is wrong");
    if (how == 8'd4) $display("hello from the design");
    if (how == 8'd5) $stop;
  end
  final begin
    if (seen == 8'd6) $error("a frame is left over");
    if (seen == 8'd7) $fatal(1, "two frames are left over");
    if (seen == 8'd8) $display("goodbye from the design");
  end
endmodule
