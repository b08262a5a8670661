// The phases of a time step.
import { expect } from 'vitest';
import {
  Clock,
  FallingEdge,
  getSimTime,
  NextTimeStep,
  NullTrigger,
  ReadOnly,
  ReadWrite,
  RisingEdge,
  startSoon,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { onEachModel } from './rtl.ts';
import { logged, messageOf, run } from './support.ts';

onEachModel('phases of a time step', (test) => {
  test('1: after RisingEdge of a driven clock registers show their value before the edge, after ReadWrite the new one', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10, 'ns').start(false);
      dut.d.value = 5;
      await RisingEdge(dut.clk);
      log(dut.q.value);
      await ReadWrite();
      log(dut.q.value);
      await ReadOnly();
      log(dut.q.value);
    }, model);
    expect(seen).toEqual([0, 5, 5]);
  });

  test('2: a write at an edge misses that edge, yet its combinational effect shows in ReadOnly of the same step', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10, 'ns').start(false);
      dut.d.value = 5;
      await RisingEdge(dut.clk);
      dut.d.value = 9;
      await ReadOnly();
      log([dut.q.value, dut.y.value]);
      await RisingEdge(dut.clk);
      await ReadOnly();
      log([dut.q.value, dut.y.value]);
    }, model);
    expect(seen).toEqual([
      [5, 10],
      [9, 10],
    ]);
  });

  test('3: a write of the Timer phase shows in the first ReadWrite, and its edge can be awaited right after it', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.clk.value = 0;
      await Timer(10, 'ns');
      dut.clk.value = 1;
      await ReadWrite();
      log(dut.clk.value);
      await Timer(10, 'ns');
      dut.clk.value = 0;
      await FallingEdge(dut.clk);
      log(getSimTime('ns'));
    }, model);
    expect(seen).toEqual([1, 20]);
  });

  test('4: a signal read back before its write is applied has its old value', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.d.value = 7;
      log(dut.d.value);
      await NullTrigger();
      log(dut.d.value);
      await ReadWrite();
      log(dut.d.value);
    }, model);
    expect(seen).toEqual([0, 0, 7]);
  });

  test('5: an edge of a signal that HDL drives wakes after the whole evaluation', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10, 'ns').start(false);
      dut.d.value = 3;
      await RisingEdge(dut.half);
      log([dut.q.value, dut.count.value]);
    }, model);
    expect(seen).toEqual([[3, 1]]);
  });

  test('a bench-driven edge and an HDL-driven one come in this order within a step', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        await RisingEdge(dut.half);
        log('half');
      });
      startSoon(async () => {
        await RisingEdge(dut.clk);
        log('clk');
      });
      await Timer(1, 'ns');
      dut.clk.value = 1;
      await ReadWrite();
      log('readwrite');
      await ReadOnly();
      log('readonly');
    }, model);
    expect(seen).toEqual(['clk', 'half', 'readwrite', 'readonly']);
  });

  test('a write in ReadWrite starts another evaluation, and ReadWrite awaited again is the next settling', async (model) => {
    const seen = await logged(async (dut, log) => {
      await ReadWrite();
      dut.d.value = 4;
      await ReadWrite();
      log([dut.y.value, getSimTime()]);
      dut.d.value = 6;
      await ReadOnly();
      log([dut.y.value, getSimTime()]);
    }, model);
    expect(seen).toEqual([
      [5, 0],
      [7, 0],
    ]);
  });

  test('ReadWrite awaited again without a write in between is that of the next time step', async (model) => {
    const seen = await logged(async (_dut, log) => {
      startSoon(Timer(5));
      await ReadWrite();
      await ReadWrite();
      log(getSimTime());
    }, model);
    expect(seen).toEqual([5]);
  });

  test('a change made in ReadWrite wakes edge waiters in the same step', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        await RisingEdge(dut.clk);
        log(`edge at ${getSimTime()}`);
      });
      await ReadWrite();
      dut.clk.value = 1;
      await ReadOnly();
      log(dut.count.value);
    }, model);
    expect(seen).toEqual(['edge at 0', 1]);
  });

  test('in the read-only phase a write, ReadWrite and ReadOnly are errors; Timer, NextTimeStep and edges are not', async (model) => {
    await run(
      async (dut) => {
        new Clock(dut.clk, 10).start();
        await ReadOnly();
        const late = 'await a Timer, NextTimeStep or an edge first';
        const write = () => {
          dut.d.value = 1;
        };
        expect(await messageOf(write)).toBe(`d must be written before the read-only phase, not in it: ${late}`);
        expect(await messageOf(() => dut.d.setImmediate(1))).toBe(
          `d must be written before the read-only phase, not in it: ${late}`,
        );
        expect(await messageOf(async () => await ReadWrite())).toBe(
          `ReadWrite() must be awaited before the read-only phase, not in it: ${late}`,
        );
        expect(await messageOf(async () => await ReadOnly())).toBe(
          `ReadOnly() must be awaited before the read-only phase, not in it: ${late}`,
        );
        await NextTimeStep();
        dut.d.value = 2;
        await ReadOnly();
        expect(dut.d.value).toBe(2);
        await Timer(1);
        await ReadOnly();
        await RisingEdge(dut.clk);
        expect(getSimTime()).toBe(10);
      },
      { model },
    );
  });
});
