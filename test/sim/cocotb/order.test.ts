// The order of wakings within and across time steps, and models with events of their own.
import { expect } from 'vitest';
import {
  Clock,
  ClockCycles,
  FallingEdge,
  getSimTime,
  Immediate,
  NextTimeStep,
  NullTrigger,
  ReadOnly,
  ReadWrite,
  RisingEdge,
  startSoon,
  Timer,
  ValueChange,
} from '../../../src/sim/kernel/index.ts';
import { jsModel, selfTimed } from './models.ts';
import { onEachModel } from './rtl.ts';
import { logged } from './support.ts';

onEachModel('order of wakings', (test) => {
  test('NextTimeStep comes before the timers of its step', async (model) => {
    const seen = await logged(async (_dut, log) => {
      startSoon(async () => {
        await Timer(4);
        log('timer');
      });
      await NullTrigger();
      await NextTimeStep();
      log(`next ${getSimTime()}`);
      await Timer(1);
    }, model);
    expect(seen).toEqual(['next 4', 'timer']);
  });

  test('timers that are due together wake in the order in which they were awaited, each with its tasks', async (model) => {
    const seen = await logged(async (_dut, log) => {
      for (const [name, first, second] of [
        ['a', 2, 3],
        ['b', 3, 2],
        ['c', 4, 1],
      ] as const) {
        startSoon(async () => {
          await Timer(first);
          await Timer(second);
          log(name);
          await NullTrigger();
          log(`${name} again`);
        });
      }
      await Timer(6);
    }, model);
    expect(seen).toEqual(['a', 'a again', 'b', 'b again', 'c', 'c again']);
  });

  test('waiters of different edges wake in the order in which the edges were first awaited', async (model) => {
    const seen = await logged(async (dut, log) => {
      for (const [name, edge] of [
        ['change', ValueChange],
        ['rise', RisingEdge],
        ['other', ValueChange],
      ] as const) {
        startSoon(async () => {
          await edge(dut.clk);
          log(name);
        });
      }
      await Timer(1);
      dut.clk.value = 1;
      await ReadOnly();
    }, model);
    expect(seen).toEqual(['change', 'other', 'rise']);
  });

  test('the same edge awaited again in its own step waits for the next change', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10).start(false);
      await RisingEdge(dut.clk);
      await RisingEdge(dut.clk);
      log(getSimTime());
      await ValueChange(dut.clk);
      log(getSimTime());
    }, model);
    expect(seen).toEqual([15, 20]);
  });

  test('an edge awaited while the signal is already there waits for the next one', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10).start(true);
      await Timer(2);
      await RisingEdge(dut.clk);
      log(getSimTime());
    }, model);
    expect(seen).toEqual([10]);
  });

  test('an Immediate write of a clock is an edge of the same step', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        await RisingEdge(dut.clk);
        log(`edge, count ${dut.count.value}`);
      });
      await Timer(1);
      dut.clk.value = new Immediate(1);
      log(dut.clk.value);
      await ReadOnly();
      log(dut.count.value);
    }, model);
    expect(seen).toEqual([1, 'edge, count 0', 1]);
  });

  test('ClockCycles counts edges: rising, falling, both; 0 returns at once', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10).start(false);
      await ClockCycles(dut.clk, 0);
      log(getSimTime());
      await ClockCycles(dut.clk, 3);
      log(getSimTime());
      await ClockCycles(dut.clk, 2, FallingEdge);
      log(getSimTime());
      await ClockCycles(dut.clk, 1, false);
      log(getSimTime());
      await ClockCycles(dut.clk, 3, ValueChange);
      log(getSimTime());
    }, model);
    expect(seen).toEqual([0, 25, 40, 50, 65]);
  });

  test('the first evaluation of the model comes after the first turn of the tasks', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.d.setImmediate(4);
      log(dut.y.value === 5);
      await ReadWrite();
      log(dut.y.value);
    }, model);
    expect(seen).toEqual([false, 5]);
  });
});

onEachModel(
  'a model with events of its own',
  (test) => {
    test('its events advance time, wake edges, and count for NextTimeStep', async () => {
      const seen = await logged(async (dut, log) => {
        await RisingEdge(dut.tick);
        log([getSimTime(), dut.edges.value]);
        await NextTimeStep();
        log(getSimTime());
        await FallingEdge(dut.tick);
        log(getSimTime());
        await Timer(2);
        log(getSimTime());
        await ReadOnly();
        log(dut.edges.value);
      }, jsModel(selfTimed));
      expect(seen).toEqual([[7, 1], 14, 14, 16, 2]);
    });
  },
  ['js'],
);
