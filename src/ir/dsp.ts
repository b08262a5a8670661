// Which products a DSP48E2 computes: its multiplier takes 27 x 18 bits, in two's complement (AMD UG579).

/** Bits of the multiplier's operands. */
export const dspOperands = { wide: 27, narrow: 18 } as const;

/** Operands of fewer bits, and products of fewer, are left to LUTs: the limits of Yosys' synth_xilinx, which follow UG901. */
export const worthDsp = { operand: 2, product: 9 } as const;

/** True where one DSP48E2 holds a product of operands of `a` and `b` bits, and the product of `product` bits is worth one. */
export function fitsDsp(a: number, b: number, product: number): boolean {
  const [wide, narrow] = a > b ? [a, b] : [b, a];
  return (
    wide <= dspOperands.wide &&
    narrow <= dspOperands.narrow &&
    narrow >= worthDsp.operand &&
    product >= worthDsp.product
  );
}

/**
 * True where one DSP48E2 holds two products of weights of `weight` bits with the same x of `x` bits, side by side: the proof
 * is in templates/verilog/lib/dendra_dsp_mul_pair.sv.hbs.
 */
export function fitsDspPair(weight: number, x: number): boolean {
  return x <= dspOperands.narrow && 2 * weight + x < dspOperands.wide;
}
