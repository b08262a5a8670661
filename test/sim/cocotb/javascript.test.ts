// What JavaScript changes, and the old names that still work.
import { inspect, stripVTControlCharacters } from 'node:util';
import { expect, test, vi } from 'vitest';
import { processError } from 'vitest/internal/browser';
import {
  Clock,
  ClockCycles,
  type Dut,
  Edge,
  First,
  fork,
  getSimTime,
  Join,
  ReadOnly,
  RisingEdge,
  start,
  startSoon,
  type Task,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { end, logged, messageOf, run } from './support.ts';

const instead =
  'replace Promise.all by gather or Combine, Promise.race by select or First, and await or startSoon every helper';

test('Promise.all on triggers fails the test with a message that names gather and Combine', async () => {
  for (const others of [0, 2]) {
    const ending = await end(async (dut) => {
      new Clock(dut.clk, 10).start();
      for (let i = 0; i < others; i++) startSoon(async () => await ClockCycles(dut.clk, 100));
      await Timer(1);
      await Promise.all([Timer(3), RisingEdge(dut.clk)]);
    });
    expect((ending.error as Error).message).toMatch(
      new RegExp(`^Test must await one thing at a time, not RisingEdge\\(clk\\) while it .*: ${instead}$`),
    );
  }
});

test('Promise.race fails in the same way, even where its error is caught', async () => {
  const ending = await end(async () => {
    const seen = await messageOf(async () => await Promise.race([First(Timer(3)), Timer(2)]));
    expect(seen).toContain(instead);
  });
  expect((ending.error as Error).message).toContain(instead);
});

test('a handle that is used as a value is an error that names its value', async () => {
  const ending = await end(async (dut) => {
    const wanted = 'clk must be read as clk.value, not used as a value itself';
    // biome-ignore lint/suspicious/noDoubleEquals: what people write
    for (const wrong of [() => dut.clk == 1, () => `${dut.clk}`, () => (dut.clk as never) + 1]) {
      expect(wrong).toThrow(new TypeError(wanted));
    }
  });
  expect(ending.error).toBeUndefined();
});

/** Named values as consoles print them, and as JSON. */
const printed = (values: Record<string, unknown>): unknown[] =>
  Object.values(values).map((value) => {
    expect(JSON.stringify(value)).toBe(JSON.stringify(inspect(value)));
    return inspect(value);
  });

test('what is printed of handles, triggers and tasks is a line, also after the end', async () => {
  const kept: Record<string, unknown> = {};
  await run(async (dut) => {
    dut.d.setImmediate(5);
    const { d, mem, clk } = dut;
    Object.assign(kept, { d, dut, mem, bit: d.bit(2), edge: clk.risingEdge, task: startSoon(Timer(1)) });
    expect(printed(kept)).toEqual([
      'the signal d itself, whose .value is 5',
      'the instance top with clk, rst, d, q, y, count, half, wide, vast, mem, u_core, delta',
      'the array mem itself, of 4 elements',
      'bit 2 of the signal d itself, whose .value is 5',
      'RisingEdge(clk)',
      expect.stringMatching(/^<Task \d+>$/),
    ]);
  });
  expect(printed(kept)).toMatchObject({
    0: 'the signal d itself, not its .value',
    3: 'bit 2 of the signal d itself, not its .value',
  });
});

/** A driver as benches write them. */
class Driver {
  readonly signal: unknown;
  constructor(signal: unknown) {
    this.signal = signal;
  }
}

const signalText = '"the signal d itself, whose .value is 0"';
test.each<[string, (dut: Dut) => void, string]>([
  ['a handle', (dut) => expect(dut.d).toBe(1), `- Expected:\n1\n\n+ Received:\n${signalText}`],
  [
    'a handle in an array',
    (dut) => expect([dut.d.bit(0)]).toBe(1),
    `- Expected:\n1\n\n+ Received:\n[\n  "bit 0 of ${signalText.slice(1)},\n]`,
  ],
  [
    'a handle in an object',
    (dut) => expect({ d: dut.d }).toEqual({ d: 1 }),
    `- Expected\n+ Received\n\n  {\n-   "d": 1,\n+   "d": ${signalText},\n  }`,
  ],
  [
    'an object of a class that holds one',
    (dut) => expect({ driver: new Driver(dut.d) }).toEqual({ driver: 1 }),
    '- Expected\n+ Received\n\n  {\n-   "driver": 1,\n+   "driver": Driver {\n' +
      '+     "signal": "the signal d itself, not its .value",\n+   },\n  }',
  ],
])('a failed comparison of %s is reported in short', async (_, compare, diff) => {
  const { error } = await end(compare);
  expect(stripVTControlCharacters(processError(error).diff!)).toBe(diff);
});

test('a helper that is called but not awaited fails the test at the next await', async () => {
  const ending = await end(async () => {
    const helper = async () => {
      await Timer(5);
    };
    helper().catch(() => {});
    await Timer(3);
  });
  expect((ending.error as Error).message).toBe(
    `Test must await one thing at a time, not Timer(3 ps) while it is scheduled: ${instead}`,
  );
});

test('a helper that still waits when its task ends fails the test', async () => {
  const ending = await end(async (dut) => {
    const helper = async () => {
      await RisingEdge(dut.clk);
    };
    startSoon(async () => await Timer(5));
    helper().catch(() => {});
  });
  expect((ending.error as Error).message).toBe(
    'Test must not end while it waits on RisingEdge(clk): await or startSoon every helper',
  );
});

test('a trigger awaited outside of a task rejects', async () => {
  const outside = async () => await Timer(5, 'ns');
  expect(await messageOf(outside)).toBe('Timer(5 ns) must be awaited inside a task, not outside');
});

test('a foreign promise stops simulated time, and nothing else', async () => {
  const seen = await logged(async (dut, log) => {
    new Clock(dut.clk, 10).start();
    startSoon(async () => {
      await Timer(1);
      log('other');
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    log(getSimTime());
    await Timer(2);
    log(getSimTime());
  });
  expect(seen).toEqual([0, 'other', 2]);
});

test.each(['an async', 'a generator'])('timers of Node run while %s task keeps the simulation busy', async (kind) => {
  let fired = false;
  const timer = setTimeout(() => {
    fired = true;
  }, 10);
  const until = performance.now() + 10_000;
  await run(async (dut) => {
    new Clock(dut.clk, 10).start();
    const wanted = () => !fired && performance.now() < until;
    if (kind === 'an async') while (wanted()) await RisingEdge(dut.clk);
    else
      await startSoon(function* () {
        while (wanted()) yield RisingEdge(dut.clk);
      });
  });
  clearTimeout(timer);
  expect(fired).toBe(true);
});

test('a value read is a primitive, so that it works in conditions', async () => {
  await run(async (dut) => {
    if (dut.rst.value) expect.unreachable();
    dut.rst.value = 1;
    await ReadOnly();
    if (!dut.rst.value) expect.unreachable();
    expect(dut.rst.value === 1).toBe(true);
  });
});

test('an async function that returns its own task is told so', async () => {
  const ending = await end(async () => {
    const task: Task<unknown> = startSoon(async (): Promise<unknown> => task);
    task.name = 'T';
    await task;
  });
  expect((ending.error as Error).message).toBe(
    'T must not await itself, as an async function that returns its own task does',
  );
});

test('old names work and say once what to write instead', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  try {
    await run(async (dut) => {
      for (let i = 0; i < 2; i++) {
        dut.clk.setimmediatevalue(0);
        expect(dut.clk.value).toBe(0);
        const edge = fork(async () => await Edge(dut.clk));
        await Timer(1, { units: 'ns' });
        new Clock(dut.clk, 2, { units: 'ns' }).start(true).kill();
        await Join(edge);
        const { task } = await start(async () => await Timer(100));
        expect(task.state).toBe('pending');
        task.kill();
        expect([task.state, task.result()]).toEqual(['finished', undefined]);
        await task.join();
        await ClockCycles(dut.clk, 0, true);
      }
    });
    const texts = warn.mock.calls.map(([text]) => String(text));
    expect(texts.length).toBe(new Set(texts).size);
    expect(texts.sort()).toEqual([
      'Edge(signal) is an old name: write ValueChange(signal) or signal.valueChange',
      'Join(task) is an old name: write await task',
      'fork is an old name: write startSoon',
      'setimmediatevalue is an old name: write signal.setImmediate(value) or signal.value = new Immediate(value)',
      'start is an old name: write startSoon',
      'task.join() is an old name: write await task',
      'task.kill() is an old name: write task.cancel()',
      'the option units is an old name: write unit as the argument after the time',
    ]);
  } finally {
    warn.mockRestore();
  }
});
