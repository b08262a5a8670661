// Targets own what a technology decides: reset style, how memories are built, and whose multipliers are used.
import { DendraError } from './error.ts';

/** What templates need to know of a technology. */
export interface Target {
  readonly name: 'ultrascale-plus' | 'asic';
  /** Name of the reset port, also in port lists. */
  readonly reset: string;
  /** Event list of every register process. */
  readonly edge: string;
  /** Condition that is true during reset. */
  readonly inReset: string;
  /** Its opposite, for checks. */
  readonly running: string;
  readonly resetActive: 0 | 1;
  /** Attribute of the flip-flops that bring an outside reset into the clock domain: no tool may merge or move them. */
  readonly synchroniser: string;
  /** True where a memory that is written may hold contents from the start. */
  readonly initialRam: boolean;
  /** True where ports of the wrapper say, in Vivado's attributes, which bus they belong to. */
  readonly interfaceAttributes: boolean;
  /** Whether tools find the multipliers in the RTL, or the RTL instantiates DSP48E2 where one fits. */
  readonly dsp: 'inferred' | 'explicit';
}

/** The targets by name; tools find the multipliers. */
export const targets: Readonly<Record<Target['name'], Target>> = {
  // A synchronous reset lets registers be absorbed by DSP48E2 and block RAM.
  'ultrascale-plus': {
    name: 'ultrascale-plus',
    reset: 'rst_i',
    edge: 'posedge clk_i',
    inReset: 'rst_i',
    running: '!rst_i',
    resetActive: 1,
    synchroniser: '(* ASYNC_REG = "TRUE" *)',
    initialRam: true,
    interfaceAttributes: true,
    dsp: 'inferred',
  },
  asic: {
    name: 'asic',
    reset: 'rst_ni',
    edge: 'posedge clk_i or negedge rst_ni',
    inReset: '!rst_ni',
    running: 'rst_ni',
    resetActive: 0,
    synchroniser: '(* keep = "true" *)',
    initialRam: false,
    interfaceAttributes: false,
    dsp: 'inferred',
  },
};

/** A target with its multipliers as asked for; throws a DendraError where it has no DSP48E2. */
export function targetWith(name: Target['name'], dsp: Target['dsp']): Target {
  if (dsp === 'explicit' && name !== 'ultrascale-plus') {
    throw new DendraError(`dsp must be inferred for the target ${name}, not explicit`, {
      rule: 'target-dsp',
      hint: 'DSP48E2 is a cell of ultrascale-plus; leave --dsp out, or choose that target',
    });
  }
  return { ...targets[name], dsp };
}
