// What a model has to do with a test: its errors, its end, its instances.
import { expect, test } from 'vitest';
import { Clock, NullTrigger, RisingEdge, Simulation, Timer } from '../../../src/sim/kernel/index.ts';
import { bench, jsModel, type Watched } from './models.ts';
import { end } from './support.ts';

test('an error of the model ends the test with it', async () => {
  const model = jsModel({
    ...bench,
    create: () => ({
      eval: (time) => {
        if (time >= 5) throw new Error('%Error: bench.sv:3: $stop');
      },
    }),
  });
  const ending = await end(
    async (dut) => {
      new Clock(dut.clk, 10).start(false);
      for (;;) await RisingEdge(dut.clk);
    },
    { model },
  );
  expect([String(ending.error), ending.stop]).toEqual(['Error: %Error: bench.sv:3: $stop', 5]);
});

test('a test that the model ends still runs the finally blocks of its tasks', async () => {
  const log: string[] = [];
  const model = jsModel({
    ...bench,
    create: () => ({
      eval: (time) => {
        if (time >= 5) throw new Error('over');
      },
    }),
  });
  await end(
    async (dut) => {
      dut.d.value = 1;
      try {
        await Timer(5);
        dut.d.value = 2;
        await Timer(5);
      } finally {
        log.push('cleaned');
      }
    },
    { model },
  );
  expect(log).toEqual(['cleaned']);
});

test('each test gets an instance of its own, and frees it', async () => {
  const opened: Watched[] = [];
  const model = jsModel(bench, opened);
  for (const expected of [0, 0]) {
    const ending = await end(
      async (dut) => {
        expect(dut.d.value).toBe(expected);
        dut.d.value = 9;
        await Timer(1);
      },
      { model },
    );
    expect(ending.failed).toBe(false);
  }
  expect(opened.map(({ freed }) => freed)).toEqual([true, true]);
});

test('tests of one simulation run one after the other and keep its state', async () => {
  const model = jsModel(bench);
  const simulation = new Simulation(model, model.open());
  const first = await simulation.run(async () => {
    simulation.dut.d.value = 9;
    await Timer(3);
  });
  const [second, third] = await Promise.all([
    simulation.run(async () => await Timer(4)),
    simulation.run(async (dut) => {
      expect(dut.d.value).toBe(9);
      await NullTrigger();
    }),
  ]);
  simulation.close();
  expect([first, second, third].map(({ start, stop, failed }) => [start, stop, failed])).toEqual([
    [0, 3, false],
    [3, 7, false],
    [7, 7, false],
  ]);
});

test('a model whose storage does not change is not evaluated again', async () => {
  const opened: Watched[] = [];
  await end(
    async (dut) => {
      new Clock(dut.clk, 10).start(false);
      for (let i = 0; i < 100; i++) {
        await RisingEdge(dut.clk);
        dut.d.value = i & 1;
      }
    },
    { model: jsModel(bench, opened) },
  );
  // One after each clock edge, one for what the task wrote.
  expect(opened[0]!.evals).toBeGreaterThan(290);
  expect(opened[0]!.evals).toBeLessThanOrEqual(301);
});
