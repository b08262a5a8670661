// Waiting for several things.
import { expect, test } from 'vitest';
import {
  CancelledError,
  Clock,
  ClockCycles,
  Combine,
  Event,
  First,
  gather,
  getSimTime,
  NullTrigger,
  RisingEdge,
  SimTimeoutError,
  select,
  startSoon,
  Timer,
  wait,
  withTimeout,
} from '../../../src/sim/kernel/index.ts';
import { logged, messageOf, run } from './support.ts';

const after = async (steps: number, value: unknown = 0) => {
  await Timer(steps);
  return value;
};
const fails = async (steps: number) => {
  await Timer(steps);
  throw new RangeError('failed');
};

test('gather gives all values in the order of its arguments, and [] for none', async () => {
  await run(async () => {
    const timer = Timer(1);
    expect(
      await gather(
        () => after(3, 123),
        () => after(2, 9),
        timer,
      ),
    ).toEqual([123, 9, timer]);
    expect(getSimTime()).toBe(3);
    expect(await gather()).toEqual([]);
    expect(await gather(() => after(1, 42))).toEqual([42]);
  });
});

test('gather throws the first failure and cancels the rest before the caller goes on', async () => {
  const seen = await logged(async (_dut, log) => {
    const slow = async () => {
      try {
        await Timer(100);
      } finally {
        log('cleaned');
      }
    };
    log(await messageOf(async () => await gather(slow, () => fails(3), Timer(50))));
    log(getSimTime());
    await Timer(200);
  });
  expect(seen).toEqual(['cleaned', 'failed', 3]);
});

test('select gives index and value of the first to complete and cancels the others', async () => {
  await run(async () => {
    const timer = Timer(1);
    const [index, value] = await select<unknown>(
      () => after(3, 1),
      () => after(2, 9),
      timer,
    );
    expect([index, value]).toEqual([2, timer]);
    expect(await messageOf(async () => await select(() => fails(1), Timer(2)))).toBe('failed');
    // A failure that comes later than the winner is cancelled with its task.
    expect(
      (
        await select(
          () => fails(3),
          () => after(1, 31),
          Timer(2),
        )
      ).value,
    ).toBe(31);
    await Timer(5);
    expect(await messageOf(() => select())).toBe('select must be given at least one argument, not none');
  });
});

test('First tells which trigger fired', async () => {
  await run(async (dut) => {
    const edge = RisingEdge(dut.clk);
    const limit = Timer(10);
    startSoon(async () => {
      await Timer(4);
      dut.clk.value = 1;
    });
    const first = await First(limit, edge);
    expect([first.index, first.is(edge), first.is(limit), getSimTime()]).toEqual([1, true, false, 4]);
    expect(await messageOf(() => First())).toBe('First must be given at least one trigger, not none');
    expect(await messageOf(() => First((() => 1) as never))).toBe(
      'argument 0 of First must be a trigger, not a function: use select for functions',
    );
  });
});

test('of two things that are due together the one given first wins', async () => {
  await run(async () => {
    const [a, b] = [Timer(10), Timer(10)];
    expect((await First(b, a)).is(b)).toBe(true);
    expect((await First(a, b)).is(a)).toBe(true);
  });
});

test('Combine ends when all have fired; nothing to combine is a NullTrigger', async () => {
  await run(async () => {
    await Combine(Timer(3), Timer(7), Combine(Timer(1)));
    expect(getSimTime()).toBe(7);
    await Combine();
    expect(getSimTime()).toBe(7);
  });
});

test('Combine with a task that fails throws its error; a cancelled one counts as a failure', async () => {
  await run(async () => {
    const failing = startSoon(fails, 2);
    expect(await messageOf(async () => await Combine(failing, Timer(9)))).toBe('failed');
    const victim = startSoon(after, 20);
    startSoon(async () => {
      await Timer(1);
      victim.cancel('enough');
    });
    await expect((async () => await Combine(victim, Timer(9)))()).rejects.toThrow(CancelledError);
  });
});

test('children run before other ready tasks, in the order of the arguments', async () => {
  const seen = await logged(async (_dut, log) => {
    const say = (what: string) => async () => log(what);
    startSoon(say('ready'));
    await gather(say('a'), say('b'), say('c'));
    log('main');
  });
  expect(seen).toEqual(['a', 'b', 'c', 'ready', 'main']);
});

test('a task given as argument is not cancelled with the others', async () => {
  await run(async () => {
    const task = startSoon(after, 10, 7);
    await select(task, Timer(1));
    await NullTrigger();
    expect([task.cancelled(), await task]).toEqual([false, 7]);
    const other = startSoon(after, 10, 8);
    expect(await messageOf(async () => await gather(other, () => fails(1)))).toBe('failed');
    expect(await other).toBe(8);
  });
});

