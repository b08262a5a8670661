// A flip-flop under a random bit: what its input has at an edge, its output has at the next one.
import { Scoreboard } from '../../../src/sim/bus/index.ts';
import {
  buildModel,
  Clock,
  ClockCycles,
  hwtest,
  type LogicHandle,
  RisingEdge,
  startSoon,
  TestFactory,
} from '../../../src/sim/runner/index.ts';
import { type Duty, driveBit } from '../drive-bit.ts';
import { published } from '../published.ts';

hwtest.use({ model: () => buildModel({ sources: [published('cocotb-1.4.0/examples/dff/hdl/dff.v')], top: 'dff' }) });

/** From 1 to 5 cycles at 1, then from 1 to 5 at 0, and so on. */
function* randomBits(random: () => number): Generator<Duty> {
  const length = (): number => 1 + Math.floor(5 * random());
  for (;;) yield [length(), length()];
}

/** Gives the value of a signal at every edge of a clock. */
async function monitor(signal: LogicHandle, clock: LogicHandle, receive: (bit: unknown) => void): Promise<void> {
  for (;;) {
    await RisingEdge(clock);
    receive(signal.value);
  }
}

new TestFactory('run_test', async (dut, { random }) => {
  new Clock(dut.c, 10, 'us').start(false);
  let stopped = false;
  const board = new Scoreboard<unknown>('q');
  // The flip-flop starts at 0.
  board.expect(0);
  startSoon(() => monitor(dut.q, dut.c, (bit) => board.observe(bit)));
  startSoon(() => monitor(dut.d, dut.c, (bit) => stopped || board.expect(bit)));

  const driver = startSoon(() => driveBit(dut.d, dut.c, randomBits(random)));
  await ClockCycles(dut.c, 100);
  driver.cancel();
  stopped = true;
  await RisingEdge(dut.c);
  board.finish();
}).generateTests();
