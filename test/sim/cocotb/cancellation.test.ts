// Cancellation.
import { expect, test } from 'vitest';
import {
  CancelledError,
  createTask,
  currentTask,
  Event,
  getSimTime,
  KernelError,
  NullTrigger,
  RisingEdge,
  startSoon,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { end, logged, messageOf, run } from './support.ts';

test('a pending task leaves its trigger and gets a CancelledError; finally blocks run; cancelled() holds', async () => {
  const seen = await logged(async (_dut, log) => {
    const task = startSoon(async () => {
      try {
        await Timer(10);
      } catch (error) {
        log([error instanceof CancelledError, (error as Error).message]);
        throw error;
      } finally {
        log('finally');
      }
    });
    await Timer(1);
    log(task.cancel('why'));
    log([task.state, task.cancelled()]);
    await NullTrigger();
    log([task.state, task.cancelled(), getSimTime()]);
    log(task.cancel());
  });
  expect(seen).toEqual([true, ['scheduled', false], [true, 'why'], 'finally', ['cancelled', true, 1], false]);
});

test('whoever awaits a cancelled task gets the CancelledError; complete never throws', async () => {
  await run(async () => {
    const task = startSoon(async () => await Timer(10));
    await NullTrigger();
    task.cancel('gone');
    await task.complete;
    await expect((async () => await task)()).rejects.toThrow(CancelledError);
    expect(await messageOf(() => task.result())).toBe('gone');
    expect(await messageOf(() => task.exception())).toBe('gone');
  });
});

test('an unstarted task and one that is queued for its first turn never run their bodies', async () => {
  const seen = await logged(async (_dut, log) => {
    const unstarted = createTask(async () => log('unstarted'));
    const queued = startSoon(async () => log('queued'));
    const generator = startSoon(function* () {
      log('generator');
      yield Timer(1);
    });
    for (const task of [unstarted, queued, generator]) task.cancel();
    await NullTrigger();
    log([unstarted.state, queued.state, generator.state]);
  });
  expect(seen).toEqual([['cancelled', 'cancelled', 'cancelled']]);
});

test('a scheduled task gets the error in its present slot of the queue', async () => {
  const seen = await logged(async (_dut, log) => {
    const event = new Event();
    const task = startSoon(async () => {
      try {
        await event.wait();
        log('woken');
      } finally {
        log('task');
      }
    });
    startSoon(async () => {
      await event.wait();
      log('other');
    });
    await NullTrigger();
    event.set();
    task.cancel();
    await NullTrigger();
    log(task.state);
  });
  expect(seen).toEqual(['task', 'other', 'cancelled']);
});

test('the running task cannot cancel itself', async () => {
  await run(async () => {
    const main = currentTask();
    main.name = 'main';
    expect(await messageOf(() => main.cancel())).toBe('main must be cancelled by another task, not by itself');
    expect(() => main.cancel()).toThrow(KernelError);
  });
});

const wrongEnds = [
  ['returns', 'must throw its CancelledError on, not return after its cancellation', async () => {}],
  [
    'throws something else',
    'must throw its CancelledError on, not RangeError: other during its cancellation',
    async () => {
      throw new RangeError('other');
    },
  ],
  [
    'awaits again',
    'must end after its cancellation, not await again: throw the CancelledError on',
    async () => {
      await Timer(1);
    },
  ],
] as const;

for (const [what, message, after] of wrongEnds) {
  test(`an async task that swallows its CancelledError and ${what} is errored`, async () => {
    let resumed = false;
    const ending = await end(async () => {
      const task = startSoon(async () => {
        try {
          await Timer(10);
        } catch {
          await after();
          resumed = what === 'awaits again';
        }
      });
      task.name = 'T';
      await Timer(1);
      task.cancel();
      await task.complete;
      expect(await messageOf(async () => await task)).toBe(`T ${message}`);
      await Timer(5);
    });
    expect(ending.error).toBe(undefined);
    expect(resumed).toBe(false);
  });
}

test('a generator that awaits again after its cancellation is closed: its finally blocks run', async () => {
  const seen = await logged(async (_dut, log) => {
    const task = startSoon(function* () {
      try {
        try {
          yield Timer(10);
        } catch {
          log('caught');
          yield Timer(1);
          log('resumed');
        }
      } finally {
        log('closed');
      }
    });
    await Timer(1);
    task.cancel();
    await task.complete;
    log(task.state);
  });
  expect(seen).toEqual(['caught', 'closed', 'errored']);
});

test('a task cancelled twice before its turn is cancelled once', async () => {
  await run(async () => {
    const task = startSoon(async () => await Timer(10));
    await Timer(1);
    expect([task.cancel('a'), task.cancel('b')]).toEqual([true, true]);
    await task.complete;
    expect(await messageOf(() => task.exception())).toBe('b');
  });
});

test('a trigger that a cancelled task has left does not wake it, and still wakes the others', async () => {
  const seen = await logged(async (dut, log) => {
    const waitFor = (name: string) =>
      startSoon(async () => {
        await RisingEdge(dut.clk);
        log(name);
      });
    const [a, b, c] = ['a', 'b', 'c'].map(waitFor);
    await Timer(1);
    a!.cancel();
    b!.cancel();
    dut.clk.value = 1;
    await Timer(1);
    log(c!.state);
  });
  expect(seen).toEqual(['c', 'finished']);
});

test('one task woken by an edge cancels another that the same edge has woken: that one does not go on', async () => {
  const seen = await logged(async (dut, log) => {
    let victim: ReturnType<typeof startSoon> | undefined;
    startSoon(async () => {
      await RisingEdge(dut.clk);
      victim!.cancel();
    });
    victim = startSoon(async () => {
      await RisingEdge(dut.clk);
      log('victim');
    });
    await Timer(1);
    dut.clk.value = 1;
    await Timer(1);
    log(victim.state);
  });
  expect(seen).toEqual(['cancelled']);
});

test('a cancelled Timer does not hold the simulation', async () => {
  const ending = await run(async () => {
    const task = startSoon(Timer(1000));
    await Timer(1);
    task.cancel();
    await NullTrigger();
  });
  expect(ending.stop).toBe(1);
});
