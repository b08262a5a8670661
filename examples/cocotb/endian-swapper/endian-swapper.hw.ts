// 32 tests of the endian swapper: every combination of configuration, idle cycles and back-pressure; and one of its waves.
import { expect } from 'vitest';
import {
  buildModel,
  Clock,
  type HwtestContext,
  hwtest,
  RisingEdge,
  TestFactory,
} from '../../../src/sim/runner/index.ts';
import type { Duty } from '../drive-bit.ts';
import { published } from '../published.ts';
import type { AvalonMaster } from './avalon.ts';
import { intermittentSingleCycles, random50Percent, randomPackets, wave } from './patterns.ts';
import { runTest, Testbench } from './testbench.ts';
import { WaveTrace } from './wave-json.ts';

hwtest.use({
  model: () =>
    buildModel({
      sources: [published('cocotb-1.4.0/examples/endian_swapper/hdl/endian_swapper.sv')],
      top: 'endian_swapper_sv',
      publicSignals: ['byteswapping'],
    }),
  timeout: [1, 'ms'],
});

type Random = HwtestContext['random'];

interface Options {
  readonly packets: (random: Random) => Iterable<Uint8Array>;
  readonly configure: ((csr: AvalonMaster, random: Random) => Promise<void>) | undefined;
  readonly idle: ((random: Random) => Iterable<Duty>) | undefined;
  readonly backpressure: ((random: Random) => Iterable<Duty>) | undefined;
}

async function switchByteOrder(csr: AvalonMaster, random: Random): Promise<void> {
  for (;;) await csr.write(0, random() < 0.5 ? 1 : 0);
}

const patterns = [undefined, wave, intermittentSingleCycles, random50Percent];

new TestFactory('run_test', async (dut, { random, log }, { packets, configure, idle, backpressure }: Options) => {
  const { sent } = await runTest(dut, {
    packets: packets(random),
    configure: configure && ((csr) => configure(csr, random)),
    idle: idle?.(random),
    backpressure: backpressure?.(random),
  });
  log(`counted ${sent} packets`);
})
  .addOption('packets', [randomPackets])
  .addOption('configure', [undefined, switchByteOrder])
  .addOption('idle', patterns)
  .addOption('backpressure', patterns)
  .generateTests();

hwtest('wavedrom_test', async (dut, { log }) => {
  new Clock(dut.clk, 10, 'ns').start();
  await RisingEdge(dut.clk);
  const bench = new Testbench(dut);
  await bench.reset();

  const names = ['address', 'readdata', 'read', 'write', 'waitrequest', 'writedata', 'readdatavalid'];
  const signals = Object.fromEntries(names.map((name) => [name, dut.get(`csr_${name}`)]));
  const trace = new WaveTrace(dut.clk, dut.reset_n, { name: 'csr', signals });
  await RisingEdge(dut.clk);
  expect(await bench.csr.read(0)).toBe(0);
  await RisingEdge(dut.clk);
  await RisingEdge(dut.clk);
  trace.stop();
  log(JSON.stringify(trace));
});
