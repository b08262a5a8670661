// TaskManager: a block whose tasks all end before it does.
import { expect, test } from 'vitest';
import {
  CancelledError,
  getSimTime,
  NullTrigger,
  startSoon,
  type TaskManager,
  Timer,
  taskManager,
} from '../../../src/sim/kernel/index.ts';
import { end, logged, messageOf, run } from './support.ts';

const after = (steps: number, value: unknown) => async () => {
  await Timer(steps);
  return value;
};
const fails =
  (steps: number, message = 'failed') =>
  async () => {
    await Timer(steps);
    throw new RangeError(message);
  };
const errorsOf = async (action: () => Promise<unknown>): Promise<string[]> => {
  try {
    await action();
  } catch (error) {
    return (error as AggregateError).errors.map((one) => (one as Error).message);
  }
  return [];
};

test('the block ends when its tasks have ended, and their results are there', async () => {
  await run(async () => {
    let tasks: { result(): unknown }[] = [];
    await taskManager(async (tm) => {
      tasks = [
        tm.startSoon(after(5, 'a')),
        tm.fork(async function named() {
          await Timer(8);
          return 'b';
        }),
      ];
      expect(tm.fork(async function other() {}).name).toBe('other');
    });
    expect([tasks.map((task) => task.result()), getSimTime()]).toEqual([['a', 'b'], 8]);
    await taskManager(async () => {});
  });
});

test('the first failure cancels the other tasks and the block, and is thrown in an AggregateError', async () => {
  const seen = await logged(async (_dut, log) => {
    const errors = await errorsOf(async () => {
      await taskManager(async (tm) => {
        tm.startSoon(fails(2));
        tm.startSoon(async () => {
          try {
            await Timer(50);
          } finally {
            log(`other at ${getSimTime()}`);
          }
        });
        try {
          await Timer(100);
        } catch (error) {
          log(error instanceof CancelledError);
          throw error;
        }
      });
    });
    log(errors);
    await Timer(1);
    log(getSimTime());
  });
  expect(seen).toEqual([true, 'other at 2', ['failed'], 3]);
});

test('a failure while the block waits at its end cancels the others', async () => {
  await run(async () => {
    const errors = await errorsOf(async () => {
      await taskManager(async (tm) => {
        tm.startSoon(fails(3));
        tm.startSoon(after(50, 0));
      });
    });
    expect([errors, getSimTime()]).toEqual([['failed'], 3]);
  });
});

test('an error of the block cancels its tasks and is thrown with theirs', async () => {
  await run(async () => {
    let child: { cancelled(): boolean } | undefined;
    const errors = await errorsOf(async () => {
      await taskManager(async (tm) => {
        child = tm.startSoon(after(50, 0));
        await Timer(1);
        throw new Error('block');
      });
    });
    expect([errors, child!.cancelled(), getSimTime()]).toEqual([['block'], true, 1]);
  });
});

test('continueOnError: others go on, and all errors are collected', async () => {
  await run(async () => {
    const errors = await errorsOf(async () => {
      await taskManager(
        async (tm) => {
          tm.startSoon(fails(2, 'first'));
          tm.startSoon(fails(4, 'second'));
          tm.startSoon(after(9, 0));
          throw new Error('block');
        },
        { defaultContinueOnError: true },
      );
    });
    expect([errors, getSimTime()]).toEqual([['first', 'second', 'block'], 9]);
    const own = await errorsOf(async () => {
      await taskManager(async (tm) => {
        tm.startSoon(fails(1, 'tolerated'), { continueOnError: true });
        tm.startSoon(after(5, 0));
      });
    });
    expect([own, getSimTime()]).toEqual([['tolerated'], 14]);
  });
});

test('cancelling the task of the block cancels its tasks before it ends', async () => {
  const seen = await logged(async (_dut, log) => {
    for (const waits of [true, false]) {
      const parent = startSoon(async () => {
        await taskManager(async (tm) => {
          tm.startSoon(async () => {
            try {
              await Timer(50);
            } finally {
              log('child');
            }
          });
          if (waits) await Timer(100);
        });
      });
      await Timer(1);
      parent.cancel();
      await parent.complete;
      log([parent.state, getSimTime()]);
    }
  });
  expect(seen).toEqual(['child', ['cancelled', 1], 'child', ['cancelled', 2]]);
});

test('a block that swallows its cancellation is errored', async () => {
  await run(async () => {
    const parent = startSoon(async () => {
      await taskManager(async (tm) => {
        tm.startSoon(fails(1));
        try {
          await Timer(100);
        } catch {
          // swallowed
        }
      });
    });
    parent.name = 'P';
    expect(await messageOf(async () => await parent)).toBe(
      'P must end after its cancellation, not await again: throw the CancelledError on',
    );
  });
});

test('tasks are started in the block alone, by its own task, and before any failure', async () => {
  const ending = await end(async () => {
    let kept: TaskManager | undefined;
    await taskManager(async (tm) => {
      kept = tm;
      const other = startSoon(async () => await messageOf(() => tm.startSoon(after(1, 0))));
      other.name = 'O';
      expect(await other).toBe('tasks of a TaskManager must be started by Test, not by O');
    });
    expect(await messageOf(() => kept!.startSoon(after(1, 0)))).toBe(
      'a TaskManager must be in its block to start tasks, not past its end',
    );
  });
  expect(ending.error).toBe(undefined);
});

test('a block may be a generator', async () => {
  await run(function* () {
    const results: unknown[] = [];
    yield* taskManager(function* (tm) {
      const task = tm.startSoon(after(3, 'x'));
      yield NullTrigger();
      results.push((yield task) as unknown);
    });
    expect([results, getSimTime()]).toEqual([['x'], 3]);
  });
});
