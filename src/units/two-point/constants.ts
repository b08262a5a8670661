// The constants of the two-point template, which names them as local parameters.
import { literal } from '../../ir/verilog.ts';

/** A local parameter. */
export interface Constant {
  readonly name: string;
  readonly bits: number;
  /** `signed ` or nothing, for the declaration. */
  readonly sign: string;
  readonly value: string;
}

/** A constant in two's complement. */
export function signed(name: string, value: bigint | number, bits: number): Constant {
  return { name, bits, sign: 'signed ', value: literal(value, bits, true) };
}

/** A constant that is never negative. */
export function natural(name: string, value: number, bits: number): Constant {
  return { name, bits, sign: '', value: literal(value, bits) };
}
