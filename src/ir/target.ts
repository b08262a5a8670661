// Targets own what a technology decides: reset style and how memories are built.

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
}

/** The targets by name. */
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
  },
};
