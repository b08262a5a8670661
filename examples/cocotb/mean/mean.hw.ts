// The mean of the numbers on an input bus: equal, rising, largest and random ones.
import { expect } from 'vitest';
import { Scoreboard } from '../../../src/sim/bus/index.ts';
import {
  buildModel,
  Clock,
  ClockCycles,
  type Dut,
  hwtest,
  ReadOnly,
  RisingEdge,
  startSoon,
} from '../../../src/sim/runner/index.ts';
import { published } from '../published.ts';

hwtest.use({
  model: () =>
    buildModel({
      sources: [published('cocotb-1.4.0/examples/mean/hdl/mean.sv')],
      top: 'mean',
      verilatorArgs: ['-Wno-WIDTH'],
    }),
});

const meanOf = (numbers: readonly number[]): number => Math.floor(numbers.reduce((a, b) => a + b) / numbers.length);

async function reset(dut: Dut): Promise<void> {
  new Clock(dut.clk, 100, 'ns').start();
  dut.rst.value = 1;
  dut.i_data.value = Array(dut.i_data.length).fill(0);
  dut.i_valid.value = 0;
  await ClockCycles(dut.clk, 2);
  dut.rst.value = 0;
}

async function expectMean(dut: Dut, numbers: readonly number[]): Promise<void> {
  await reset(dut);
  dut.i_data.value = numbers;
  dut.i_valid.value = 1;
  await RisingEdge(dut.clk);
  dut.i_valid.value = 0;
  await RisingEdge(dut.clk);
  expect(dut.o_data.value).toBe(meanOf(numbers));
}

hwtest('mean_basic_test', (dut) => expectMean(dut, Array(dut.BUS_WIDTH.value).fill(5)));

hwtest('mean_range_test', (dut) =>
  expectMean(
    dut,
    Array.from({ length: dut.BUS_WIDTH.value }, (_, i) => i + 1),
  ),
);

hwtest('mean_overflow_test', (dut) => expectMean(dut, Array(dut.BUS_WIDTH.value).fill(2 ** dut.DATA_WIDTH.value - 1)));

hwtest('mean_randomised_test', async (dut, { random }) => {
  const board = new Scoreboard<number>('o_data');
  startSoon(async () => {
    for (;;) {
      await RisingEdge(dut.clk);
      await ReadOnly();
      if (dut.o_valid.value === 1) board.observe(dut.o_data.value);
    }
  });
  await reset(dut);
  for (let i = 0; i < 10; i++) {
    const numbers = Array.from({ length: dut.BUS_WIDTH.value }, () => Math.floor(random() * 2 ** dut.DATA_WIDTH.value));
    dut.i_data.value = numbers;
    dut.i_valid.value = 1;
    board.expect(meanOf(numbers));
    await RisingEdge(dut.clk);
    dut.i_valid.value = 0;
  }
  await ClockCycles(dut.clk, 2);
  board.finish();
});
