// Time, Timer and Clock.
import { expect, test } from 'vitest';
import {
  Clock,
  convert,
  FallingEdge,
  getSimTime,
  Immediate,
  isSimulation,
  ReadOnly,
  RisingEdge,
  type RoundMode,
  Timer,
  type TimeUnit,
  type TimeValue,
  timePrecision,
  ValueChange,
  withTimeout,
} from '../../../src/sim/kernel/index.ts';
import { logged, messageOf, run } from './support.ts';

const inside = <T>(action: () => T): Promise<T> => {
  let result: T;
  return run(() => {
    result = action();
  }).then(() => result);
};

test.each([
  [3, 'ns', 'error', 3000],
  [1.5, 'ns', 'error', 1500],
  [10.0, 'ps', 'error', 10],
  [1.0, 'us', 'error', 1_000_000],
  [1, 'sec', 'error', 1e12],
  [1.1, 'ns', 'error', 1100],
  [100e-9, 'sec', 'error', 100_000],
  ['1.1', 'ns', 'error', 1100],
  ['100e-9', 'sec', 'error', 100_000],
  ['.5', 'ns', 'error', 500],
  [7n, 'us', 'error', 7_000_000],
  [24.0, 'step', 'error', 24],
  [1.2, 'step', 'floor', 1],
  [1.2, 'step', 'ceil', 2],
  [1.2, 'step', 'round', 1],
  [0.5, 'step', 'round', 1],
  [1.5, 'step', 'round', 2],
  [2.5, 'step', 'round', 2],
  [3.5, 'step', 'round', 4],
  [0.3, 'step', 'floor', 1],
  ['2.5', 'step', 'round', 2],
  ['3.5', 'step', 'round', 4],
  ['2.51', 'step', 'round', 3],
  ['2.01', 'step', 'ceil', 3],
  [2500, 'fs', 'round', 2],
] as [TimeValue, TimeUnit, RoundMode, number][])(
  'Timer(%s, %s, %s) is %d steps of 1 ps',
  async (time, unit, roundMode, steps) => {
    expect(await inside(() => Timer(time, unit, { roundMode }).steps)).toBe(steps);
  },
);

test('a time that is no whole number of steps is an error by default; Timer.roundMode changes that', async () => {
  await run(async () => {
    const message = 'time must be a whole number of steps of 1e-12 s, not 0.5 step: round it or give roundMode';
    expect(await messageOf(() => Timer(0.5))).toBe(message);
    expect(await messageOf(() => Timer('2.5', 'fs'))).toBe(
      'time must be a whole number of steps of 1e-12 s, not 2.5 fs: round it or give roundMode',
    );
    Timer.roundMode = 'ceil';
    try {
      expect(Timer(0.5).steps).toBe(1);
    } finally {
      Timer.roundMode = 'error';
    }
    expect(await messageOf(() => withTimeout(Timer(1), 2.5))).toBe(message.replace('0.5', '2.5'));
    await withTimeout(Timer(1), 2.5, 'step', { roundMode: 'floor' });
  });
});

test('times that are not positive, not numbers, in unknown units or too long are errors', async () => {
  await run(async () => {
    expect(await messageOf(() => Timer(0))).toBe('Timer time must be positive, not 0');
    expect(await messageOf(() => Timer(-42, 'ns'))).toBe('Timer time must be positive, not -42');
    expect(await messageOf(() => Timer(Number.NaN))).toBe('Timer time must be positive, not NaN');
    expect(await messageOf(() => Timer('0x10'))).toBe('time must be a number or a decimal, not 0x10');
    expect(await messageOf(() => Timer(1, 'nsec' as never))).toBe(
      'time unit must be one of step, fs, ps, ns, us, ms, sec, not nsec (did you mean sec?)',
    );
    expect(await messageOf(() => Timer(1, 'ns', { roundMode: 'up' as never }))).toBe(
      'roundMode must be error, ceil, floor or round, not up',
    );
    expect(await messageOf(() => Timer(9008, 'sec'))).toBe(
      'time must be at most 9007199254740991 steps of 1e-12 s, not 9008 sec',
    );
    await Timer(9000, 'sec');
    expect(await messageOf(async () => await Timer(9000, 'sec'))).toBe(
      'simulated time must be at most 9007199254740991 steps, not 18000000000000000',
    );
  });
});

