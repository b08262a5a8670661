// When waves are recorded, and that a repeated test sees the same seed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildModel,
  type Dut,
  type NativeModel,
  runTest,
  skip,
  Timer,
  type WaveMode,
} from '../../../src/sim/runner/index.ts';
import { bench, jsModel } from '../cocotb/models.ts';
import { counter, folderOf } from './support.ts';

let folder: string;
let remove: () => void;
let model: NativeModel;
beforeAll(async () => {
  ({ folder, remove } = folderOf({ 'counter.sv': counter }));
  model = await buildModel({ sources: [join(folder, 'counter.sv')], top: 'counter' });
});
afterAll(() => remove());

/** Random numbers of each run of a test, and how it ended. */
async function run(name: string, waves: WaveMode, fails: (run: number) => boolean) {
  const numbers: number[] = [];
  const body = async (dut: Dut, { random }: { random(): number }): Promise<void> => {
    numbers.push(random());
    dut.clk_i.value = 1;
    await Timer(5, 'ns');
    if (fails(numbers.length)) throw new Error('wanted');
  };
  const ending = await runTest(name, { model, waves, seed: 4 }, body, { waves: join(folder, name) });
  return { ...ending, numbers };
}

test('off records nothing and repeats nothing', async () => {
  const { numbers, waves, failed } = await run('off', 'off', () => true);
  expect([numbers.length, waves, failed, existsSync(join(folder, 'off.vcd'))]).toEqual([1, undefined, true, false]);
});

test('on-failure leaves a test that passes alone', async () => {
  const { numbers, waves, failed } = await run('passes', 'on-failure', () => false);
  expect([numbers.length, waves, failed]).toEqual([1, undefined, false]);
});

test('on-failure repeats a test that fails with the same numbers', async () => {
  const { numbers, waves, error } = await run('fails', 'on-failure', () => true);
  expect(numbers).toHaveLength(2);
  expect(numbers[0]).toBe(numbers[1]);
  expect([waves, String(error)]).toEqual([join(folder, 'fails.vcd'), 'Error: wanted']);
  expect(readFileSync(waves!, 'utf8')).toMatch(/\$timescale\s+1ps[\s\S]*\$var wire\s+1 (\S+) clk_i[\s\S]*#0\n1\1\n/);
});

test('a failure that does not come again says so', async () => {
  const { error, failed } = await run('once', 'on-failure', (count) => count === 1);
  expect([failed, String(error)]).toEqual([
    true,
    'Error: wanted\nthe failure did not come again when the test was repeated for its waves',
  ]);
});

test('on-failure does not repeat a test that skips itself', async () => {
  let runs = 0;
  const body = (): void => {
    runs++;
    skip('not today');
  };
  await runTest('skips', { model, waves: 'on-failure' }, body, { waves: join(folder, 'skips') });
  expect(runs).toBe(1);
});

test('always records a test that passes', async () => {
  const { numbers, waves } = await run('always', 'always', () => false);
  expect([numbers.length, waves, existsSync(join(folder, 'always.vcd'))]).toEqual([
    1,
    join(folder, 'always.vcd'),
    true,
  ]);
});

test.each([
  [
    { model: () => model, waves: 'on-failure', sharedDut: true },
    'waves of hwtest "x" must be off or always with sharedDut, not on-failure: what came before cannot be repeated',
  ],
  [{ model: jsModel(bench), waves: 'always' }, 'waves need a model that can record them, not one of js'],
] as const)('%j is refused', async (options, message) => {
  await expect(runTest('x', options, () => {})).rejects.toThrow(message);
});
