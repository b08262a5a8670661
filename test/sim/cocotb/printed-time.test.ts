// The model knows the time of each evaluation, and that of the end, although the kernel sends it with evaluations only.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Clock, Simulation, Timer } from '../../../src/sim/kernel/index.ts';
import { buildModel } from '../../../src/sim/model/index.ts';

test('RTL prints the simulated time of its edges and of its end', async () => {
  const source = fileURLToPath(new URL('printed-time.sv', import.meta.url));
  const model = await buildModel({ sources: [source], top: 'printed_time', timescale: '1ps/1ps' });
  const simulation = new Simulation(model, model.open());
  const { failed } = await simulation.run(async (dut) => {
    dut.clk.value = 0;
    await Timer(3);
    new Clock(dut.clk, 10).start();
    await Timer(24);
  });
  simulation.close();
  expect(failed).toBe(false);
  const lines = simulation.instance.takeLog().filter((line) => !line.endsWith(' at 0'));
  expect(lines).toEqual(['edge at 3', 'edge at 13', 'edge at 23', 'end at 27']);
});
