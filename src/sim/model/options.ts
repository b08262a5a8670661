// What buildModel needs to know.

/** How to build a model. */
export interface ModelOptions {
  /** Folder that paths are relative to, and in which messages name files; the present one by default. */
  readonly folder?: string | undefined;
  /** Verilog and SystemVerilog files, and `.vlt` configuration, in the order of compilation. */
  readonly sources: readonly string[];
  /** Name of the top module. */
  readonly top: string;
  /** Folders of included files and of modules that the sources do not hold. */
  readonly includes?: readonly string[] | undefined;
  /** Macros; an empty string defines one without a value. */
  readonly defines?: Readonly<Record<string, string | number>> | undefined;
  /** Parameters of the top module. */
  readonly parameters?: Readonly<Record<string, number | bigint | boolean | string>> | undefined;
  /** Paths below the top of internal signals that a bench reads or writes, such as `u_core.state_q`. */
  readonly publicSignals?: readonly string[] | undefined;
  /** Paths of internal signals that a bench forces; they become public too. */
  readonly forceable?: readonly string[] | undefined;
  /** Format of the waves that instances can write; none by default. */
  readonly waves?: 'vcd' | 'fst' | undefined;
  /** Counts executions of every line. */
  readonly coverage?: boolean | undefined;
  /** `edit` builds quickly (default), `speed` makes a model that runs fast. */
  readonly profile?: 'edit' | 'speed' | undefined;
  /** Keeps the delays of the RTL; by default this is done where the RTL has any. */
  readonly timing?: boolean | undefined;
  /** Unit and precision of modules that state none, such as `1ns/1ps`. */
  readonly timescale?: string | undefined;
  /** True makes every warning of `-Wall` an error. */
  readonly lint?: boolean | undefined;
  /** Further arguments of Verilator, as they are. */
  readonly verilatorArgs?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}
