// Streams that models and checkers are tried on. `bug` breaks a rule, 0 breaks none.
module streams (
    input logic clk,
    input logic rst,
    input logic [3:0] bug,

    // AXI-stream of 4 bytes through a FIFO of 4 beats.
    input  logic [31:0] s_axis_tdata,
    input  logic [ 3:0] s_axis_tkeep,
    input  logic        s_axis_tlast,
    input  logic [ 3:0] s_axis_tid,
    input  logic [ 3:0] s_axis_tdest,
    input  logic [ 1:0] s_axis_tuser,
    input  logic        s_axis_tvalid,
    output logic        s_axis_tready,
    output logic [31:0] m_axis_tdata,
    output logic [ 3:0] m_axis_tkeep,
    output logic        m_axis_tlast,
    output logic [ 3:0] m_axis_tid,
    output logic [ 3:0] m_axis_tdest,
    output logic [ 1:0] m_axis_tuser,
    output logic        m_axis_tvalid,
    input  logic        m_axis_tready,

    // 128 bits and no keep, through wires.
    input  logic [127:0] s_wide_tdata,
    input  logic         s_wide_tlast,
    input  logic         s_wide_tvalid,
    output logic         s_wide_tready,
    output logic [127:0] m_wide_tdata,
    output logic         m_wide_tlast,
    output logic         m_wide_tvalid,
    input  logic         m_wide_tready,

    // 72 bits and nothing but data and valid, through wires.
    input  logic [71:0] s_bare_tdata,
    input  logic        s_bare_tvalid,
    output logic [71:0] m_bare_tdata,
    output logic        m_bare_tvalid,

    // A stream of 4 lanes of 8 bits, each element inverted, through a FIFO of 4 beats.
    input  logic        x_valid_i,
    output logic        x_ready_o,
    input  logic [31:0] x_data_i,
    input  logic [ 3:0] x_keep_i,
    input  logic        x_last_i,
    input  logic        x_eos_i,
    output logic        y_valid_o,
    input  logic        y_ready_i,
    output logic [31:0] y_data_o,
    output logic [ 3:0] y_keep_o,
    output logic        y_last_o,
    output logic        y_eos_o,

    // Events of 8 bits with an index of 5, through a FIFO of 4 beats.
    input  logic       a_valid_i,
    output logic       a_ready_o,
    input  logic [7:0] a_data_i,
    input  logic [4:0] a_index_i,
    input  logic       a_keep_i,
    input  logic       a_last_i,
    input  logic       a_eos_i,
    output logic       b_valid_o,
    input  logic       b_ready_i,
    output logic [7:0] b_data_o,
    output logic [4:0] b_index_o,
    output logic       b_keep_o,
    output logic       b_last_o,
    output logic       b_eos_o,

    // Reset and never set, and never reset.
    output logic reset_valid,
    output logic unset_valid
);
  logic [46:0] head;
  logic        valid, pop, flip, space;
  stream_fifo #(
      .Width(47)
  ) u_axis (
      .clk,
      .rst,
      .data_i ({s_axis_tdata, s_axis_tkeep, s_axis_tlast, s_axis_tid, s_axis_tdest, s_axis_tuser}),
      .valid_i(s_axis_tvalid),
      .ready_o(space),
      .data_o (head),
      .valid_o(valid),
      .ready_i(pop)
  );
  assign s_axis_tready = space && bug != 4'd6;
  // 1 lets go of valid, 2 changes the data, and 5 the last bit, in every other cycle; 3 offers a beat in reset.
  assign m_axis_tvalid = bug == 4'd3 && rst ? 1'b1 : valid && !(bug == 4'd1 && flip);
  assign pop = m_axis_tready && m_axis_tvalid;
  assign m_axis_tdata = bug == 4'd2 && flip ? ~head[46:15] : head[46:15];
  assign m_axis_tkeep = bug == 4'd4 ? 4'd5 : head[14:11];
  assign m_axis_tlast = bug == 4'd5 ? head[10] ^ flip : head[10];
  assign m_axis_tid = head[9:6];
  assign m_axis_tdest = head[5:2];
  assign m_axis_tuser = head[1:0];
  always_ff @(posedge clk) flip <= rst ? 1'b0 : !flip;

  assign m_wide_tdata = s_wide_tdata;
  assign m_wide_tlast = s_wide_tlast;
  assign m_wide_tvalid = s_wide_tvalid;
  assign s_wide_tready = m_wide_tready;
  assign m_bare_tdata = s_bare_tdata;
  assign m_bare_tvalid = s_bare_tvalid;

  logic [37:0] beat;
  stream_fifo #(
      .Width(38)
  ) u_stream (
      .clk,
      .rst,
      .data_i ({x_data_i, x_keep_i, x_last_i, x_eos_i}),
      .valid_i(x_valid_i),
      .ready_o(x_ready_o),
      .data_o (beat),
      .valid_o(y_valid_o),
      .ready_i(y_ready_i)
  );
  assign y_data_o = bug == 4'd8 ? ~beat[37:6] ^ 32'h100 : ~beat[37:6];
  assign y_keep_o = bug == 4'd4 ? 4'd7 : beat[5:2];
  assign y_last_o = beat[1];
  assign y_eos_o = bug == 4'd9 ? 1'b1 : beat[0];

  logic b_keep;
  assign b_keep_o = b_keep || bug == 4'd10;
  stream_fifo #(
      .Width(16)
  ) u_events (
      .clk,
      .rst,
      .data_i ({a_data_i, a_index_i, a_keep_i, a_last_i, a_eos_i}),
      .valid_i(a_valid_i),
      .ready_o(a_ready_o),
      .data_o ({b_data_o, b_index_o, b_keep, b_last_o, b_eos_o}),
      .valid_o(b_valid_o),
      .ready_i(b_ready_i)
  );

  always_ff @(posedge clk) begin
    if (rst) reset_valid <= 1'b0;
    if (bug == 4'd15) unset_valid <= !unset_valid;
  end
endmodule

// First in, first out, four deep.
module stream_fifo #(
    parameter Width = 8
) (
    input  logic             clk,
    input  logic             rst,
    input  logic [Width-1:0] data_i,
    input  logic             valid_i,
    output logic             ready_o,
    output logic [Width-1:0] data_o,
    output logic             valid_o,
    input  logic             ready_i
);
  logic [Width-1:0] mem[4];
  logic [2:0] used;
  logic [1:0] head, tail;
  assign ready_o = used != 3'd4;
  assign valid_o = used != 3'd0;
  assign data_o = mem[head];
  always_ff @(posedge clk) begin
    if (valid_i && ready_o) mem[tail] <= data_i;
    if (rst) begin
      used <= 3'd0;
      head <= 2'd0;
      tail <= 2'd0;
    end else begin
      if (valid_i && ready_o) tail <= tail + 2'd1;
      if (valid_o && ready_i) head <= head + 2'd1;
      used <= used + 3'(valid_i && ready_o) - 3'(valid_o && ready_i);
    end
  end
endmodule
