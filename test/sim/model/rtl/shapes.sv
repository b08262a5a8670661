// Ports of every storage class: 1 to 128 bits, signed, unpacked arrays, packed structures, an escaped name.
typedef struct packed {
  logic       flag;
  logic [6:0] body;
} shape_t;

module shapes (
  input  logic                clk_i,
  input  logic [15:0]         w16_i,
  input  logic [31:0]         w32_i,
  input  logic [63:0]         w64_i,
  input  logic [64:0]         w65_i,
  input  logic [127:0]        w128_i,
  input  logic signed [11:0]  s12_i,
  input  logic [1:0][3:0]     packed_i,
  input  shape_t              struct_i,
  input  logic [4:0]          array_i [3],
  input  logic [64:0]         wide_array_i [2],
  input  logic [4:0]          up_i [4:7],
  input  logic [7:0]          double__under_i,
  output logic [15:0]         w16_o,
  output logic [31:0]         w32_o,
  output logic [63:0]         w64_o,
  output logic [64:0]         w65_o,
  output logic [127:0]        w128_o,
  output logic signed [12:0]  s13_o,
  output logic [4:0]          array_o [3],
  output logic [6:0]          matrix_o [2][3],
  output logic [64:0]         wide_array_o [2],
  output logic [4:0]          down_o [7:4],
  output logic [4:0]          below_o [-1:2],
  output logic [7:0]          \odd[0]
);

  assign w16_o = ~w16_i;
  assign w32_o = ~w32_i;
  assign w64_o = ~w64_i;
  assign w65_o = ~w65_i;
  assign w128_o = ~w128_i;
  assign s13_o = -13'(s12_i);
  for (genvar i = 0; i < 3; i++) begin : g_reverse
    assign array_o[i] = array_i[2-i];
    for (genvar j = 0; j < 2; j++) begin : g_matrix
      assign matrix_o[j][i] = 7'(10 * j + i) + 7'(array_i[0]);
    end
  end
  for (genvar i = 4; i < 8; i++) begin : g_ranges
    assign down_o[i] = up_i[i] + 5'd1;
    assign below_o[i-5] = up_i[i] + 5'd2;
  end
  assign wide_array_o[0] = wide_array_i[1];
  assign wide_array_o[1] = wide_array_i[0];
  assign \odd[0] = {packed_i[0], packed_i[1]} ^ struct_i.body ^ {struct_i.flag, 7'd0} ^ double__under_i;

endmodule
