// Benches that cocotb 1.4.0 and cocotbext-axi were published with and that examples/cocotb holds in TypeScript.

/** A published bench. */
export interface Bench {
  /** Folder of examples/cocotb with our port. */
  readonly port: string;
  /** Folder of the original below that of the packages. */
  readonly folder: string;
  /** Folders below it with modules in Python. */
  readonly python: readonly string[];
  readonly top: string;
  /** Module of the original bench. */
  readonly module: string;
  readonly sources: readonly string[];
  readonly parameters?: Readonly<Record<string, number>>;
  /** Tests, as both lists name them. */
  readonly tests: readonly string[];
  /** What the names of the port have in front. */
  readonly prefix?: string;
  /** A bug for the RTL: in the one source that has it, `of` becomes `to`. */
  readonly bug?: { readonly of: string; readonly to: string };
  /** Tests that must find the bug; the others must not. */
  readonly found: readonly string[];
}

const numbered = Array.from({ length: 32 }, (_, i) => `run_test_${String(i + 1).padStart(3, '0')}`);
const means = ['mean_basic_test', 'mean_range_test', 'mean_overflow_test', 'mean_randomised_test'];
const sums = ['adder_basic_test', 'adder_randomised_test'];

/** An example of cocotb, which have one layout. */
function example(name: string, rest: Omit<Bench, 'folder' | 'python' | 'port'>): Bench {
  const port = name.replaceAll('_', '-');
  return { port, folder: `cocotb-1.4.0/examples/${name}`, python: ['tests', 'model'], ...rest };
}

/** The AXI-stream of cocotbext-axi at a width. Its design is wires alone, so it has no bug. */
function axiStream(width: number): Bench {
  return {
    port: 'axi-stream',
    folder: 'cocotbext_axi-0.1.28/tests/axis',
    python: ['.', '../..', '../../../cocotb_bus-0.3.0/src'],
    top: 'test_axis',
    module: 'test_axis',
    sources: ['test_axis.v'],
    parameters: { DATA_WIDTH: width, KEEP_WIDTH: width / 8 },
    tests: numbered.slice(0, 4),
    prefix: `width_${width}_`,
    found: [],
  };
}

/** All benches. */
export const benches: readonly Bench[] = [
  example('endian_swapper', {
    top: 'endian_swapper_sv',
    module: 'test_endian_swapper',
    sources: ['hdl/endian_swapper.sv'],
    tests: [...numbered, 'wavedrom_test'],
    bug: { of: 'packet_count + 1', to: 'packet_count - 1' },
    found: numbered,
  }),
  example('axi_lite_slave', {
    top: 'tb_axi_lite_slave',
    module: 'test_axi_lite_slave',
    sources: ['hdl/axi_lite_slave.v', 'hdl/axi_lite_demo.v', 'hdl/tb_axi_lite_slave.v'],
    tests: ['write_address_0', 'read_address_1', 'write_and_read', 'write_fail', 'read_fail'],
    // Good addresses are refused and others are taken; 1, the last good one, stays good.
    bug: { of: 'if (w_reg_address > MAX_ADDR)', to: 'if (w_reg_address < MAX_ADDR)' },
    found: ['write_address_0', 'write_and_read', 'write_fail', 'read_fail'],
  }),
  example('mean', {
    top: 'mean',
    module: 'test_mean',
    sources: ['hdl/mean.sv'],
    tests: means,
    // The bug that the RTL itself proposes in a comment.
    bug: { of: 'SUM_WIDTH = DATA_WIDTH + $clog2(BUS_WIDTH);', to: 'SUM_WIDTH = DATA_WIDTH + $clog2(BUS_WIDTH) - 1;' },
    found: means.slice(2),
  }),
  example('dff', {
    top: 'dff',
    module: 'dff_cocotb',
    sources: ['hdl/dff.v'],
    tests: ['run_test_001'],
    bug: { of: 'q <= d;', to: 'q <= !d;' },
    found: ['run_test_001'],
  }),
  example('adder', {
    top: 'adder',
    module: 'test_adder',
    sources: ['hdl/adder.sv'],
    tests: sums,
    bug: { of: 'X = A + B', to: 'X = A - B' },
    found: sums,
  }),
  ...[8, 16, 32].map(axiStream),
];
