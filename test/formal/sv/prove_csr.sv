// The registers behind AXI4-Lite: one response for each request, in bounded time, and what software writes and reads.
//
// `csr_map` says of a word what the register map says: it is made of src/codegen/axi/registers.ts and not of the RTL.
module prove_csr #(
  parameter int AddressBits = 12,
  // Cycles from a read request to its response.
  parameter int Latency     = 3,
  parameter int Inputs      = 1,
  parameter int Outputs     = 2,
  parameter int Units       = 1,
  parameter int CountBits   = 48
) (
  input logic                   clk_i,
  input logic                   rst,
  input logic                   awvalid,
  input logic [AddressBits-1:0] awaddr,
  input logic                   wvalid,
  input logic [31:0]            wdata,
  input logic [3:0]             wstrb,
  input logic                   bready,
  input logic                   arvalid,
  input logic [AddressBits-1:0] araddr,
  input logic                   rready,
  input logic [Units-1:0]       count_done,
  input logic [CountBits-1:0]   count,
  input logic [Inputs-1:0]      in_sample,
  input logic [Outputs-1:0]     out_sample,
  input logic [Inputs-1:0]      frame_error,
  input logic [Inputs-1:0]      keep_error,
  input logic [Inputs-1:0]      range_error,
  input logic                   busy,
  input logic                   timed,
  input logic [31:0]            latency
);
  localparam int WordBits = AddressBits - 2;

  logic awready, wready, bvalid, arready, rvalid, resetting, core_reset;
  logic [1:0] bresp, rresp;
  logic [31:0] rdata;
  `DUT dut (
    .clk_i(clk_i), .`RESET,
    .s_axi_ctrl_awvalid(awvalid), .s_axi_ctrl_awready(awready), .s_axi_ctrl_awaddr(awaddr),
    .s_axi_ctrl_wvalid(wvalid), .s_axi_ctrl_wready(wready), .s_axi_ctrl_wdata(wdata), .s_axi_ctrl_wstrb(wstrb),
    .s_axi_ctrl_bvalid(bvalid), .s_axi_ctrl_bready(bready), .s_axi_ctrl_bresp(bresp),
    .s_axi_ctrl_arvalid(arvalid), .s_axi_ctrl_arready(arready), .s_axi_ctrl_araddr(araddr),
    .s_axi_ctrl_rvalid(rvalid), .s_axi_ctrl_rready(rready), .s_axi_ctrl_rdata(rdata), .s_axi_ctrl_rresp(rresp),
    .count_done_i(count_done), .count_i(count), .in_sample_i(in_sample), .out_sample_i(out_sample),
    .frame_error_i(frame_error), .keep_error_i(keep_error), .range_error_i(range_error),
    .busy_i(busy), .timed_i(timed), .latency_i(latency), .resetting_o(resetting), .core_reset_o(core_reset)
  );

  // Responses hold.
  dendra_hold #(.Width(2)) u_b_hold (
    .clk_i(clk_i), .`RESET, .valid_i(bvalid), .ready_i(bready), .payload_i(bresp)
  );
  dendra_hold #(.Width(34)) u_r_hold (
    .clk_i(clk_i), .`RESET, .valid_i(rvalid), .ready_i(rready), .payload_i({rresp, rdata})
  );

  // Writes: an address and its data, in any order; requests that wait, and whether a response is due.
  logic up_q, aw_q, w_q, due_q, ok_q, execute;
  logic [WordBits-1:0] aw_word_q;
  logic [31:0] w_data_q, mask;
  logic [3:0] w_strb_q;
  assign execute = aw_q && w_q && !due_q;
  assign mask = {{8{w_strb_q[3]}}, {8{w_strb_q[2]}}, {8{w_strb_q[1]}}, {8{w_strb_q[0]}}};

  logic w_constant, w_mapped, w_writable, w_control, w_scratch, w_errors;
  logic [31:0] w_value;
  csr_map #(.WordBits(WordBits)) u_write_map (
    .word_i(aw_word_q), .mapped_o(w_mapped), .constant_o(w_constant), .value_o(w_value), .writable_o(w_writable),
    .control_o(w_control), .scratch_o(w_scratch), .errors_o(w_errors)
  );

  logic [31:0] scratch_q;
  logic [2:0] errors_q;
  logic [3:0] reset_q;
  always_ff @(posedge clk_i) begin
    up_q <= !rst;
    if (rst) begin
      aw_q      <= 1'b0;
      w_q       <= 1'b0;
      due_q     <= 1'b0;
      scratch_q <= 32'd0;
      errors_q  <= 3'd0;
      reset_q   <= 4'd8;
    end else begin
      if (execute) {aw_q, w_q} <= 2'b00;
      if (awvalid && awready) aw_q <= 1'b1;
      if (wvalid && wready) w_q <= 1'b1;
      if (execute) due_q <= 1'b1;
      else if (bvalid && bready) due_q <= 1'b0;
      if (execute && w_scratch) scratch_q <= (scratch_q & ~mask) | (w_data_q & mask);
      // A bit that is set in the cycle in which it is cleared stays.
      errors_q <= (errors_q & ~(execute && w_errors && w_strb_q[0] ? w_data_q[2:0] : 3'd0))
          | {range_error[0], keep_error[0], frame_error[0]};
      if (execute && w_control && w_strb_q[0] && w_data_q[0]) reset_q <= 4'd8;
      else if (reset_q != 4'd0) reset_q <= reset_q - 4'd1;
    end
    if (awvalid && awready) aw_word_q <= awaddr[AddressBits-1:2];
    if (wvalid && wready) {w_strb_q, w_data_q} <= {wstrb, wdata};
    if (execute) ok_q <= w_writable;
  end

  // Reads: one at a time.
  logic reading_q, clean_q;
  logic [2:0] age_q;
  logic [WordBits-1:0] ar_word_q;
  logic [31:0] seen_q;
  always_ff @(posedge clk_i) begin
    if (rst) begin
      reading_q <= 1'b0;
      age_q     <= 3'd0;
    end else begin
      if (arvalid && arready) {reading_q, age_q} <= {1'b1, 3'd1};
      else if (rvalid && rready) {reading_q, age_q} <= {1'b0, 3'd0};
      else if (reading_q && age_q != 3'(Latency)) age_q <= age_q + 3'd1;
    end
    if (arvalid && arready) {ar_word_q, seen_q, clean_q} <= {araddr[AddressBits-1:2], scratch_q, !(execute && w_scratch)};
    else if (execute && w_scratch && !rvalid) clean_q <= 1'b0;
  end

  logic r_constant, r_mapped, r_writable, r_control, r_scratch, r_errors;
  logic [31:0] r_value;
  csr_map #(.WordBits(WordBits)) u_read_map (
    .word_i(ar_word_q), .mapped_o(r_mapped), .constant_o(r_constant), .value_o(r_value), .writable_o(r_writable),
    .control_o(r_control), .scratch_o(r_scratch), .errors_o(r_errors)
  );

  always_comb begin
    if (!rst) begin
      // One response for each pair of requests, in the cycle after both are there; no response without them.
      assert (bvalid == due_q);
      if (bvalid) assert (bresp == (ok_q ? 2'b00 : 2'b10));
      // No deadlock: who waits for a request takes it.
      assert (awready == (up_q && !aw_q));
      assert (wready == (up_q && !w_q));
      assert (arready == (up_q && !reading_q));
      // One response for each read, after so many cycles.
      assert (rvalid == (reading_q && age_q == 3'(Latency)));
      if (rvalid) begin
        assert (rresp == (r_mapped ? 2'b00 : 2'b10));
        if (!r_mapped) assert (rdata == 32'd0);
        if (r_constant) assert (rdata == r_value);
        if (r_scratch && clean_q) assert (rdata == seen_q);
      end
      // A soft reset, like a reset, lasts 8 cycles more.
      assert (resetting == (reset_q != 4'd0));
      assert (core_reset == (resetting == 1'b`ACTIVE));
      cover (bvalid && bready && ok_q && scratch_q == 32'h0000ff00);
      cover (bvalid && !ok_q && aw_q && w_q);
      cover (rvalid && r_constant && rdata == 32'h444e4452);
      cover (rvalid && r_scratch && clean_q && rdata != 32'd0);
      cover (rvalid && !r_mapped);
      cover (due_q && reset_q == 4'd8);
      cover (errors_q == 3'd5);
    end
  end

  // The registers, connected by the script.
  logic [31:0] probe_scratch, probe_w_data;
  logic [2:0] probe_errors, probe_reset;
  logic probe_aw, probe_w, probe_busy, probe_up;
  logic [WordBits-1:0] probe_aw_word, probe_ar_word;
  logic [3:0] probe_w_strb;
  logic [Latency-2:0] probe_step;
  logic [Latency:0] steps;
  assign steps = (Latency+1)'(1) << age_q;
  always_comb begin
    if (!rst) begin
      assert (probe_up == up_q && probe_aw == aw_q && probe_w == w_q && probe_busy == reading_q);
      if (aw_q) assert (probe_aw_word == aw_word_q);
      if (w_q) assert ({probe_w_strb, probe_w_data} == {w_strb_q, w_data_q});
      if (reading_q) assert (probe_ar_word == ar_word_q);
      assert (reading_q == (age_q != 3'd0) && age_q <= 3'(Latency));
      assert (probe_step == steps[Latency-1:1]);
      assert (probe_scratch == scratch_q);
      assert (probe_errors == errors_q);
      assert (probe_reset == (reset_q == 4'd0 ? 3'd0 : 3'(reset_q - 4'd1)) && reset_q <= 4'd8);
      if (!up_q) assert (!aw_q && !w_q && !reading_q);
    end
  end
  initial assume (rst);
endmodule
