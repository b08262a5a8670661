// Failures, and how a test ends.
import { expect, test } from 'vitest';
import {
  CancelledError,
  Clock,
  DeadlockError,
  EndTest,
  Event,
  endTest,
  NextTimeStep,
  NullTrigger,
  passTest,
  Queue,
  ReadOnly,
  RisingEdge,
  SimTimeoutError,
  SkipTest,
  skip,
  startSoon,
  TestSuccess,
  Timer,
  taskManager,
} from '../../../src/sim/kernel/index.ts';
import { end } from './support.ts';

test('a task that fails while nobody awaits it ends the test with its error', async () => {
  let after = false;
  const ending = await end(async () => {
    startSoon(async () => {
      await Timer(1);
      throw new RangeError('alone');
    });
    await Timer(5);
    after = true;
  });
  expect([String(ending.error), ending.stop, after]).toEqual(['RangeError: alone', 1, false]);
});

test('a bench that waits without time passing leaves the event loop its turns, so that a limit in wall time ends it', async () => {
  const ending = await end(
    async () => {
      for (;;) await NullTrigger();
    },
    { signal: AbortSignal.timeout(50) },
  );
  expect((ending.error as Error).name).toBe('TimeoutError');
});

test('a test whose limit in wall time has passed before it starts does not run', async () => {
  let ran = false;
  const test = end(
    () => {
      ran = true;
    },
    { signal: AbortSignal.abort(new Error('too late')) },
  );
  await expect(test).rejects.toThrow('too late');
  expect(ran).toBe(false);
});

test('who awaits a task at the moment of its failure gets the error instead', async () => {
  const ending = await end(async () => {
    const task = startSoon(async () => {
      await Timer(1);
      throw new RangeError('awaited');
    });
    await expect((async () => await task)()).rejects.toThrow('awaited');
    await Timer(1);
  });
  expect([ending.failed, ending.stop]).toEqual([false, 2]);
});

test('a task that was awaited only after it failed has ended the test already', async () => {
  const ending = await end(async () => {
    const task = startSoon(async () => {
      throw new RangeError('early');
    });
    await Timer(1);
    await task;
  });
  expect(String(ending.error)).toBe('RangeError: early');
});

test('when the main function returns, live tasks are cancelled in the order of their creation, each to its end', async () => {
  const log: string[] = [];
  const ending = await end(async () => {
    for (const name of ['a', 'b', 'c']) {
      startSoon(async () => {
        try {
          await Timer(100);
        } finally {
          await null;
          log.push(name);
        }
      });
    }
    await Timer(1);
  });
  expect([log, ending.failed, ending.stop]).toEqual([['a', 'b', 'c'], false, 1]);
});

test('errors found while the test ends are added to its own', async () => {
  const ending = await end(async () => {
    startSoon(async () => {
      try {
        await Timer(100);
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: this is what the test is about
        throw new TypeError('in cleaning up');
      }
    });
    await Timer(1);
    throw new RangeError('main');
  });
  expect(ending.error).toBeInstanceOf(AggregateError);
  const { errors } = ending.error as AggregateError;
  expect(errors.map((error) => error.name)).toEqual(['RangeError', 'KernelError']);
  expect((errors[1] as Error).message).toMatch(
    /^Task \d+ must throw its CancelledError on, not TypeError: in cleaning up during its cancellation$/,
  );
});

test('the time limit of a test is simulated time', async () => {
  const ending = await end(
    async (dut) => {
      new Clock(dut.clk, 2).start();
      for (;;) await RisingEdge(dut.clk);
    },
    { timeout: [10, 'ns'], name: 'slow' },
  );
  expect(ending.error).toBeInstanceOf(SimTimeoutError);
  expect([String(ending.error), ending.stop]).toEqual([
    'SimTimeoutError: the test must end within 10000 steps of simulated time, not run on:\n' +
      '  Test slow waits on RisingEdge(clk)\n  Clock(clk) waits on Clock(clk).wait()',
    10000,
  ]);
});

test('endTest from any task ends the test without an error', async () => {
  const ending = await end(async () => {
    startSoon(async () => {
      await Timer(3);
      endTest('enough');
    });
    await Timer(10);
    throw new Error('not reached');
  });
  expect([ending.failed, ending.stop]).toEqual([false, 3]);
  expect(() => endTest()).toThrow(EndTest);
});

test('passTest and skip end the test with their own kind of error', async () => {
  const passed = await end(async () => {
    startSoon(async () => passTest('good'));
    await Timer(1);
  });
  expect(passed.error).toBeInstanceOf(TestSuccess);
  const skipped = await end(() => skip('not here'));
  expect([skipped.error instanceof SkipTest, String(skipped.error)]).toEqual([true, 'SkipTest: not here']);
});

test('a main function that throws CancelledError ends the test without an error', async () => {
  const ending = await end(async () => {
    throw new CancelledError('on purpose');
  });
  expect(ending.failed).toBe(false);
});

test('no event left while tasks wait: the error lists each task and what it waits on', async () => {
  const ending = await end(async (dut) => {
    const queue = new Queue<number>();
    startSoon(async () => await queue.get()).name = 'reader';
    startSoon(async () => await new Event('go').wait()).name = 'starter';
    await Timer(7);
    startSoon(async () => await NextTimeStep()).name = 'next';
    await RisingEdge(dut.clk);
  });
  expect(ending.error).toBeInstanceOf(DeadlockError);
  expect((ending.error as Error).message).toBe(
    [
      'a task must have something to wait for, not at step 7 an empty schedule:',
      '  Test waits on RisingEdge(clk)',
      '  reader waits on Queue.get().wait()',
      '  starter waits on go.wait()',
      '  next waits on NextTimeStep()',
    ].join('\n'),
  );
});

test('a task that waits for ever in its cleaning up does not hang the end of the test', async () => {
  const ending = await end(async () => {
    startSoon(async () => {
      try {
        await new Event().wait();
      } finally {
        await new Event().wait();
      }
    }).name = 'stubborn';
    await Timer(1);
  });
  expect(String(ending.error)).toBe(
    'KernelError: stubborn must end after its cancellation, not await again: throw the CancelledError on',
  );
});

test('a task that its abandoned parent left in ReadOnly does not keep the next test from it', async () => {
  const ending = await end(async () => {
    startSoon(async () => {
      try {
        await new Event().wait();
      } catch {
        // Swallowed, which it must not be.
      }
      await taskManager(async (manager) => {
        manager.startSoon(async () => {
          await ReadOnly();
        });
        await Timer(1);
      });
    }).name = 'stubborn';
    await Timer(1);
  });
  expect(String(ending.error)).toMatch(/^KernelError: stubborn must end after its cancellation, not await again/);
  const next = await end(async () => {
    startSoon(async () => {
      await Timer(5);
    });
    await ReadOnly();
  });
  expect([next.failed, next.stop]).toEqual([false, 0]);
});
