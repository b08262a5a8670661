// Ways in which a model stops: each is an ordinary error with the text of the RTL, and the process lives on.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ModelError,
  type NativeInstance,
  type NativeModel,
  type NativeOpenOptions,
} from '../../../src/sim/model/index.ts';
import { build, clock, rtl, settle, storages, thrown } from './open.ts';

const [stops, crash] = [rtl('stops'), rtl('crash')];

/** A running instance that goes `how` at its next edge. */
function started(model: NativeModel, how: number, options?: NativeOpenOptions): NativeInstance {
  const instance = model.open(options);
  settle(instance);
  storages(instance).how_i[0] = how;
  return instance;
}

describe('a model that stops', () => {
  let model: NativeModel;
  beforeAll(async () => {
    model = await build('stops');
  });

  test.each([
    ['$error', 2, 'error', `${stops}:16: Assertion failed in stops: value 3 is odd`],
    ['$fatal', 3, 'fatal', `${stops}:17: Assertion failed in stops: value 3 is impossible`],
    ['$stop', 4, 'stop', `${stops}:18: $stop`],
    ['$finish', 5, 'finish', `${stops}:19: $finish`],
    ['a loop without end', 6, 'timeout', 'evaluation must end, not take longer than 100 ms'],
    ['a failed assertion', 8, 'error', `${stops}:25: Assertion failed in stops: 'assert' failed.`],
    ['a memory file that is not there', 11, 'fatal', 'no_such_file.hex: $readmem file not found'],
  ] as const)('%s throws a ModelError of its kind, again at every later call', (_, how, kind, message) => {
    const instance = started(model, how, { watchdog: 100 });
    for (let i = 0; i < 2; i++) {
      const error = thrown(() => clock(instance));
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({ kind, message });
    }
    expect(instance.errors()).toBe(kind === 'error' ? 1 : 0);
    expect(thrown(() => instance.evalEnd())).toMatchObject({ kind });
    instance.free();
  });

  test('a long run is not late while its evaluations end', () => {
    const instance = started(model, 0, { watchdog: 50 });
    const begun = performance.now();
    while (performance.now() - begun < 200) instance.run('clk_i', 8_000_000);
    storages(instance).how_i[0] = 6;
    expect(thrown(() => instance.run('clk_i', 2))).toMatchObject({ kind: 'timeout' });
    instance.free();
  });

  test('another instance is not affected', () => {
    const [good, bad] = [started(model, 0), started(model, 3)];
    expect(thrown(() => clock(bad))).toMatchObject({ kind: 'fatal' });
    clock(good);
    for (const instance of [good, bad]) instance.free();
  });

  test('$error keeps its text after more output than is kept', () => {
    const instance = started(model, 1, { errorLimit: Number.POSITIVE_INFINITY });
    instance.run('clk_i', 800_000);
    storages(instance).how_i[0] = 2;
    clock(instance);
    expect([instance.errors(), instance.firstError()]).toEqual([
      1,
      `${stops}:16: Assertion failed in stops: value 3 is odd`,
    ]);
    expect(instance.takeLog().at(-1)).toMatch(/^\(\d+ further bytes of output were dropped\)$/);
    instance.free();
  });

  test('$error is only counted below the limit, but $fatal stops', () => {
    const instance = started(model, 2, { errorLimit: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 3; i++) clock(instance);
    expect(instance.errors()).toBe(3);
    storages(instance).how_i[0] = 3;
    expect(thrown(() => clock(instance))).toMatchObject({ kind: 'fatal' });
    instance.free();
    const third = started(model, 2, { errorLimit: 3 });
    clock(third);
    clock(third);
    expect(thrown(() => clock(third))).toMatchObject({ kind: 'error' });
    third.free();
  });

  test('$warning is only printed', () => {
    const instance = started(model, 7);
    instance.setTime(5);
    clock(instance);
    expect(instance.takeLog()).toEqual([expect.stringMatching(/^\[5\] %Warning: stops.sv:24: .*value is suspicious$/)]);
    expect(instance.errors()).toBe(0);
    instance.free();
  });

  test('time above 0 limits only an evaluation that is too long', () => {
    const instance = started(model, 0, { watchdog: 20 });
    const until = performance.now() + 100;
    while (performance.now() < until) clock(instance);
    instance.free();
  });
});

describe('a model whose C code', () => {
  test.each([
    ['aborts', 1, 'Aborted'],
    ['reads through a null pointer', 2, 'Segmentation fault'],
    ['divides by zero', 3, 'Floating point exception'],
  ])('%s throws a ModelError of kind signal', async (_, how, name) => {
    const model = await build('crash');
    const instance = started(model, how);
    const message = `model code must not end with a signal: ${name}`;
    expect(thrown(() => clock(instance))).toMatchObject({ kind: 'signal', message });
    instance.free();
    expect(crash).toContain('crash.sv');
    const next = started(model, 0);
    clock(next);
    next.free();
  });

  test('crashes below the handlers of a design that was loaded later', async () => {
    const [first, second] = [await build('crash'), await build('stops')];
    const [broken, endless] = [started(first, 2), started(second, 6, { watchdog: 50 })];
    expect(thrown(() => clock(broken))).toMatchObject({ kind: 'signal' });
    expect(thrown(() => clock(endless))).toMatchObject({ kind: 'timeout' });
    const again = started(first, 1);
    expect(thrown(() => clock(again))).toMatchObject({ kind: 'signal' });
    for (const instance of [broken, endless, again]) instance.free();
  });
});
