// Trigger objects: identity, types, descriptions, and what they refuse; cases of cocotb's test_edge_triggers.
import { expect, test } from 'vitest';
import {
  Clock,
  ClockCycles,
  Combine,
  EdgeTrigger,
  FallingEdge,
  First,
  getSimTime,
  NextTimeStep,
  ReadOnly,
  ReadWrite,
  RisingEdge,
  startSoon,
  Timer,
  Trigger,
  ValueChange,
  withTimeout,
} from '../../../src/sim/kernel/index.ts';
import { messageOf, run } from './support.ts';

test('test_edge_identity: one object for a signal and a kind of edge, the three kinds differ', async () => {
  await run(async (dut) => {
    const [rise, fall, change] = [RisingEdge(dut.clk), FallingEdge(dut.clk), ValueChange(dut.clk)];
    expect([RisingEdge(dut.clk) === rise, dut.clk.risingEdge === rise]).toEqual([true, true]);
    expect([dut.clk.fallingEdge === fall, dut.clk.valueChange === change]).toEqual([true, true]);
    expect(new Set([rise, fall, change]).size).toBe(3);
    expect(rise).toBeInstanceOf(EdgeTrigger);
    for (const trigger of [ReadOnly, ReadWrite, NextTimeStep]) expect(trigger()).toBe(trigger());
    expect(Timer(1)).toBeInstanceOf(Trigger);
    expect(Timer(1)).not.toBe(Timer(1));
  });
});

test('test_either_edge: ValueChange sees each change right after its write', async () => {
  await run(async (dut) => {
    for (const level of [1, 0, 1, 0, 1, 0]) {
      await Timer(10, 'ns');
      dut.clk.value = level;
      await ValueChange(dut.clk);
      expect(dut.clk.value).toBe(level);
    }
  });
});

test('test_fork_and_monitor: First with a task that counts edges', async () => {
  await run(async (dut) => {
    const [period, clocks] = [1000, 6];
    new Clock(dut.clk, period, 'ns').start();
    await RisingEdge(dut.clk);
    const timer = Timer(period + 10, 'ns');
    const task = startSoon(async () => {
      for (let i = 0; i < clocks; i++) await RisingEdge(dut.clk);
      return clocks;
    });
    let count = 0;
    for (;;) {
      const first = await First<unknown>(timer, task);
      if (!first.is(timer)) {
        expect([first.value, count]).toEqual([clocks, clocks - 1]);
        return;
      }
      count++;
    }
  });
});

test('test_edge_count: a bench that drives its own clock sees each edge once', async () => {
  await run(async (dut) => {
    let edges = 0;
    startSoon(async () => {
      for (let i = 0; i < 10; i++) {
        await Timer(50, 'ns');
        dut.clk.value = 0;
        await Timer(50, 'ns');
        dut.clk.value = 1;
      }
    });
    startSoon(async () => {
      for (;;) {
        await RisingEdge(dut.clk);
        edges++;
      }
    });
    await Timer(1100, 'ns');
    expect(edges).toBe(10);
  });
});

test('test_clock_cycles: times, fields, and the ways to choose the edge', async () => {
  await run(async (dut) => {
    new Clock(dut.clk, 100, 'ns').start();
    await RisingEdge(dut.clk);
    const rising = ClockCycles(dut.clk, 10, RisingEdge);
    expect([rising.signal === dut.clk, rising.numCycles, rising.edgeType]).toEqual([true, 10, RisingEdge]);
    expect(rising.describe()).toBe('ClockCycles(clk, 10, RisingEdge)');
    const start = getSimTime('ns');
    await rising;
    expect(getSimTime('ns')).toBe(start + 1000);
    await ClockCycles(dut.clk, 10, FallingEdge);
    expect(getSimTime('ns')).toBe(start + 1000 + 950);
    expect(ClockCycles(dut.clk, 1, true).edgeType).toBe(RisingEdge);
    expect(ClockCycles(dut.clk, 1, false).edgeType).toBe(FallingEdge);
    expect(ClockCycles(dut.clk, 1, { edgeType: ValueChange }).edgeType).toBe(ValueChange);
    expect(ClockCycles(dut.clk, 1, { rising: false }).edgeType).toBe(FallingEdge);
    expect(ClockCycles(dut.clk, 1).edgeType).toBe(RisingEdge);
    const both = { rising: true, edgeType: RisingEdge };
    expect(await messageOf(() => ClockCycles(dut.clk, 1, both))).toBe(
      'ClockCycles must be given either rising or edgeType, not both',
    );
  });
});

test('test_both_edge_triggers: waiters of both edges of one clock', async () => {
  await run(
    async (dut) => {
      const rise = startSoon(async () => await RisingEdge(dut.clk));
      const fall = startSoon(async () => await FallingEdge(dut.clk));
      new Clock(dut.clk, 10, 'ns').start();
      await Combine(rise, fall);
    },
    { timeout: [100, 'ns'] },
  );
});

test('test_edge_on_vector: ValueChange fires on every change of a registered vector', async () => {
  await run(async (dut) => {
    new Clock(dut.clk, 100, 'ns').start();
    let edges = 0;
    dut.d.value = 0;
    await RisingEdge(dut.clk);
    await RisingEdge(dut.clk);
    startSoon(async () => {
      for (;;) {
        await ValueChange(dut.q);
        edges++;
      }
    });
    for (let value = 1; value < 255; value++) {
      dut.d.value = value;
      await RisingEdge(dut.clk);
      dut.d.value = 0;
      await RisingEdge(dut.clk);
    }
    await RisingEdge(dut.clk);
    expect(edges).toBe(2 * 254);
  });
});

test('test_edge_bad_handles: edges of the design, and of vectors for one bit, are type errors', async () => {
  await run(async (dut) => {
    for (const edge of [RisingEdge, FallingEdge, ValueChange]) expect(() => edge(dut as never)).toThrow(TypeError);
    for (const edge of [RisingEdge, FallingEdge]) expect(() => edge(dut.d)).toThrow(TypeError);
    expect(await messageOf(() => ValueChange(dut as never))).toBe(
      'ValueChange must be given a signal, not an object of HierarchyHandle',
    );
  });
});

test('test_edge_logic_vector: a write to a vector is a change of it', async () => {
  await run(async (dut) => {
    dut.d.value = 0;
    startSoon(async () => {
      await Timer(10, 'ns');
      dut.d.value = 10;
    });
    await withTimeout(ValueChange(dut.d), 20, 'ns');
    expect(getSimTime('ns')).toBe(10);
  });
});

test('a write of the value that is there already is no change', async () => {
  await run(async (dut) => {
    dut.d.value = 3;
    await Timer(1);
    let changed = false;
    startSoon(async () => {
      await ValueChange(dut.d);
      changed = true;
    });
    await Timer(1);
    dut.d.value = 3;
    await Timer(1);
    expect(changed).toBe(false);
  });
});

test('a trigger that cannot be primed throws where it is awaited, and can be awaited again', async () => {
  class Bad extends Trigger {
    ready = false;
    protected override prime(): void {
      if (!this.ready) throw new RangeError('oops');
      this.fire();
    }
    override describe(): string {
      return 'Bad()';
    }
  }
  await run(async () => {
    await Timer(1);
    const bad = new Bad();
    expect(await messageOf(async () => await bad)).toBe('oops');
    bad.ready = true;
    await bad;
  });
});
