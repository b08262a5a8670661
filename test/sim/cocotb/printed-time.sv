// Prints the simulated time at each rising edge, and at the end.
module printed_time (
    input logic clk
);
  always @(posedge clk) $display("edge at %0d", $time);
  final $display("end at %0d", $time);
endmodule
