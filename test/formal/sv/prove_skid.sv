// dendra_skid: what enters leaves in order and unchanged; a flush drops all but an offer that waits at the output.
module prove_skid #(
  parameter int Width = 8
) (
  input logic             clk_i,
  input logic             rst,
  input logic             flush,
  input logic             valid,
  input logic [Width-1:0] data,
  input logic             out_ready
);
  logic ready, out_valid;
  logic [Width-1:0] out;
  `DUT #(.Width(Width)) dut (
    .clk_i(clk_i), .`RESET, .flush_i(flush), .valid_i(valid), .ready_o(ready), .data_i(data),
    .valid_o(out_valid), .ready_i(out_ready), .data_o(out)
  );

  // After a flush only the offer that waits is inside, and numbers go on behind it.
  logic [1:0] inside, ahead;
  logic live;
  logic [Width-1:0] value;
  watch #(.Width(Width), .Bits(2), .Most(2)) u_watch (
    .clk_i(clk_i), .rst_i(rst), .enter_i(valid && ready), .enter_data_i(data),
    .leave_i(out_valid && out_ready), .leave_data_i(out), .drop_i(flush), .keep_i(out_valid),
    .inside_o(inside), .live_o(live), .ahead_o(ahead), .value_o(value)
  );
  dendra_hold #(.Width(Width)) u_hold (
    .clk_i(clk_i), .`RESET, .valid_i(out_valid), .ready_i(out_ready), .payload_i(out)
  );

  // The registers of the buffer, connected by the script.
  logic [Width-1:0] probe_spare;
  always_comb begin
    if (!rst) begin
      assert (out_valid == (inside != 2'd0));
      assert (ready == (inside != 2'd2));
      if (live && ahead == 2'd0) assert (out == value);
      if (live && ahead == 2'd1) assert (probe_spare == value);
      cover (flush && inside == 2'd2 && !out_ready);
    end
  end
  initial assume (rst);
endmodule
