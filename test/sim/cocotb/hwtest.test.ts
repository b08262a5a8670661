// hwtest in vitest: a whole run over a folder of test files, and the parts that decide verdicts, names and seeds.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  Clock,
  combinations,
  hwtest,
  Param,
  passTest,
  RisingEdge,
  randomFrom,
  score,
  skip,
  Timer,
  testSeed,
} from '../../../src/sim/runner/index.ts';
import { bench, jsModel } from './models.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

hwtest.use({ model: () => jsModel(bench) });

hwtest('counts clock edges', { timeout: [1, 'us'] }, async (dut) => {
  new Clock(dut.clk, 10, 'ns').start(false);
  for (let i = 0; i < 5; i++) await RisingEdge(dut.clk);
  expect(dut.count.value).toBe(4);
});

hwtest('a generator is a test', function* (dut) {
  dut.d.value = 3;
  yield Timer(1);
  expect(dut.y.value).toBe(4);
});

hwtest('knows its name, seed and plusargs', { plusargs: ['+x=1'], seed: 5 }, (_dut, context) => {
  expect(context.name).toBe('knows its name, seed and plusargs');
  expect([context.seed, context.plusargs, context.simulator]).toEqual([testSeed(5, context.name), ['+x=1'], 'js']);
  expect(context.random()).toBe(randomFrom(context.seed)());
});

hwtest('expects an assertion to fail', { expectFail: true }, () => expect(1).toBe(2));
hwtest('expects an error', { expectError: [TypeError, RangeError] }, () => {
  throw new RangeError('wanted');
});
hwtest('passes by force', { expectFail: true }, () => passTest());
hwtest.xfail(true, { raises: RangeError })('is expected to raise', () => {
  throw new RangeError('wanted');
});

hwtest.parametrize({ width: [1, 2], mode: ['fast', Symbol('odd')] })('parameters', (_dut, context, { width, mode }) => {
  expect(context.name).toBe(`parameters/width=${width}/mode=${mode === 'fast' ? 'fast' : '1'}`);
});

const verdict = (error: unknown, options: Parameters<typeof score>[1] = {}) => {
  const ending = { error, failed: error !== undefined, start: 0, stop: 0 };
  const { status, message } = score(ending, options);
  return `${status}: ${message}`;
};
const assertion = (() => {
  try {
    expect(1).toBe(2);
  } catch (error) {
    return error as Error;
  }
  return undefined;
})();
const thrown = (action: () => never) => {
  try {
    action();
  } catch (error) {
    return error;
  }
};

test.each([
  ['no error', undefined, {}, 'passed: '],
  ['an error', new RangeError('x'), {}, 'failed: RangeError: x'],
  ['skip', thrown(() => skip('later')), { expectFail: true }, 'skipped: later'],
  ['passTest', thrown(() => passTest('good')), { expectError: RangeError }, 'passed: good'],
  ['an assertion with expectFail', assertion, { expectFail: true }, 'passed: failed as expected'],
  [
    'no error with expectFail',
    undefined,
    { expectFail: true },
    'failed: the test must fail, as expectFail says, not pass',
  ],
  [
    'another error with expectFail',
    new RangeError('x'),
    { expectFail: true },
    'failed: the test must fail in an assertion, as expectFail says, not with RangeError: x',
  ],
  ['the error of expectError', new RangeError('x'), { expectError: RangeError }, 'passed: errored as expected'],
  [
    'another error with expectError',
    new TypeError('x'),
    { expectError: RangeError },
    'failed: the test must throw RangeError, as expectError says, not throw TypeError: x',
  ],
  [
    'an assertion with expectError',
    assertion,
    { expectError: RangeError },
    'failed: the test must throw RangeError, as expectError says, not fail in an assertion',
  ],
  [
    'no error with expectError',
    undefined,
    { expectError: [RangeError, TypeError] },
    'failed: the test must throw RangeError or TypeError, as expectError says, not pass',
  ],
])('verdict on %s', (_what, error, options, expected) => {
  expect(verdict(error, options)).toBe(expected);
});

test.each([
  [{ timout: [1, 'us'] }, 'options of hwtest "wrong" must be known ones, not timout: did you mean timeout?'],
  [{ timeout: 100 }, `timeout of hwtest "wrong" must be a time and a unit, as [10, 'us'], not 100`],
])('options %j are an error, not ignored', (options, message) => {
  expect(() => hwtest('wrong', options as object, () => {})).toThrow(new TypeError(message));
});

test('combinations follow the order of declaration and name what has a short name', () => {
  const names = combinations({
    a: [1, true, null],
    'b,c': [
      ['x', [1]],
      ['y', new Param(2, 'two')],
    ],
  }).map(({ suffix }) => suffix);
  expect(names).toEqual([
    '/a=1/b=x/c=0',
    '/a=1/b=y/c=two',
    '/a=true/b=x/c=0',
    '/a=true/b=y/c=two',
    '/a=null/b=x/c=0',
    '/a=null/b=y/c=two',
  ]);
  expect(combinations({ a: [new Param([1], 'list')] })[0]!.values).toEqual({ a: [1] });
  expect(() => combinations({ 'a,b': [[1]] })).toThrow('each value of a,b must be a tuple of 2, not [1]');
  expect(() => new Param(1, 'not a name')).toThrow('name of a Param must be an identifier, not "not a name"');
});

test('seeds follow from the run and the name, and their numbers are reproducible', () => {
  expect(testSeed(1, 'a')).toBe(testSeed(1, 'a'));
  expect(testSeed(1, 'a')).not.toBe(testSeed(2, 'a'));
  expect(testSeed(1, 'a')).not.toBe(testSeed(1, 'b'));
  const numbers = Array.from({ length: 1000 }, randomFrom(7));
  expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true);
  expect(Math.abs(numbers.reduce((sum, n) => sum + n, 0) / 1000 - 0.5)).toBeLessThan(0.05);
});

