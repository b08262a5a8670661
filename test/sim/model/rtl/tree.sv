// A small hierarchy with internals worth looking at: a register in a child, a memory, registers of a generate loop.
module leaf #(
  parameter int unsigned Width = 8
) (
  input  logic             clk_i,
  input  logic [Width-1:0] d_i,
  output logic [Width-1:0] q_o
);

  logic [Width-1:0] state_q;
  logic [Width-1:0] memory [4];
  wire  [Width-1:0] twice = state_q + state_q;

  always_ff @(posedge clk_i) begin
    state_q             <= d_i;
    memory[state_q[1:0]] <= state_q;
  end
  assign q_o = twice ^ memory[0];

endmodule

module tree (
  input  logic       clk_i,
  input  logic [7:0] d_i,
  output logic [7:0] q_o,
  output logic [7:0] sum_o
);

  logic [7:0] sum [2];

  leaf #(.Width(8)) u_leaf (
    .clk_i,
    .d_i,
    .q_o
  );
  for (genvar i = 0; i < 2; i++) begin : g_sum
    logic [7:0] part_q;
    always_ff @(posedge clk_i) part_q <= d_i + 8'(i);
    assign sum[i] = part_q;
  end
  assign sum_o = sum[0] + sum[1];

endmodule
