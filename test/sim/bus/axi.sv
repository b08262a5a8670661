// AXI: a memory behind s_axi, and wires from p_axi to q_axi. `bug` breaks a rule on the wires, 0 breaks none.
module axi (
    input logic clk,
    input logic rst,
    input logic [4:0] bug,

    input  logic [ 3:0] s_axi_awid,
    input  logic [12:0] s_axi_awaddr,
    input  logic [ 7:0] s_axi_awlen,
    input  logic [ 2:0] s_axi_awsize,
    input  logic [ 1:0] s_axi_awburst,
    input  logic        s_axi_awvalid,
    output logic        s_axi_awready,
    input  logic [63:0] s_axi_wdata,
    input  logic [ 7:0] s_axi_wstrb,
    input  logic        s_axi_wlast,
    input  logic        s_axi_wvalid,
    output logic        s_axi_wready,
    output logic [ 3:0] s_axi_bid,
    output logic [ 1:0] s_axi_bresp,
    output logic        s_axi_bvalid,
    input  logic        s_axi_bready,
    input  logic [ 3:0] s_axi_arid,
    input  logic [12:0] s_axi_araddr,
    input  logic [ 7:0] s_axi_arlen,
    input  logic [ 2:0] s_axi_arsize,
    input  logic [ 1:0] s_axi_arburst,
    input  logic        s_axi_arvalid,
    output logic        s_axi_arready,
    output logic [ 3:0] s_axi_rid,
    output logic [63:0] s_axi_rdata,
    output logic [ 1:0] s_axi_rresp,
    output logic        s_axi_rlast,
    output logic        s_axi_rvalid,
    input  logic        s_axi_rready,

    input  logic [ 3:0] p_axi_awid,
    input  logic [31:0] p_axi_awaddr,
    input  logic [ 7:0] p_axi_awlen,
    input  logic [ 2:0] p_axi_awsize,
    input  logic [ 1:0] p_axi_awburst,
    input  logic        p_axi_awlock,
    input  logic [ 3:0] p_axi_awcache,
    input  logic [ 2:0] p_axi_awprot,
    input  logic        p_axi_awvalid,
    output logic        p_axi_awready,
    input  logic [31:0] p_axi_wdata,
    input  logic [ 3:0] p_axi_wstrb,
    input  logic        p_axi_wlast,
    input  logic        p_axi_wvalid,
    output logic        p_axi_wready,
    output logic [ 3:0] p_axi_bid,
    output logic [ 1:0] p_axi_bresp,
    output logic        p_axi_bvalid,
    input  logic        p_axi_bready,
    input  logic [ 3:0] p_axi_arid,
    input  logic [31:0] p_axi_araddr,
    input  logic [ 7:0] p_axi_arlen,
    input  logic [ 2:0] p_axi_arsize,
    input  logic [ 1:0] p_axi_arburst,
    input  logic        p_axi_arvalid,
    output logic        p_axi_arready,
    output logic [ 3:0] p_axi_rid,
    output logic [31:0] p_axi_rdata,
    output logic [ 1:0] p_axi_rresp,
    output logic        p_axi_rlast,
    output logic        p_axi_rvalid,
    input  logic        p_axi_rready,

    output logic [ 3:0] q_axi_awid,
    output logic [31:0] q_axi_awaddr,
    output logic [ 7:0] q_axi_awlen,
    output logic [ 2:0] q_axi_awsize,
    output logic [ 1:0] q_axi_awburst,
    output logic        q_axi_awlock,
    output logic [ 3:0] q_axi_awcache,
    output logic [ 2:0] q_axi_awprot,
    output logic        q_axi_awvalid,
    input  logic        q_axi_awready,
    output logic [31:0] q_axi_wdata,
    output logic [ 3:0] q_axi_wstrb,
    output logic        q_axi_wlast,
    output logic        q_axi_wvalid,
    input  logic        q_axi_wready,
    input  logic [ 3:0] q_axi_bid,
    input  logic [ 1:0] q_axi_bresp,
    input  logic        q_axi_bvalid,
    output logic        q_axi_bready,
    output logic [ 3:0] q_axi_arid,
    output logic [31:0] q_axi_araddr,
    output logic [ 7:0] q_axi_arlen,
    output logic [ 2:0] q_axi_arsize,
    output logic [ 1:0] q_axi_arburst,
    output logic        q_axi_arvalid,
    input  logic        q_axi_arready,
    input  logic [ 3:0] q_axi_rid,
    input  logic [31:0] q_axi_rdata,
    input  logic [ 1:0] q_axi_rresp,
    input  logic        q_axi_rlast,
    input  logic        q_axi_rvalid,
    output logic        q_axi_rready
);
  // The address of the next beat.
  function automatic [12:0] after(input logic [12:0] at, input logic [7:0] len, input logic [2:0] size,
                                  input logic [1:0] burst);
    logic [12:0] step, next, span;
    step = 13'd1 << size;
    next = (at & ~(step - 13'd1)) + step;
    span = (({5'd0, len} + 13'd1) << size) - 13'd1;
    after = burst == 2'd0 ? at : burst == 2'd2 ? (at & ~span) | (next & span) : next;
  endfunction

  logic [7:0] mem[8192];
  logic writing, reading;
  logic [12:0] waddr, raddr;
  logic [7:0] wlen, rlen, rleft;
  logic [2:0] wsize, rsize;
  logic [1:0] wburst, rburst;
  assign s_axi_awready = !writing && !s_axi_bvalid;
  assign s_axi_wready = writing;
  assign s_axi_bresp = 2'd0;
  assign s_axi_arready = !reading;
  assign s_axi_rvalid = reading;
  assign s_axi_rlast = rleft == 8'd0;
  assign s_axi_rresp = 2'd0;
  // Only the lanes of the beat carry data, the others carry noise.
  always_comb
    for (int i = 0; i < 8; i++)
      s_axi_rdata[8*i+:8] = i >= 32'(raddr[2:0]) &&
          i < 32'(raddr[2:0] & ~3'((4'd1 << rsize) - 4'd1)) + (1 << rsize) ? mem[{raddr[12:3], 3'(i)}] : 8'hee;
  always_ff @(posedge clk) begin
    if (s_axi_bvalid && s_axi_bready) s_axi_bvalid <= 1'b0;
    if (s_axi_awvalid && s_axi_awready) begin
      writing <= 1'b1;
      s_axi_bid <= s_axi_awid;
      waddr <= s_axi_awaddr;
      wlen <= s_axi_awlen;
      wsize <= s_axi_awsize;
      wburst <= s_axi_awburst;
    end
    if (s_axi_wvalid && s_axi_wready) begin
      for (int i = 0; i < 8; i++) if (s_axi_wstrb[i]) mem[{waddr[12:3], 3'(i)}] <= s_axi_wdata[8*i+:8];
      waddr <= after(waddr, wlen, wsize, wburst);
      if (s_axi_wlast) begin
        writing <= 1'b0;
        s_axi_bvalid <= 1'b1;
      end
    end
    if (s_axi_rvalid && s_axi_rready) begin
      raddr <= after(raddr, rlen, rsize, rburst);
      rleft <= rleft - 8'd1;
      if (s_axi_rlast) reading <= 1'b0;
    end
    if (s_axi_arvalid && s_axi_arready) begin
      reading <= 1'b1;
      s_axi_rid <= s_axi_arid;
      raddr <= s_axi_araddr;
      rlen <= s_axi_arlen;
      rleft <= s_axi_arlen;
      rsize <= s_axi_arsize;
      rburst <= s_axi_arburst;
    end
    if (rst) begin
      writing <= 1'b0;
      reading <= 1'b0;
      s_axi_bvalid <= 1'b0;
    end
  end

  logic flip;
  always_ff @(posedge clk) flip <= rst ? 1'b0 : !flip;
  assign q_axi_awid = p_axi_awid;
  assign q_axi_awaddr = bug == 5'd1 && flip ? ~p_axi_awaddr : bug == 5'd2 ? 32'hff8 : bug == 5'd3 ? 32'd2 : p_axi_awaddr;
  assign q_axi_awlen = bug == 5'd4 ? 8'd2 : bug == 5'd5 ? 8'd16 : p_axi_awlen;
  assign q_axi_awsize = bug == 5'd6 ? 3'd3 : bug == 5'd14 ? 3'd0 : p_axi_awsize;
  assign q_axi_awburst = bug == 5'd7 ? 2'd3 : bug == 5'd3 || bug == 5'd4 ? 2'd2 : bug == 5'd5 ? 2'd0 : p_axi_awburst;
  assign q_axi_awlock = p_axi_awlock;
  assign q_axi_awcache = p_axi_awcache;
  assign q_axi_awprot = p_axi_awprot;
  assign q_axi_awvalid = p_axi_awvalid;
  assign p_axi_awready = q_axi_awready;
  assign q_axi_wdata = p_axi_wdata;
  assign q_axi_wstrb = p_axi_wstrb;
  assign q_axi_wlast = p_axi_wlast || bug == 5'd8;
  assign q_axi_wvalid = p_axi_wvalid;
  assign p_axi_wready = q_axi_wready;
  assign p_axi_bid = bug == 5'd9 ? ~q_axi_bid : q_axi_bid;
  assign p_axi_bresp = bug == 5'd10 ? 2'd1 : q_axi_bresp;
  assign p_axi_bvalid = q_axi_bvalid;
  assign q_axi_bready = p_axi_bready;
  assign q_axi_arid = p_axi_arid;
  assign q_axi_araddr = p_axi_araddr;
  assign q_axi_arlen = p_axi_arlen;
  assign q_axi_arsize = p_axi_arsize;
  assign q_axi_arburst = p_axi_arburst;
  assign q_axi_arvalid = p_axi_arvalid;
  assign p_axi_arready = q_axi_arready;
  assign p_axi_rid = bug == 5'd11 ? ~q_axi_rid : q_axi_rid;
  assign p_axi_rdata = q_axi_rdata;
  assign p_axi_rresp = bug == 5'd13 ? 2'd1 : q_axi_rresp;
  assign p_axi_rlast = q_axi_rlast && bug != 5'd12;
  assign p_axi_rvalid = q_axi_rvalid;
  assign q_axi_rready = p_axi_rready;
endmodule
