// Source, sink and monitor of an AXI-stream on the same wires, at three widths, with and without pauses at either end.
import { expect } from 'vitest';
import {
  AxiStreamBus,
  AxiStreamFrame,
  AxiStreamMonitor,
  AxiStreamSink,
  AxiStreamSource,
  pauseBitmap,
} from '../../../src/sim/bus/index.ts';
import { buildModel, Clock, ClockCycles, type Dut, TestFactory } from '../../../src/sim/runner/index.ts';
import { published } from '../published.ts';

async function reset(dut: Dut): Promise<void> {
  dut.rst.setImmediate(0);
  await ClockCycles(dut.clk, 2);
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 2);
  dut.rst.value = 0;
  await ClockCycles(dut.clk, 2);
}

/** Every length up to four beats, a long frame, and many of one element; numbered in id and destination. */
function framesFor(lanes: number): AxiStreamFrame[] {
  const lengths = [...Array.from({ length: 4 * lanes }, (_, i) => i + 1), 512, ...Array<number>(64).fill(1)];
  return lengths.map((length, i) => {
    const number = (i + 1) % 256;
    return new AxiStreamFrame({ tdata: Uint8Array.from({ length }, (_, j) => j), tid: number, tdest: number });
  });
}

async function runTest(dut: Dut, _: unknown, { idle, backpressure }: Record<string, string | undefined>) {
  new Clock(dut.clk, 2, 'ns').start();
  const bus = AxiStreamBus.fromPrefix(dut, 'axis');
  const source = new AxiStreamSource(bus, dut.clk, dut.rst);
  const sink = new AxiStreamSink(bus, dut.clk, dut.rst);
  const monitor = new AxiStreamMonitor(bus, dut.clk, dut.rst);
  await reset(dut);
  source.setPauseGenerator(idle === undefined ? undefined : pauseBitmap(idle));
  sink.setPauseGenerator(backpressure === undefined ? undefined : pauseBitmap(backpressure));

  const frames = framesFor(source.byteLanes);
  for (const frame of frames) await source.send(frame);
  for (const { tdata, tid, tdest } of frames) {
    const received = await sink.recv();
    expect(received).toMatchObject({ tdata, tid, tdest, tuser: 0 });
    const { simTimeStart, simTimeEnd } = received;
    expect(await monitor.recv()).toMatchObject({ tdata, tid, tdest, tuser: 0, simTimeStart, simTimeEnd });
  }
  expect([sink.empty(), monitor.empty()]).toEqual([true, true]);
  await ClockCycles(dut.clk, 2);
}

for (const width of [8, 16, 32]) {
  const sources = [published('cocotbext_axi-0.1.28/tests/axis/test_axis.v')];
  new TestFactory('run_test', runTest)
    .addOption('idle', [undefined, '1110'])
    .addOption('backpressure', [undefined, '1110'])
    .generateTests({
      prefix: `width_${width}_`,
      model: () => buildModel({ sources, top: 'test_axis', parameters: { DATA_WIDTH: width } }),
      timeout: [100, 'us'],
      // As in cocotb, where the clock goes on from the level that the last test left.
      sharedDut: true,
    });
}
