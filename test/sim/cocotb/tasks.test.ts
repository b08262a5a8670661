// Tasks and the run queue.
import { expect, test } from 'vitest';
import {
  Combine,
  createTask,
  currentTask,
  Event,
  getSimTime,
  InvalidStateError,
  KernelError,
  NullTrigger,
  Queue,
  RisingEdge,
  startSoon,
  type Task,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { logged, messageOf, run } from './support.ts';

test('startSoon runs nothing at once: the caller goes on until its own next await', async () => {
  const seen = await logged(async (_dut, log) => {
    startSoon(async () => log('child'));
    log('caller');
    await NullTrigger();
    log('caller again');
  });
  expect(seen).toEqual(['caller', 'child', 'caller again']);
});

test('startSoon passes arguments and gives a task that can be awaited again and again', async () => {
  await run(async () => {
    const task = startSoon(
      async (a: number, b: string) => {
        await Timer(1);
        return `${a}${b}`;
      },
      4,
      'x',
    );
    expect(await task).toBe('4x');
    expect(await task).toBe('4x');
    expect([task.done(), task.cancelled(), task.result(), task.exception()]).toEqual([true, false, '4x', undefined]);
  });
});

test('startSoon of a queued task gives the same task, of a done one is an error', async () => {
  await run(async () => {
    const task = startSoon(async () => 1);
    expect(startSoon(task)).toBe(task);
    await task;
    expect(await messageOf(() => startSoon(task))).toBe(
      `${task.name} must not be done to be started, but it is finished`,
    );
  });
});

test('a promise is no task: the message says to give the function', async () => {
  await run(async () => {
    const started = (async () => 1)();
    expect(await messageOf(() => startSoon(started as never))).toBe(
      'startSoon argument must be a function, a generator, a trigger or a task, not a promise: an async function runs as ' +
        'soon as it is called, so give the function itself, as in startSoon(f, a, b) or gather(() => f(a))',
    );
    async function* wrong() {
      yield 1;
    }
    expect(await messageOf(() => startSoon(wrong() as never))).toBe(
      'startSoon argument must be a function, a generator, a trigger or a task, not an object of AsyncGenerator: ' +
        'write function* instead of async function*, or await instead of yield',
    );
    expect(await messageOf(() => startSoon(5 as never))).toBe(
      'startSoon argument must be a function, a generator, a trigger or a task, not 5',
    );
  });
});

test('createTask starts nothing until the task is awaited or started', async () => {
  const seen = await logged(async (_dut, log) => {
    const task = createTask(async () => {
      log('runs');
      return 7;
    });
    await NullTrigger();
    await Timer(1);
    log(task.state);
    log(await task);
    const other = createTask(async () => 8);
    startSoon(other);
    log(other.state);
    log(await other);
  });
  expect(seen).toEqual(['unstarted', 'runs', 7, 'scheduled', 8]);
});

test('awaiting a done task does not let others run', async () => {
  const seen = await logged(async (_dut, log) => {
    const task = startSoon(async () => 1);
    await task;
    startSoon(async () => log('other'));
    await task;
    log('main');
    await NullTrigger();
  });
  expect(seen).toEqual(['main', 'other']);
});

test('an unstarted task that is awaited goes to the back of the queue', async () => {
  const seen = await logged(async (_dut, log) => {
    const late = createTask(async () => log('late'));
    startSoon(async () => log('first'));
    await late;
  });
  expect(seen).toEqual(['first', 'late']);
});

test('NullTrigger goes to the back of the queue: four tasks take turns', async () => {
  const seen = await logged(async (_dut, log) => {
    const turns = async (n: number) => {
      for (let i = 0; i < 2; i++) {
        log(n);
        await NullTrigger();
      }
    };
    for (const n of [0, 1, 2, 3]) startSoon(turns, n);
    await Timer(1);
  });
  expect(seen).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
});

test('tasks on one trigger wake in the order of registration', async () => {
  const seen = await logged(async (dut, log) => {
    for (const n of [0, 1, 2]) {
      startSoon(async () => {
        await RisingEdge(dut.clk);
        log(n);
      });
    }
    await Timer(1);
    dut.clk.value = 1;
    await Timer(1);
  });
  expect(seen).toEqual([0, 1, 2]);
});

test('a trigger that was made once can be awaited many times, also by tasks at once', async () => {
  const seen = await logged(async (_dut, log) => {
    const timer = Timer(5);
    startSoon(async () => {
      await Timer(2);
      await timer;
      log(['second', getSimTime()]);
    });
    await timer;
    log(getSimTime());
    await timer;
    log(getSimTime());
  });
  // The second waiter joins the timer that runs already.
  expect(seen).toEqual([5, ['second', 5], 10]);
});

test('result and exception of a task: errors while it runs, the error of one that failed', async () => {
  await run(async () => {
    const boom = new Error('boom');
    const task = startSoon(async () => {
      await Timer(2);
      throw boom;
    });
    task.name = 'T';
    expect(() => task.result()).toThrow(InvalidStateError);
    expect(await messageOf(() => task.result())).toBe('T must be done to have a result, not scheduled');
    expect(await messageOf(() => task.exception())).toBe('T must be done to have an exception, not scheduled');
    await task.complete;
    expect(task.exception()).toBe(boom);
    expect(() => task.result()).toThrow(boom);
    expect(await messageOf(async () => await task)).toBe('boom');
    await task.complete;
  });
});

test('names: counted by default, free to choose, with values of the task beside them', async () => {
  await run(async () => {
    const task = createTask(async () => {
      currentTask().locals.rng = 4;
    });
    expect(task.name).toMatch(/^Task \d+$/);
    task.setName('driver');
    expect([task.getName(), task.describe()]).toEqual(['driver', '<driver>']);
    await task;
    expect(task.locals).toEqual({ rng: 4 });
  });
});

test('currentTask is the running task, also in generators and below helpers; outside it is an error', async () => {
  await run(async () => {
    const helper = async () => {
      await Timer(1);
      await null;
      return { task: currentTask() };
    };
    const main = currentTask();
    const task: Task<unknown> = startSoon(async () => {
      expect((await helper()).task).toBe(task);
    });
    const other: Task<unknown> = startSoon(function* () {
      yield Timer(1);
      expect(currentTask()).toBe(other);
    });
    await task;
    await other;
    expect(currentTask()).toBe(main);
  });
  expect(() => currentTask()).toThrow(KernelError);
});

test('generators are tasks: they yield triggers, tasks and combinations, and return values', async () => {
  const seen = await logged(async (dut, log) => {
    function* helper(n: number) {
      yield* Timer(n);
      return n * 2;
    }
    const task = startSoon(function* () {
      const a = yield* helper(3);
      const trigger = RisingEdge(dut.clk);
      dut.clk.value = 1;
      const got = yield trigger;
      log(got === trigger);
      const queue = new Queue<number>();
      queue.putNowait(8);
      const b: number = yield* queue.get();
      yield Combine(Timer(1), Timer(2));
      const c = (yield startSoon(helper(4))) as number;
      return [a, b, c, getSimTime()];
    });
    log(await task);
    log(await startSoon(helper(1)));
  });
  expect(seen).toEqual([true, [6, 8, 8, 9], 2]);
});

test('a generator that yields something else gets a TypeError where it stands', async () => {
  const seen = await logged(async (_dut, log) => {
    await startSoon(function* () {
      try {
        yield 5;
      } catch (error) {
        log((error as Error).message);
      }
      try {
        yield Promise.resolve(1);
      } catch (error) {
        log((error as Error).message);
      }
      yield Timer(1);
    });
  });
  expect(seen).toEqual([
    'a generator task must yield a trigger, a task or a combination, not 5',
    'a generator task must yield a trigger, a task or a combination, not a promise: write it as an async function to await promises',
  ]);
});

test('a plain function and a trigger are tasks as well', async () => {
  await run(async () => {
    expect(await startSoon(() => 5)).toBe(5);
    await startSoon(Timer(3));
    await startSoon(() => Timer(4));
    expect(getSimTime()).toBe(7);
  });
});

test('an Event set while a task runs wakes its waiter only when that task awaits', async () => {
  const seen = await logged(async (_dut, log) => {
    const event = new Event();
    startSoon(async () => {
      await event.wait();
      log('waiter');
    });
    await NullTrigger();
    event.set();
    log('main');
    await NullTrigger();
    log('main again');
  });
  expect(seen).toEqual(['main', 'waiter', 'main again']);
});

test('ten thousand tasks that end at once, and a thousand that wait, need no deep stack', async () => {
  await run(async () => {
    for (let i = 0; i < 10_000; i++) await startSoon(async () => await NullTrigger());
    const tasks = Array.from({ length: 1024 }, () => startSoon(async () => await Timer(10)));
    await Combine(...tasks);
    await startSoon(function* () {
      for (let i = 0; i < 10_000; i++) yield NullTrigger();
    });
  });
});
