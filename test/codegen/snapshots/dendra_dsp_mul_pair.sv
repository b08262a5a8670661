// p0 = w0 * x and p1 = w1 * x one cycle later, in one DSP48E2: two's complement, with the register
// behind the multiplier.
//
// With S = WBits + XBits, the pre-adder makes w1 * 2^S + w0, and the multiplier
// w1 * x * 2^S + w0 * x, whose lower field would borrow from the upper one where w0 * x < 0. The
// correction is the rounding constant 2^(S-1) of the ALU:
//
//   |w0 * x| <= 2^(WBits-1) * 2^(XBits-1) = 2^(S-2), so w0 * x + 2^(S-1) is in 0 .. 2^S - 1:
//   the lower field neither borrows nor carries, and the upper field is w1 * x as it is;
//   w0 * x is the lower field less 2^(S-1), which is its topmost bit inverted.
//
// The pre-adder has 27 bits: |w1 * 2^S + w0| <= 2^(WBits-1+S) + 2^(WBits-1) must be at most 2^26 in
// the negative, which holds for WBits-1+S <= 25, that is 2 * WBits + XBits <= 26.
//
//   WBits  bits of w0 and w1
//   XBits  bits of x, at most 18; 2 * WBits + XBits is at most 26
//   PBits  bits of p0 and p1, at most WBits + XBits;
//          fewer where the caller knows the upper ones to be copies of the sign
//
// SPDX-License-Identifier: Apache-2.0
`resetall
`timescale 1ns / 1ps
`default_nettype none

module dendra_dsp_mul_pair #(
  parameter int WBits = 8,
  parameter int XBits = 8,
  parameter int PBits = 16
) (
  input  logic clk_i,
  input  logic signed [WBits-1:0] w0_i,
  input  logic signed [WBits-1:0] w1_i,
  input  logic signed [XBits-1:0] x_i,
  output logic signed [PBits-1:0] p0_o,
  output logic signed [PBits-1:0] p1_o
);
  localparam int S = WBits + XBits;

  initial begin
    if (XBits > 18 || 2 * WBits + XBits > 26) begin
      $fatal(1, "%m: XBits must be at most 18, and 2 * WBits + XBits at most 26");
    end
  end
  initial if (PBits > S) $fatal(1, "%m: PBits must be at most WBits + XBits");

  logic [29:0] a;
  logic [17:0] b;
  logic [26:0] d;
  assign a = 30'(w1_i) <<< S;
  assign b = 18'(x_i);
  assign d = 27'(w0_i);
  logic [47:0] p;

  // Data ports that are not used are tied high, behind a register that never loads where there is
  // one.
  DSP48E2 #(
    // Operands come from the ports; the multiplier takes the pre-adder's sum.
    .A_INPUT("DIRECT"), .B_INPUT("DIRECT"), .AMULTSEL("AD"), .BMULTSEL("B"), .PREADDINSEL("A"),
    .USE_MULT("MULTIPLY"), .USE_SIMD("ONE48"), .USE_WIDEXOR("FALSE"), .XORSIMD("XOR24_48_96"),
    // One register, behind the multiplier.
    .MREG(1), .AREG(0), .ACASCREG(0), .BREG(0), .BCASCREG(0), .ADREG(0), .DREG(0), .CREG(1),
    .PREG(0), .INMODEREG(0), .OPMODEREG(0), .ALUMODEREG(0), .CARRYINREG(0), .CARRYINSELREG(0),
    // No pattern detector.
    .USE_PATTERN_DETECT("NO_PATDET"), .SEL_PATTERN("PATTERN"), .SEL_MASK("MASK"),
    .PATTERN(48'h0), .MASK(48'h3fff_ffff_ffff), .AUTORESET_PATDET("NO_RESET"),
    .AUTORESET_PRIORITY("RESET"),
    .RND(48'd1 << (S - 1)),
    // No input is inverted.
    .IS_ALUMODE_INVERTED(4'b0), .IS_CARRYIN_INVERTED(1'b0), .IS_CLK_INVERTED(1'b0),
    .IS_INMODE_INVERTED(5'b0), .IS_OPMODE_INVERTED(9'b0), .IS_RSTALLCARRYIN_INVERTED(1'b0),
    .IS_RSTALUMODE_INVERTED(1'b0), .IS_RSTA_INVERTED(1'b0), .IS_RSTB_INVERTED(1'b0),
    .IS_RSTCTRL_INVERTED(1'b0), .IS_RSTC_INVERTED(1'b0), .IS_RSTD_INVERTED(1'b0),
    .IS_RSTINMODE_INVERTED(1'b0), .IS_RSTM_INVERTED(1'b0), .IS_RSTP_INVERTED(1'b0)
  ) u_dsp (
    .CLK(clk_i),
    .A(a),
    .B(b),
    .C(48'hffff_ffff_ffff),
    .D(d),
    .P(p),
    // Multiplier: (A + D) * B. ALU: M + RND.
    .INMODE(5'b00100), .OPMODE(9'b10_000_01_01), .ALUMODE(4'b0000),
    .CARRYINSEL(3'b000), .CARRYIN(1'b0),
    // The register moves in every cycle and has no reset, as all data registers here.
    .CEM(1'b1), .CEA1(1'b0), .CEA2(1'b0), .CEB1(1'b0), .CEB2(1'b0), .CEAD(1'b0), .CEC(1'b0),
    .CED(1'b0), .CEP(1'b0), .CEALUMODE(1'b0), .CECARRYIN(1'b0), .CECTRL(1'b0), .CEINMODE(1'b0),
    .RSTM(1'b0), .RSTA(1'b0), .RSTB(1'b0), .RSTC(1'b0), .RSTD(1'b0), .RSTP(1'b0),
    .RSTALLCARRYIN(1'b0), .RSTALUMODE(1'b0), .RSTCTRL(1'b0), .RSTINMODE(1'b0),
    // No cascade, and no flag.
    .ACIN(30'h0), .BCIN(18'h0), .PCIN(48'h0), .CARRYCASCIN(1'b0), .MULTSIGNIN(1'b0),
    /* verilator lint_off PINCONNECTEMPTY */
    .ACOUT(), .BCOUT(), .PCOUT(), .CARRYCASCOUT(), .MULTSIGNOUT(), .CARRYOUT(), .OVERFLOW(),
    .UNDERFLOW(), .PATTERNDETECT(), .PATTERNBDETECT(), .XOROUT()
    /* verilator lint_on PINCONNECTEMPTY */
  );

  logic [S-1:0] lower;
  assign lower = {!p[S-1], p[S-2:0]};
  assign p0_o  = lower[PBits-1:0];
  assign p1_o  = p[S +: PBits];

  // Copies of the sign, and those of a narrower result.
  logic unused;
  assign unused = ^{p[47:S+PBits], lower};
endmodule

`resetall