test('getSimTime, convert, timePrecision and isSimulation', async () => {
  await run(async () => {
    await Timer(1500);
    expect(isSimulation()).toBe(true);
    expect([getSimTime(), getSimTime('ns'), getSimTime('fs'), getSimTime('us')]).toEqual([
      1500, 1.5, 1_500_000, 0.0015,
    ]);
    expect(timePrecision()).toBe(-12);
    expect([convert(3, 'ns', 'step'), convert(1500, 'step', 'ns'), convert(2, 'us', 'ns')]).toEqual([3000, 1.5, 2000]);
    expect(convert(2.5, 'fs', 'step', 'ceil')).toBe(1);
  });
  expect(() => getSimTime()).toThrow('getSimTime must be used inside a running test, not outside');
  expect(isSimulation()).toBe(false);
});

test('a Timer made outside of a test takes its steps when it is awaited', async () => {
  const timer = Timer(2, 'ns');
  await run(async () => {
    await timer;
    expect(getSimTime()).toBe(2000);
  });
});

test('Clock: high first by default, low first on request, an uneven duty with periodHigh', async () => {
  const seen = await logged(async (dut, log) => {
    const trace = async (count: number) => {
      for (let i = 0; i < count; i++) {
        await ValueChange(dut.clk);
        log([getSimTime(), dut.clk.value]);
      }
    };
    const clock = new Clock(dut.clk, 10, 'step');
    clock.start();
    await trace(3);
    clock.stop();
    await Timer(100);
    log([getSimTime(), dut.clk.value]);
    new Clock(dut.clk, 10, 'step', { periodHigh: 3 }).start(false);
    await trace(4);
  });
  expect(seen).toEqual([
    [0, 1],
    [5, 0],
    [10, 1],
    [110, 1],
    [110, 0],
    [117, 1],
    [120, 0],
    [127, 1],
  ]);
});

test('Clock: started twice, stopped when stopped, odd periods and bad duties are errors', async () => {
  await run(async (dut) => {
    const clock = new Clock(dut.clk, 10);
    expect(await messageOf(() => clock.stop())).toBe('the clock of clk must be running to be stopped, not stopped');
    clock.start();
    expect(await messageOf(() => clock.start())).toBe('the clock of clk must be stopped to be started, not running');
    clock.stop();
    clock.start();
    const odd = 'clock period must be an even number of steps, not 3: give periodHigh for an uneven one';
    expect(await messageOf(() => new Clock(dut.clk, 3))).toBe(odd);
    expect(new Clock(dut.clk, 3, 'step', { periodHigh: 2 }).highSteps).toBe(2);
    const duty = 'clock periodHigh must be from 1 to 9 steps, not 10';
    expect(await messageOf(() => new Clock(dut.clk, 10, 'step', { periodHigh: 10 }))).toBe(duty);
    expect(await messageOf(() => new Clock(dut.clk, 1.5))).toBe(
      'time must be a whole number of steps of 1e-12 s, not 1.5 step: round it or give roundMode',
    );
  });
});

test('Clock: cancelling its task stops it, and the task never ends by itself', async () => {
  const seen = await logged(async (dut, log) => {
    const task = new Clock(dut.clk, 10).start();
    await Timer(12);
    log(task.state);
    task.cancel();
    await Timer(50);
    log([task.state, dut.clk.value, dut.count.value]);
  });
  expect(seen).toEqual(['pending', ['cancelled', 1, 2]]);
});

test('Clock with Immediate writes shows its level at the beginning of the step', async () => {
  const seen = await logged(async (dut, log) => {
    new Clock(dut.clk, 10, { setAction: Immediate }).start();
    log(dut.clk.value);
    await Timer(5);
    log(dut.clk.value);
    await RisingEdge(dut.clk);
    log([getSimTime(), dut.count.value]);
    await ReadOnly();
    log(dut.count.value);
  });
  expect(seen).toEqual([1, 0, [10, 1], 2]);
});

test('Clock.cycles waits for edges; 0 is a NullTrigger, less an error', async () => {
  const seen = await logged(async (dut, log) => {
    const clock = new Clock(dut.clk, 10);
    clock.start(false);
    await clock.cycles(0);
    log(getSimTime());
    await clock.cycles(1);
    log(getSimTime());
    await clock.cycles(10);
    log(getSimTime());
    await clock.cycles(3, FallingEdge);
    log(getSimTime());
    await clock.cycles(5, ValueChange);
    log(getSimTime());
    log(await messageOf(() => clock.cycles(-1)));
  });
  expect(seen).toEqual([0, 5, 105, 130, 155, 'number of cycles must be a whole number, not -1']);
});

test('two clocks that rise together: the waiters of both see it in the same step', async () => {
  const seen = await logged(async (dut, log) => {
    new Clock(dut.clk, 10).start(false);
    new Clock(dut.rst, 10).start(false);
    await RisingEdge(dut.clk);
    log([getSimTime(), dut.rst.value]);
    await RisingEdge(dut.rst);
    log(getSimTime());
  });
  expect(seen).toEqual([[5, 1], 15]);
});
