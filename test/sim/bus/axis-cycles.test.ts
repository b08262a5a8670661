// Source and sink against cocotbext-axi 0.1.28 on cocotb 2.1.0 and Icarus: the same handshakes in every cycle.
// cocotbext-axi.json is what record_axis.py logged there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AxiStreamBus, AxiStreamSink, AxiStreamSource, pauseBitmap } from '../../../src/sim/bus/index.ts';
import {
  Clock,
  ClockCycles,
  type Dut,
  getSimTime,
  RisingEdge,
  simulate,
  startSoon,
} from '../../../src/sim/kernel/index.ts';
import { modelOf } from './models.ts';

interface Recorded {
  /** Bitmaps of pauses, empty for none. */
  readonly source: string;
  readonly sink: string;
  /** Largest number of frames in the queue of the sink. */
  readonly limit: number;
  /** Cycles between two receptions. */
  readonly gap: number;
  /** Frame after which a reset ends the scenario, or -1. */
  readonly resetAfter: number;
  readonly lengths: readonly number[];
  /** Valid and ready of both ends a cycle, and each frame with its times in ns. */
  readonly log: string;
}

const recorded = JSON.parse(readFileSync(new URL('cocotbext-axi.json', import.meta.url), 'utf8')) as Recorded[];

test.each(recorded.map((one, i) => ({ i, ...one })))(
  'scenario $i: source $source, sink $sink, limit $limit, gap $gap, reset after $resetAfter',
  async (scenario) => {
    const log: string[] = [];
    const { failed, error } = await simulate(await modelOf('streams')(), (dut) => play(dut, scenario, log), {
      timeout: [1, 'ms'],
    });
    if (failed) throw error;
    // In the first cycle the design has not been reset, and Icarus has X.
    expect(log.slice(1).join(' ')).toBe(scenario.log);
  },
);

async function play(dut: Dut, scenario: Recorded, log: string[]): Promise<void> {
  dut.bug.value = 0;
  dut.rst.value = 0;
  new Clock(dut.clk, 10, 'ns').start(false);
  await ClockCycles(dut.clk, 1);
  const source = new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst);
  const sink = new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst);
  if (scenario.source !== '') source.setPauseGenerator(pauseBitmap(scenario.source));
  if (scenario.sink !== '') sink.setPauseGenerator(pauseBitmap(scenario.sink));
  sink.queueOccupancyLimitFrames = scenario.limit;
  dut.rst.value = 1;
  const start = getSimTime('ns');
  const watched = [dut.s_axis_tvalid, dut.s_axis_tready, dut.m_axis_tvalid, dut.m_axis_tready];
  startSoon(function* () {
    for (;;) {
      yield RisingEdge(dut.clk);
      log.push(watched.map(({ value }) => value).join(''));
    }
  });
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 0;
  for (const length of scenario.lengths) source.sendNowait(Uint8Array.from({ length }, (_, i) => i));
  for (const [i] of scenario.lengths.entries()) {
    if (scenario.gap > 0) await ClockCycles(dut.clk, scenario.gap);
    const frame = await sink.recv();
    const [first, last] = [frame.simTimeStart!, frame.simTimeEnd!].map((time) => time / 1000 - start);
    log.push(`F${frame.length}@${first}-${last}`);
    if (i !== scenario.resetAfter) continue;
    dut.rst.value = 1;
    await ClockCycles(dut.clk, 3);
    dut.rst.value = 0;
    break;
  }
  await ClockCycles(dut.clk, 20);
}
