// What the Verilog templates are given of a function: its signals and registers, stage by stage.
import type { Elem } from '../ir/index.ts';

/** A declaration with the expression that drives it; registers have none of their own. */
export interface Signal {
  readonly name: string;
  /** `signed [7:0] `, or nothing for one bit. */
  readonly type: string;
  /** False where a template drives the signal. */
  readonly expression: string | false;
}

/** A register: what it takes over at the clock's edge. */
export interface Register {
  readonly to: string;
  readonly from: string;
  /** Declaration of both. */
  readonly type: string;
}

/** A product that nothing reads but the register behind it. */
export interface Product {
  readonly signal: string;
  readonly register: string;
  /** Declaration of both. */
  readonly type: string;
  readonly bits: number;
  /** Two signed expressions of so many bits. */
  readonly operands: readonly [Operand, Operand];
}

/** A factor of a product. */
export interface Operand {
  readonly bits: number;
  readonly value: string;
}

/** An instance of a multiplier with a register behind it. */
export interface Multiplier {
  readonly to: string;
  readonly type: string;
  readonly bits: number;
  readonly a: string;
  readonly b: string;
  readonly aBits: number;
  readonly bBits: number;
}

/** A table in the hardware. */
export interface Table {
  readonly name: string;
  readonly entries: readonly bigint[];
  readonly width: number;
}

/** All that the datapath of one element consists of. */
export interface Datapath {
  readonly inputs: readonly { readonly name: string; readonly signal: string }[];
  readonly outputs: readonly { readonly name: string; readonly signal: string; readonly type: Elem }[];
  readonly states: readonly {
    readonly name: string;
    readonly signal: string;
    readonly next: string;
    readonly width: number;
  }[];
  readonly stages: readonly {
    readonly number: number;
    readonly signals: readonly Signal[];
    readonly registers: readonly Register[];
    /** Those of the signals and registers that a multiplier may stand for. */
    readonly products: readonly Product[];
    readonly multipliers: readonly Multiplier[];
  }[];
  readonly tables: readonly Table[];
  /** Signals that nothing reads, and the bits that are wrapped away. */
  readonly unused: readonly string[];
}
