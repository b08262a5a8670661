// Instances: each has its own time, plusargs, seed and output; many can live at once, and a freed one is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import type { NativeInstance, NativeModel } from '../../../src/sim/model/index.ts';
import { build, clock, settle, start, storages, thrown } from './open.ts';

describe('instances of one design', () => {
  let stops: NativeModel;
  let counter: NativeModel;
  beforeAll(async () => {
    stops = await build('stops');
    counter = await build('counter');
  });

  /** An instance after its initial blocks, doing `how` at every edge. */
  const going = (how: number, options?: Parameters<NativeModel['open']>[0]): NativeInstance => {
    const instance = stops.open(options);
    settle(instance);
    storages(instance).how_i[0] = how;
    return instance;
  };

  test('have their own plusargs, with or without the plus', () => {
    const [one, two] = [going(0, { plusargs: ['greet=1'] }), going(0, { plusargs: ['+greet=2'] })];
    expect(two.takeLog()).toEqual(['greeting 2']);
    expect(one.takeLog()).toEqual(['greeting 1']);
    expect(one.takeLog()).toEqual([]);
    for (const instance of [one, two]) instance.free();
  });

  test('have their own time and output, also while they alternate', () => {
    const pair = [going(1), going(1)];
    pair.forEach((instance, i) => {
      instance.setTime(100 + i);
      clock(instance);
    });
    expect(pair.map((instance) => instance.takeLog())).toEqual([['cycle at 100 in stops'], ['cycle at 101 in stops']]);
    for (const instance of pair) instance.free();
  });

  test('draw the numbers of their seed, whatever others draw', () => {
    const draw = (seed: number) => {
      const instance = going(10, { seed });
      clock(instance);
      const lines = instance.takeLog();
      instance.free();
      return lines;
    };
    const first = draw(5);
    expect(draw(6)).not.toEqual(first);
    expect(draw(5)).toEqual(first);
    expect(draw(2 ** 31)).toHaveLength(1);
  });

  test('keep half a line until its rest comes, or the end', () => {
    const instance = going(9);
    clock(instance);
    expect(instance.takeLog()).toEqual([]);
    storages(instance).how_i[0] = 1;
    clock(instance);
    expect(instance.takeLog()).toEqual(['half cycle at 0 in stops']);
    storages(instance).how_i[0] = 9;
    clock(instance);
    instance.free();
    expect(instance.takeLog()).toEqual(['half bye']);
    expect(instance.takeLog()).toEqual([]);
  });

  test('refuse to be used after free, and their views are empty', () => {
    const instance = counter.open();
    const at = storages(instance);
    instance.free();
    instance.free();
    expect(thrown(() => instance.eval())).toEqual(new Error('instance of counter must not be used after free'));
    expect(thrown(() => instance.setTime(1))).toBeInstanceOf(Error);
    expect(at.clk_i).toHaveLength(0);
  });

  test('200 are opened, clocked 1000 times and freed in well under 2 seconds', () => {
    const begin = performance.now();
    for (let n = 0; n < 200; n++) {
      const instance = counter.open({ seed: n });
      const { clk_i, count_o } = storages(instance);
      clk_i[0] = 0;
      start(instance);
      for (let cycle = 0; cycle < 1000; cycle++) {
        clk_i[0] = 1;
        instance.eval();
        clk_i[0] = 0;
        instance.eval();
      }
      expect(count_o[0]).toBe(1000 % 256);
      instance.free();
    }
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test('run clocks natively while nobody looks, with the same result', () => {
    const instance = counter.open();
    const at = storages(instance);
    start(instance);
    instance.run('clk_i', 1003);
    expect(at.count_o[0]).toBe(1003 % 256);
    expect(thrown(() => instance.run('clk', 1))).toMatchObject({
      sentence: 'clock must be a signal of one bit, not clk',
    });
    instance.free();
  });
});

test('a design with delays says when its next event is, and its precision', async () => {
  const model = await build('clockgen');
  expect(model.precision).toBe(-12);
  const instance = model.open();
  instance.eval();
  const times: number[] = [];
  for (let next = instance.nextEvent(); times.length < 4 && next !== undefined; next = instance.nextEvent()) {
    times.push(next);
    instance.setTime(next);
    instance.eval();
  }
  expect(times).toEqual([5000, 10000, 15000, 20000]);
  expect(storages(instance).edges_o[0]).toBe(2);
  instance.free();
});
