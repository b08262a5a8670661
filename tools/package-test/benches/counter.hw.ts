import { buildModel, Clock, ClockCycles, hwtest, ReadOnly, RisingEdge } from 'dendra/hwtest';
import { expect } from 'vitest';

hwtest.use({ model: () => buildModel({ sources: ['counter.sv'], top: 'counter' }) });

hwtest('counts', { timeout: [10, 'us'] }, async (dut) => {
  new Clock(dut.clk_i, 10, 'ns').start();
  dut.rst_ni.value = 0;
  await ClockCycles(dut.clk_i, 2);
  dut.rst_ni.value = 1;
  await RisingEdge(dut.clk_i);
  await ReadOnly();
  expect(dut.count_o.value).toBe(1);
});
