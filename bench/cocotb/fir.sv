// A systolic filter of 48 taps between two streams, for the benchmark of task-level benches: no pipeline stall, one
// register in front of each multiplier, and a coefficient that depends on the place.
module fir #(
    parameter int Taps = 48
) (
    input  logic        clk,
    input  logic        rst,
    input  logic        s_valid,
    output logic        s_ready,
    input  logic [15:0] s_data,
    output logic        m_valid,
    input  logic        m_ready,
    output logic [39:0] m_data
);
  wire step = !m_valid || m_ready;
  logic [15:0] x[Taps+1];
  logic [39:0] sum[Taps+1];
  logic [Taps-1:0] valid;
  assign s_ready = step;
  assign m_valid = valid[Taps-1];
  assign m_data = sum[Taps];
  assign x[0] = s_data;
  assign sum[0] = 40'd0;
  for (genvar i = 0; i < Taps; i++) begin : g_tap
    tap #(.Coefficient(i * i + 3)) u_tap (
        .clk,
        .step,
        .x_i(x[i]),
        .x_o(x[i+1]),
        .sum_i(sum[i]),
        .sum_o(sum[i+1])
    );
  end
  always_ff @(posedge clk)
    if (rst) valid <= '0;
    else if (step) valid <= {valid[Taps-2:0], s_valid};
endmodule

module tap #(
    parameter int Coefficient = 1
) (
    input  logic        clk,
    input  logic        step,
    input  logic [15:0] x_i,
    output logic [15:0] x_o,
    input  logic [39:0] sum_i,
    output logic [39:0] sum_o
);
  logic [15:0] x_q = 0;
  initial begin
    x_o = 0;
    sum_o = 0;
  end
  always_ff @(posedge clk)
    if (step) begin
      x_q <= x_i;
      x_o <= x_q;
      sum_o <= sum_i + 40'(x_i) * 40'(Coefficient);
    end
endmodule
