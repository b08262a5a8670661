// Counts up while enabled; the value is visible before the register too.
module counter #(
  parameter int unsigned Width = 8,
  parameter int unsigned Step  = 1,
  localparam int unsigned Limit = 2 ** Width
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             en_i,
  output logic [Width-1:0] count_o,
  output logic [Width-1:0] next_o
);

  logic [Width-1:0] count_q;

  assign next_o  = count_q + Width'(Step);
  assign count_o = count_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else if (en_i) count_q <= next_o;
  end

endmodule
