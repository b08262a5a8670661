// What a Xilinx cell costs and how a signal passes through it: the one table that area and logic levels read.

/** Logic levels from an input port to the outputs; undefined when no path leads through. */
export type Passes = (port: string) => number | undefined;

/** A cell type. */
export interface CellKind {
  readonly lut?: number;
  readonly ff?: number;
  readonly dsp?: number;
  /** Block RAM in units of 36 kbit. */
  readonly bram?: number;
  readonly uram?: number;
  readonly carry?: number;
  readonly passes: Passes;
}

const cut: Passes = () => undefined;
const free: Passes = () => 0;
const level: Passes = () => 1;
/** The read of a LUT RAM or the tap of a shift register is a table look-up; writes end at the clock. */
const read: Passes = (port) => (/^(ADDR[A-H]|DPRA\d*|A\d*)$/.test(port) ? 1 : undefined);

/** LUT RAMs and shift registers with the LUTs that they fill. */
const lutMemories: Readonly<Record<string, number>> = {
  RAM32M: 4,
  RAM32M16: 8,
  RAM64M: 4,
  RAM64M8: 8,
  RAM32X1S: 1,
  RAM64X1S: 1,
  RAM128X1S: 2,
  RAM256X1S: 4,
  RAM32X1D: 2,
  RAM64X1D: 2,
  RAM128X1D: 4,
  RAM256X1D: 8,
  SRL16E: 1,
  SRLC32E: 1,
};

/** The kind of a cell type; undefined for one that the table does not know. */
export function kindOf(type: string): CellKind | undefined {
  if (/^LUT[1-6]$/.test(type)) return { lut: 1, passes: level };
  // A LUT absorbs an inverter, and MUXF7 to MUXF9 lie behind the LUTs of their slice.
  if (/^(INV|BUF|MUXF[789])$/.test(type)) return { passes: free };
  // A chain is one level where it is entered; the cascade from CARRY4 to CARRY4 is dedicated wire.
  if (type === 'CARRY4') return { carry: 1, passes: level };
  if (/^FD[CPRS]E(_1)?$/.test(type)) return { ff: 1, passes: cut };
  if (/^RAMB36/.test(type)) return { bram: 1, passes: cut };
  if (/^RAMB18/.test(type)) return { bram: 0.5, passes: cut };
  if (/^URAM288/.test(type)) return { uram: 1, passes: cut };
  if (/^DSP48/.test(type)) return { dsp: 1, passes: cut };
  const lut = lutMemories[type];
  return lut === undefined ? undefined : { lut, passes: read };
}
