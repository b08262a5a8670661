// Event, Lock, the queues.
import { expect, test } from 'vitest';
import {
  Event,
  getSimTime,
  KernelError,
  LifoQueue,
  Lock,
  NullTrigger,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  startSoon,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { logged, messageOf, run } from './support.ts';

test('Event: set wakes all waiters, wait on a set event passes through the queue, clear blocks again', async () => {
  const seen = await logged(async (_dut, log) => {
    const event = new Event();
    for (const name of ['a', 'b']) {
      startSoon(async () => {
        await event.wait();
        log(`${name} ${getSimTime()}`);
      });
    }
    await Timer(3);
    log(event.isSet());
    event.set();
    log(event.isSet());
    await NullTrigger();
    startSoon(async () => log('ready'));
    await event.wait();
    log('passed');
    event.clear();
    startSoon(async () => {
      await Timer(2);
      event.set();
    });
    await event.wait();
    log(getSimTime());
  });
  expect(seen).toEqual([false, true, 'a 3', 'b 3', 'ready', 'passed', 5]);
});

test('Event set and cleared at once still wakes the waiters of that moment', async () => {
  const seen = await logged(async (_dut, log) => {
    const event = new Event();
    startSoon(async () => {
      await event.wait();
      log('woken');
    });
    await NullTrigger();
    event.set();
    event.clear();
    await NullTrigger();
    log(event.isSet());
  });
  expect(seen).toEqual(['woken', false]);
});

test('Lock: given in the order of the requests; release hands it over at once', async () => {
  const seen = await logged(async (_dut, log) => {
    const lock = new Lock();
    const use = async (name: string, steps: number) => {
      await lock.acquire();
      log(`${name} at ${getSimTime()}`);
      await Timer(steps);
      lock.release();
      log(lock.locked());
    };
    const tasks = [startSoon(use, 'a', 5), startSoon(use, 'b', 3), startSoon(use, 'c', 1)];
    for (const task of tasks) await task;
  });
  expect(seen).toEqual(['a at 0', true, 'b at 5', true, 'c at 8', false]);
});

test('Lock: a request that is cancelled is passed over, and a free lock cannot be released', async () => {
  await run(async () => {
    const lock = new Lock();
    await lock.acquire();
    const given = startSoon(async () => await lock.acquire());
    const next = startSoon(async () => {
      await lock.acquire();
      return getSimTime();
    });
    await Timer(1);
    given.cancel();
    await Timer(1);
    lock.release();
    expect(await next).toBe(2);
    lock.release();
    expect(await messageOf(() => lock.release())).toBe('a lock must be acquired to be released, not free');
    expect(() => lock.release()).toThrow(KernelError);
  });
});

test('Lock: one result of acquire() serves one task, once', async () => {
  await run(async () => {
    const lock = new Lock();
    const attempt = lock.acquire();
    await attempt;
    expect(await messageOf(async () => await attempt)).toBe(
      'the result of acquire() must be awaited by one task, not again: call acquire() once for each',
    );
  });
});

test('Lock.with holds the lock during a function, asynchronous or a generator, and gives it back when it throws', async () => {
  await run(async () => {
    const lock = new Lock();
    expect(
      await lock.with(async () => {
        expect(lock.locked()).toBe(true);
        await Timer(1);
        return 5;
      }),
    ).toBe(5);
    expect(lock.locked()).toBe(false);
    const fail = async () =>
      await lock.with(async () => {
        throw new Error('inside');
      });
    expect(await messageOf(fail)).toBe('inside');
    expect(lock.locked()).toBe(false);
    await startSoon(function* () {
      const got = yield* lock.with(function* () {
        yield Timer(1);
        return lock.locked();
      });
      expect([got, lock.locked()]).toEqual([true, false]);
    });
  });
});

test('Queue: first in, first out; get waits for an item, put for a place', async () => {
  const seen = await logged(async (_dut, log) => {
    const queue = new Queue<number>(2);
    const producer = startSoon(async () => {
      for (let i = 0; i < 5; i++) {
        await queue.put(i);
        log(`put ${i} at ${getSimTime()}`);
      }
    });
    for (let i = 0; i < 5; i++) {
      await Timer(10);
      log(`got ${await queue.get()}`);
    }
    await producer;
  });
  expect(seen).toEqual([
    'put 0 at 0',
    'put 1 at 0',
    'got 0',
    'put 2 at 10',
    'got 1',
    'put 3 at 20',
    'got 2',
    'put 4 at 30',
    'got 3',
    'got 4',
  ]);
});

test('queues: sizes, limits, and errors of the calls that do not wait', async () => {
  const queue = new Queue<string>(1);
  expect([queue.empty(), queue.full(), queue.qsize(), queue.maxsize]).toEqual([true, false, 0, 1]);
  queue.putNowait('a');
  expect([queue.empty(), queue.full(), queue.qsize()]).toEqual([false, true, 1]);
  expect(() => queue.putNowait('b')).toThrow(QueueFull);
  expect(await messageOf(() => queue.putNowait('b'))).toBe('the queue must have a free place, not 1 of 1 items');
  expect(queue.getNowait()).toBe('a');
  expect(() => queue.getNowait()).toThrow(QueueEmpty);
  expect(await messageOf(() => queue.getNowait())).toBe('the queue must hold an item, not none');
  const endless = new Queue<number>(-1);
  for (let i = 0; i < 5000; i++) endless.putNowait(i);
  expect(endless.full()).toBe(false);
  for (let i = 0; i < 5000; i++) expect(endless.getNowait()).toBe(i);
  expect(endless.empty()).toBe(true);
});

test('PriorityQueue gives the smallest item, LifoQueue the newest', () => {
  const priority = new PriorityQueue<[number, string]>();
  for (const item of [
    [3, 'c'],
    [1, 'b'],
    [2, 'x'],
    [1, 'a'],
  ] as [number, string][])
    priority.putNowait(item);
  expect([0, 1, 2, 3].map(() => priority.getNowait())).toEqual([
    [1, 'a'],
    [1, 'b'],
    [2, 'x'],
    [3, 'c'],
  ]);
  const numbers = new PriorityQueue<number>();
  for (const n of [5, 3, 9, 1, 7, 3]) numbers.putNowait(n);
  expect(Array.from({ length: 6 }, () => numbers.getNowait())).toEqual([1, 3, 3, 5, 7, 9]);
  const lifo = new LifoQueue<number>();
  for (const n of [1, 2, 3]) lifo.putNowait(n);
  expect([lifo.getNowait(), lifo.getNowait(), lifo.qsize()]).toEqual([3, 2, 1]);
});

test('a getter that was cancelled does not swallow the item of the next one', async () => {
  await run(async () => {
    const queue = new Queue<number>();
    const gone = startSoon(queue.get());
    const next = startSoon(queue.get());
    await Timer(1);
    gone.cancel();
    await NullTrigger();
    queue.putNowait(4);
    expect(await next).toBe(4);
  });
});

test('getters get items in the order in which they came', async () => {
  const seen = await logged(async (_dut, log) => {
    const queue = new Queue<number>();
    for (const name of ['a', 'b', 'c']) startSoon(async () => log([name, await queue.get()]));
    await Timer(1);
    for (const n of [1, 2, 3]) queue.putNowait(n);
    await Timer(1);
  });
  expect(seen).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});
