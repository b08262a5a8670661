// The endian swapper's bench in TypeScript with the random choices that the original made.
import { runTest } from '../../../examples/cocotb/endian-swapper/testbench.ts';
import { type Dut, getSimTime, type LogicHandle, RisingEdge, startSoon } from '../../../src/sim/kernel/index.ts';
import type { Run } from './original.ts';

/** Repeats a test, and gives what passed on the ports, in the words of record.py. */
export async function replay(dut: Dut, run: Run): Promise<string[]> {
  const log: string[] = [];
  startSoon(() => watch(dut, log));
  await runTest(dut, {
    packets: run.packets.map((hex) => Buffer.from(hex, 'hex')),
    configure: async (csr) => {
      for (const value of run.writes) await csr.write(0, value);
    },
    idle: run.valid.length === 0 ? undefined : run.valid,
    backpressure: run.ready.length === 0 ? undefined : run.ready,
  });
  return log;
}

async function watch(dut: Dut, log: string[]): Promise<void> {
  const start = getSimTime('ns');
  const streams = ['stream_in', 'stream_out'].map((name) => {
    const [valid, ready, first, last, empty, data] = (
      ['valid', 'ready', 'startofpacket', 'endofpacket', 'empty', 'data'] as const
    ).map((part): LogicHandle => dut.get(`${name}_${part}`));
    return { name, valid, ready, first, last, empty, data };
  });
  for (;;) {
    await RisingEdge(dut.clk);
    // Before its reset a design of two states is at random where one of four is at X.
    if (dut.reset_n.value !== 1) continue;
    const time = Math.round(getSimTime('ns') - start);
    for (const { name, valid, ready, first, last, empty, data } of streams) {
      if (valid.value !== 1 || ready.value !== 1) continue;
      const skip = last.value === 1 ? empty.value : 0;
      log.push(`${time} ${name} ${first.value}${last.value}${skip} ${data.logic}`);
    }
    if (dut.csr_read.value === 1) log.push(`${time} read ${dut.csr_address.value} ${dut.csr_waitrequest.value}`);
    if (dut.csr_write.value === 1) log.push(`${time} write ${dut.csr_writedata.value} ${dut.csr_waitrequest.value}`);
    if (dut.csr_readdatavalid.value === 1) log.push(`${time} data ${dut.csr_readdata.value}`);
  }
}
