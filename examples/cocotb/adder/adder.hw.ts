// A combinational adder: one sum, then ten random ones.
import { expect } from 'vitest';
import { buildModel, type Dut, hwtest, Timer } from '../../../src/sim/runner/index.ts';
import { published } from '../published.ts';

hwtest.use({
  model: () => buildModel({ sources: [published('cocotb-1.4.0/examples/adder/hdl/adder.sv')], top: 'adder' }),
});

async function expectSum(dut: Dut, a: number, b: number): Promise<void> {
  dut.A.value = a;
  dut.B.value = b;
  await Timer(2, 'ns');
  expect(dut.X.value, `${a} + ${b}`).toBe(a + b);
}

hwtest('adder_basic_test', (dut) => expectSum(dut, 5, 10));

hwtest('adder_randomised_test', async (dut, { random }) => {
  for (let i = 0; i < 10; i++) await expectSum(dut, Math.floor(16 * random()), Math.floor(16 * random()));
});