const folder = mkdtempSync(join(tmpdir(), 'dendra-hwtest-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly tests: readonly { readonly name: string; readonly status: string; readonly message: string }[];
}
let report: Report;

beforeAll(async () => {
  const source = `
    import { expect, test } from 'vitest';
    import { hwtest, TestFactory, Timer, RisingEdge, Clock, getSimTime, skip } from '${root}src/sim/runner/index.ts';
    import { bench, jsModel } from '${root}test/sim/cocotb/models.ts';
    let order = 0;
    const model = jsModel(bench);
    hwtest.use({ model });
    hwtest('late', { stage: 2 }, () => expect(order++).toBe(3));
    hwtest('plain', () => expect(order++).toBe(1));
    hwtest('early', { stage: -1 }, () => expect(order++).toBe(0));
    hwtest('plain too', () => expect(order++).toBe(2));
    hwtest('fails', { seed: 77 }, async () => { await Timer(1); expect(1).toBe(2); });
    hwtest('times out', { timeout: [5, 'ns'] }, async (dut) => { new Clock(dut.clk, 2).start(); for (;;) await RisingEdge(dut.clk); });
    hwtest('waits for nothing', async (dut) => { await RisingEdge(dut.clk); });
    hwtest('should fail', { expectFail: true }, () => {});
    hwtest('skipped', { skip: true }, () => { throw new Error('ran'); });
    hwtest('skips itself', () => skip('not today'));
    hwtest.skipIf(true)('skipped by condition', () => { throw new Error('ran'); });
    hwtest('shared 1', { sharedDut: true, seed: 77 }, async (dut) => { dut.d.value = 7; await Timer(4); });
    hwtest('shared 2', { sharedDut: true, seed: 77 }, async (dut) => { expect([dut.d.value, getSimTime()]).toEqual([7, 5]); });
    hwtest('shared 3', { sharedDut: true, seed: 77, plusargs: ['verbose'] }, () => {});
    hwtest('shared 4', { sharedDut: true, seed: 5 }, () => {});
    hwtest('without model', { model: undefined }, () => {});
    new TestFactory(async function adds(dut, context, { a, b }) { expect([a, b, context.name]).toEqual([a, b, context.name]); })
      .addOption('a', [1, 2]).addOption('b', [3, 4]).generateTests({ prefix: 'x_' });
    const broken = jsModel({ ...bench, create: (net) => ({ eval: (time) => { if (time === 5) net.error(); } }) });
    hwtest('calls $error', { model: broken }, async (dut) => { await Timer(5); dut.d.value = 1; await Timer(5); });
    hwtest('runs for ever', async (dut) => { new Clock(dut.clk, 2).start(); for (;;) await RisingEdge(dut.clk); });
    hwtest('hangs outside', async () => { await new Promise(() => {}); });
    hwtest('comes after', async (dut) => { await Timer(1); dut.d.value = 1; });
    test('plain vitest', () => expect(order).toBe(3));
  `;
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'bench.test.ts'), source);
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    "export default { test: { include: ['*.test.ts'], testTimeout: 1000 } };",
  );
  const json = join(folder, 'report.json');
  await execa(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--reporter=json', `--outputFile=${json}`],
    {
      reject: false,
    },
  );
  const raw = JSON.parse(readFileSync(json, 'utf8')) as {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
  };
  report = {
    tests: raw.testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ title, status, failureMessages }) => ({
        name: title,
        status,
        message: failureMessages[0] ?? '',
      })),
    ),
  };
});

const found = (name: string) => {
  const entry = report.tests.find((one) => one.name === name);
  return entry ?? { status: 'absent', message: '' };
};

test.each([
  ['early', 'passed', ''],
  ['plain', 'passed', ''],
  ['plain too', 'passed', ''],
  ['late', 'passed', ''],
  ['fails', 'failed', 'repeat with COCOTB_RANDOM_SEED=77'],
  ['times out', 'failed', 'SimTimeoutError: the test must end within 5000 steps of simulated time, not run on'],
  ['waits for nothing', 'failed', 'waits on RisingEdge(clk)'],
  ['should fail', 'failed', 'the test must fail, as expectFail says, not pass'],
  ['skipped', 'skipped', ''],
  ['skips itself', 'skipped', ''],
  ['skipped by condition', 'skipped', ''],
  ['shared 1', 'passed', ''],
  ['shared 2', 'passed', ''],
  [
    'shared 3',
    'failed',
    'plusargs of hwtest "shared 3" must be as in "shared 1", [], not [verbose]: with sharedDut they share one model',
  ],
  [
    'shared 4',
    'failed',
    'seed of hwtest "shared 4" must be as in "shared 1", 77, not 5: with sharedDut they share one model',
  ],
  [
    'without model',
    'failed',
    'model of hwtest "without model" must be a model or a function that builds one, not undefined',
  ],
  ['x_adds_001', 'passed', ''],
  ['x_adds_004', 'passed', ''],
  ['x_adds_005', 'absent', ''],
  ['calls $error', 'failed', 'the RTL must report no errors in a test, not 1'],
  ['runs for ever', 'failed', 'Test timed out in 1000ms'],
  ['hangs outside', 'failed', 'Test timed out in 1000ms'],
  ['comes after', 'passed', ''],
  ['plain vitest', 'passed', ''],
])('in a run of its own, %s is %s', (name, status, message) => {
  expect([found(name).status, found(name).message]).toEqual([status, expect.stringContaining(message)]);
});