test('cancelling the task that waits cancels its children, and it ends after them', async () => {
  const seen = await logged(async (_dut, log) => {
    const child = async () => {
      try {
        await Timer(10);
        log('child done');
      } finally {
        log('child cancelled');
      }
    };
    const waiter = startSoon(async () => {
      try {
        await gather(child, Timer(20));
      } finally {
        log('waiter');
      }
    });
    await Timer(1);
    waiter.cancel();
    await Timer(1);
    log([waiter.cancelled(), getSimTime()]);
    await Timer(30);
  });
  expect(seen).toEqual(['child cancelled', 'waiter', [true, 2]]);
});

test('the message of a cancellation reaches who waits for the task', async () => {
  await run(async () => {
    const victim = startSoon(after, 20);
    const waiter = startSoon(async () => await select(victim, Timer(30)));
    await Timer(1);
    victim.cancel('specific reason');
    await Timer(1);
    expect(waiter.cancelled()).toBe(true);
    expect(await messageOf(() => waiter.exception())).toBe('specific reason');
  });
});

test('wait ends by FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED, and gives the child tasks', async () => {
  await run(async () => {
    const first = await wait([() => after(5), () => fails(2)], 'FIRST_COMPLETED');
    expect([first.index, first.tasks.map(({ state }) => state), getSimTime()]).toEqual([
      1,
      ['cancelled', 'errored'],
      2,
    ]);
    const none = await wait([() => after(5), () => after(2)], 'FIRST_EXCEPTION');
    expect([none.index, none.tasks.map(({ state }) => state), getSimTime()]).toEqual([
      undefined,
      ['finished', 'finished'],
      7,
    ]);
    const failed = await wait([() => after(5), () => fails(2)], 'FIRST_EXCEPTION');
    expect([failed.index, getSimTime()]).toEqual([1, 9]);
    const all = await wait([() => after(5), () => fails(2)], 'ALL_COMPLETED');
    expect([all.index, all.tasks.map(({ state }) => state), getSimTime()]).toEqual([
      undefined,
      ['finished', 'errored'],
      14,
    ]);
    expect(await messageOf(() => wait([], 'ALL_COMPLETED'))).toBe('wait must be given at least one argument, not none');
  });
});

test('withTimeout gives the value in time, else throws SimTimeoutError; a tie goes to the timeout', async () => {
  await run(async () => {
    expect(await withTimeout(() => after(10, 'value'), 11)).toBe('value');
    const late = async () => await withTimeout(() => after(10), 10);
    await expect(late()).rejects.toThrow(SimTimeoutError);
    expect(await messageOf(late)).toBe('the wait must end within Timer(10 ps), not later');
    await withTimeout(new Event().wait(), 5).then(
      () => expect.unreachable(),
      (error) => expect(error).toBeInstanceOf(SimTimeoutError),
    );
  });
});

test('withTimeout cancels a function; a task runs on', async () => {
  await run(async () => {
    let finished = 0;
    const work = async () => {
      await Timer(10);
      finished++;
    };
    await messageOf(async () => await withTimeout(work, 5));
    await Timer(20);
    expect(finished).toBe(0);
    const task = startSoon(work);
    await messageOf(async () => await withTimeout(task, 5));
    await task;
    expect(finished).toBe(1);
  });
});

test('a promise as argument is an error that says what to write', async () => {
  await run(async () => {
    expect(await messageOf(async () => await gather(Promise.resolve(1) as never))).toBe(
      'argument 0 of gather must be a function, a generator, a trigger or a task, not a promise: an async function runs as ' +
        'soon as it is called, so give the function itself, as in startSoon(f, a, b) or gather(() => f(a))',
    );
  });
});

test('a child that fails does not end the test: its error belongs to the combination', async () => {
  await run(async () => {
    const result = await wait([() => fails(1)], 'ALL_COMPLETED');
    expect(result.tasks[0]!.exception()).toBeInstanceOf(RangeError);
  });
});

test('a timer that lost and is awaited again does not hold up the timers between', async () => {
  const log = await logged(async (_dut, log) => {
    startSoon(async () => {
      await Timer(12);
      log(getSimTime());
    });
    const again = Timer(10);
    await First(again, Timer(5));
    await First(again, Timer(100));
    log(getSimTime());
  });
  expect(log).toEqual([12, 15]);
});

test.each([
  [undefined, 'number of edges of ClockCycles must be a whole number, not undefined'],
  [1.5, 'number of edges of ClockCycles must be a whole number, not 1.5'],
  [-1, 'number of edges of ClockCycles must be a whole number, not -1'],
])('ClockCycles of %s is an error, not a wait that passes at once', async (count, message) => {
  expect(await messageOf(() => run((dut) => ClockCycles(dut.clk, count as number)))).toBe(message);
});

test('wait refuses a condition that it does not know', async () => {
  const message = 'condition of wait must be FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED, not FIRST';
  expect(await messageOf(() => run(() => wait([Timer(1)], 'FIRST' as 'FIRST_COMPLETED')))).toBe(message);
});

test('Clock.cycles of no number is an error', async () => {
  const message = 'number of cycles must be a whole number, not NaN';
  expect(await messageOf(() => run((dut) => new Clock(dut.clk, 2).cycles(Number.NaN)))).toBe(message);
});
