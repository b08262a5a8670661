// AXI-Lite: 16 registers behind s_axil, and a copier that masters m_axil. `bug` breaks a rule, 0 breaks none.
module axil (
    input logic clk,
    input logic rst,
    input logic [3:0] bug,

    input  logic [11:0] s_axil_awaddr,
    input  logic [ 2:0] s_axil_awprot,
    input  logic        s_axil_awvalid,
    output logic        s_axil_awready,
    input  logic [31:0] s_axil_wdata,
    input  logic [ 3:0] s_axil_wstrb,
    input  logic        s_axil_wvalid,
    output logic        s_axil_wready,
    output logic [ 1:0] s_axil_bresp,
    output logic        s_axil_bvalid,
    input  logic        s_axil_bready,
    input  logic [11:0] s_axil_araddr,
    input  logic [ 2:0] s_axil_arprot,
    input  logic        s_axil_arvalid,
    output logic        s_axil_arready,
    output logic [31:0] s_axil_rdata,
    output logic [ 1:0] s_axil_rresp,
    output logic        s_axil_rvalid,
    input  logic        s_axil_rready,

    // Copies `words` words from `from` to `to`.
    input  logic        go,
    input  logic [31:0] from,
    input  logic [31:0] to,
    input  logic [ 7:0] words,
    output logic        done,
    output logic [ 1:0] resp,
    output logic [31:0] m_axil_awaddr,
    output logic        m_axil_awvalid,
    input  logic        m_axil_awready,
    output logic [31:0] m_axil_wdata,
    output logic [ 3:0] m_axil_wstrb,
    output logic        m_axil_wvalid,
    input  logic        m_axil_wready,
    input  logic [ 1:0] m_axil_bresp,
    input  logic        m_axil_bvalid,
    output logic        m_axil_bready,
    output logic [31:0] m_axil_araddr,
    output logic        m_axil_arvalid,
    input  logic        m_axil_arready,
    input  logic [31:0] m_axil_rdata,
    input  logic [ 1:0] m_axil_rresp,
    input  logic        m_axil_rvalid,
    output logic        m_axil_rready
);
  // Registers: address and data come in any order, one write at a time; addresses from 64 on are errors.
  logic [31:0] regs[16];
  logic [11:0] awaddr;
  logic [31:0] wdata;
  logic [3:0] wstrb;
  logic has_aw, has_w, bvalid, rvalid, flip;
  logic [ 1:0] bresp;
  logic [31:0] rdata;
  assign s_axil_awready = !has_aw;
  assign s_axil_wready = !has_w;
  assign s_axil_bvalid = bvalid || (bug == 4'd1 && has_aw);
  assign s_axil_bresp = bug == 4'd2 ? 2'd1 : bresp;
  assign s_axil_arready = !rvalid;
  assign s_axil_rdata = bug == 4'd3 && flip ? 32'd7 : rdata;
  assign s_axil_rvalid = rvalid || bug == 4'd4;
  always_ff @(posedge clk) begin
    flip <= rst ? 1'b0 : !flip;
    if (s_axil_awvalid && s_axil_awready) begin
      has_aw <= 1'b1;
      awaddr <= s_axil_awaddr;
    end
    if (s_axil_wvalid && s_axil_wready) begin
      has_w <= 1'b1;
      wdata <= s_axil_wdata;
      wstrb <= s_axil_wstrb;
    end
    if (s_axil_bvalid && s_axil_bready) bvalid <= 1'b0;
    if (has_aw && has_w && !bvalid) begin
      has_aw <= 1'b0;
      has_w  <= 1'b0;
      bvalid <= 1'b1;
      bresp  <= awaddr < 12'd64 ? 2'd0 : 2'd2;
      if (awaddr < 12'd64)
        for (int i = 0; i < 4; i++) if (wstrb[i]) regs[awaddr[5:2]][8*i+:8] <= wdata[8*i+:8];
    end
    if (s_axil_rvalid && s_axil_rready) rvalid <= 1'b0;
    if (s_axil_arvalid && s_axil_arready) begin
      rvalid <= 1'b1;
      rdata  <= s_axil_araddr < 12'd64 ? regs[s_axil_araddr[5:2]] : 32'd0;
      s_axil_rresp <= s_axil_araddr < 12'd64 ? 2'd0 : 2'd3;
    end
    if (rst) begin
      has_aw <= 1'b0;
      has_w  <= 1'b0;
      bvalid <= 1'b0;
      rvalid <= 1'b0;
      for (int i = 0; i < 16; i++) regs[i] <= 32'd0;
    end
  end

  // The copier: read, write, answer.
  typedef enum logic [2:0] {
    Idle,
    Ask,
    Get,
    Put,
    Answer
  } state_e;
  state_e state;
  logic [7:0] count;
  logic sent_aw, sent_w;
  assign m_axil_arvalid = state == Ask;
  assign m_axil_araddr = from + {22'd0, count, 2'd0};
  assign m_axil_rready = state == Get;
  assign m_axil_awvalid = state == Put && !sent_aw;
  assign m_axil_awaddr = (to + {22'd0, count, 2'd0}) ^ (bug == 4'd5 && flip ? 32'd64 : 32'd0);
  assign m_axil_wvalid = state == Put && !sent_w && !(bug == 4'd6 && flip);
  assign m_axil_wstrb = 4'b1111;
  assign m_axil_bready = state == Answer;
  assign done = state == Idle;
  always_ff @(posedge clk) begin
    case (state)
      Idle:
      if (go && words != 8'd0) begin
        state <= Ask;
        count <= 8'd0;
        resp  <= 2'd0;
      end
      Ask: if (m_axil_arready) state <= Get;
      Get:
      if (m_axil_rvalid) begin
        state <= Put;
        sent_aw <= 1'b0;
        sent_w <= 1'b0;
        m_axil_wdata <= m_axil_rdata;
        if (m_axil_rresp != 2'd0) resp <= m_axil_rresp;
      end
      Put: begin
        if (m_axil_awvalid && m_axil_awready) sent_aw <= 1'b1;
        if (m_axil_wvalid && m_axil_wready) sent_w <= 1'b1;
        if ((sent_aw || m_axil_awready) && (sent_w || (m_axil_wvalid && m_axil_wready))) state <= Answer;
      end
      Answer:
      if (m_axil_bvalid) begin
        if (m_axil_bresp != 2'd0) resp <= m_axil_bresp;
        count <= count + 8'd1;
        state <= count + 8'd1 == words ? Idle : Ask;
      end
      default: state <= Idle;
    endcase
    if (rst) state <= Idle;
  end
  wire unused = &{s_axil_awprot, s_axil_arprot, awaddr[1:0]};
endmodule
