// The testbench of the endian swapper: packets in, packets out, and its registers.
import { expect } from 'vitest';
import { Scoreboard } from '../../../src/sim/bus/index.ts';
import { Clock, type Dut, ReadOnly, RisingEdge, startSoon, Timer } from '../../../src/sim/runner/index.ts';
import { type Duty, driveBit } from '../drive-bit.ts';
import { AvalonMaster, AvalonStMonitor, AvalonStSource, avalonSt } from './avalon.ts';

/** What a run sends, and how it disturbs the design meanwhile. */
export interface Stimulus {
  readonly packets: Iterable<Uint8Array>;
  /** Writes the configuration while packets pass. */
  readonly configure?: ((csr: AvalonMaster) => Promise<void>) | undefined;
  /** Valid and idle cycles of the input. */
  readonly idle?: Iterable<Duty> | undefined;
  /** Ready and blocked cycles of the output. */
  readonly backpressure?: Iterable<Duty> | undefined;
}

/** Drivers, monitors and scoreboard around the design. */
export class Testbench {
  readonly dut: Dut;
  readonly input: AvalonStSource;
  readonly csr: AvalonMaster;
  readonly board = new Scoreboard<Uint8Array>('stream_out');
  /** Packets that have entered the design. */
  sent = 0;

  constructor(dut: Dut) {
    this.dut = dut;
    const [input, output] = [avalonSt(dut, 'stream_in'), avalonSt(dut, 'stream_out')];
    this.input = new AvalonStSource(input, dut.clk);
    this.csr = new AvalonMaster(dut, 'csr', dut.clk);
    const monitor = new AvalonStMonitor(output, dut.clk, (packet) => this.board.observe(packet));
    startSoon(() => followByteOrder(dut, monitor));
    // The model: what went in comes out, read in the byte order of the moment.
    new AvalonStMonitor(input, dut.clk, (packet) => {
      this.board.expect(packet);
      this.sent++;
    });
  }

  async reset(): Promise<void> {
    this.dut.reset_n.value = 0;
    await Timer(20, 'ns');
    await RisingEdge(this.dut.clk);
    this.dut.reset_n.value = 1;
  }
}

/** Sends all packets, and compares what comes out and how many were counted. */
export async function runTest(dut: Dut, { packets, configure, idle, backpressure }: Stimulus): Promise<Testbench> {
  new Clock(dut.clk, 10, 'ns').start();
  const bench = new Testbench(dut);
  await bench.reset();
  dut.stream_out_ready.value = 1;
  if (configure !== undefined) startSoon(() => configure(bench.csr));
  if (idle !== undefined) bench.input.setGaps(idle);
  if (backpressure !== undefined) startSoon(() => driveBit(dut.stream_out_ready, dut.clk, backpressure));

  for (const packet of packets) await bench.input.send(packet);
  // The final word leaves the design.
  for (let i = 0; i < 2; i++) {
    do await RisingEdge(dut.clk);
    while (dut.stream_out_ready.value !== 1);
  }
  expect(await bench.csr.read(1)).toBe(bench.sent);
  bench.board.finish();
  return bench;
}

/** The order in which the output is read is that of the design at the start of each packet. */
async function followByteOrder(dut: Dut, output: AvalonStMonitor): Promise<void> {
  for (;;) {
    await RisingEdge(dut.stream_in_startofpacket);
    await ReadOnly();
    output.firstInHighBits = dut.byteswapping.value === 0;
  }
}
