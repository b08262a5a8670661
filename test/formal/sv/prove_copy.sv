// fork and fifo: every beat of `x` leaves once at each output, in order and unchanged.
module prove_copy #(
  parameter int Outputs = 2,
  parameter int Lanes   = 1,
  parameter int Data    = 8,
  parameter int Depth   = 2
) (
  input logic               clk_i,
  input logic               rst,
  input logic               x_valid,
  input logic [Data-1:0]    x_data,
  input logic [Lanes-1:0]   x_keep,
  input logic               x_last,
  input logic               x_eos,
  input logic [Outputs-1:0] y_ready
);
  localparam int Beat = Data + Lanes + 2;
  localparam int Bits = $clog2(Depth + 1) + 1;

  logic x_ready;
  logic [Outputs-1:0] y_valid, space;
  logic [Outputs*Beat-1:0] y;

`define OUTPUT(name, i) \
    .name``_valid_o(y_valid[i]), .name``_ready_i(y_ready[i]), .name``_data_o(y[i*Beat +: Data]), \
    .name``_keep_o(y[i*Beat+Data +: Lanes]), .name``_last_o(y[i*Beat+Beat-2]), .name``_eos_o(y[i*Beat+Beat-1])

  `DUT dut (
    .clk_i(clk_i), .`RESET, .x_valid_i(x_valid), .x_ready_o(x_ready),
    .x_data_i(x_data), .x_keep_i(x_keep), .x_last_i(x_last), .x_eos_i(x_eos),
    `OUTPUTS
  );

  for (genvar i = 0; i < Outputs; i++) begin : g_output
    logic [Bits-1:0] inside, ahead;
    logic live;
    logic [Beat-1:0] value;
    watch #(.Width(Beat), .Bits(Bits), .Most(Depth)) u_watch (
      .clk_i(clk_i), .rst_i(rst), .enter_i(x_valid && x_ready), .enter_data_i({x_eos, x_last, x_keep, x_data}),
      .leave_i(y_valid[i] && y_ready[i]), .leave_data_i(y[i*Beat +: Beat]),
      .inside_o(inside), .live_o(live), .ahead_o(ahead), .value_o(value)
    );
    stored #(.Width(Beat), .Depth(Depth), .Bits(Bits)) u_stored (
      .rst_i(rst), .inside_i(inside), .held_i('0), .live_i(live), .ahead_i(ahead), .value_i(value)
    );
    dendra_hold #(.Width(Beat)) u_hold (
      .clk_i(clk_i), .`RESET, .valid_i(y_valid[i]), .ready_i(y_ready[i]), .payload_i(y[i*Beat +: Beat])
    );
    assign space[i] = inside != Bits'(Depth);
    always_comb begin
      if (!rst) assert (y_valid[i] == (inside != '0));
    end
  end

  // No deadlock: a beat is taken as soon as all readers have room, and only then.
  always_comb begin
    if (!rst && x_valid) assert (x_ready == &space);
  end
  initial assume (rst);
endmodule
