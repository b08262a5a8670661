// getRunner: builds a design and runs benches of other folders on it, as a script would.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRunner, Runner } from '../../../src/sim/runner/get-runner.ts';
import { counter, folderOf, verdicts } from './support.ts';

const bench = `import { expect } from 'vitest';
import { Clock, ClockCycles, hwtest } from 'dendra/hwtest';
hwtest('counts', async (dut, { plusargs }) => {
  expect(plusargs).toEqual(['+words=a b', '+n=1']);
  new Clock(dut.clk_i, 10, 'ns').start();
  dut.rst_ni.value = 0;
  await ClockCycles(dut.clk_i, 2);
  expect(dut.count_o.value).toBe(0);
});
hwtest('counts too', () => { throw new Error(process.env.EXTRA); });
`;
let folder: string;
let remove: () => void;
let runner: Runner;
beforeAll(async () => {
  ({ folder, remove } = folderOf({ 'counter.sv': counter, 'test_counter.hw.ts': bench }));
  runner = getRunner('verilator');
  await runner.build({
    sources: [join(folder, 'counter.sv')],
    hdlToplevel: 'counter',
    buildDir: join(folder, 'sim_build'),
    timescale: ['1ns', '1ps'],
    logFile: join(folder, 'build.log'),
  });
});
afterAll(() => remove());

const plusargs = ['+words=a b', '+n=1'];

test('test returns the path of results.xml, with the verdict of every test', async () => {
  const results = await runner.test({
    testModule: 'test_counter',
    testDir: folder,
    plusargs,
    seed: 3,
    waves: true,
    extraEnv: { EXTRA: 'from outside' },
    verbose: false,
  });
  expect(results).toBe(join(folder, 'results.xml'));
  expect(verdicts(results)).toEqual({
    'test_counter.counts': 'passed',
    'test_counter.counts too': 'error: Error: from outside',
  });
  expect(readFileSync(results, 'utf8')).toContain('<property name="random_seed" value="3"/>');
  expect(existsSync(join(folder, 'waves/test_counter/counts.vcd'))).toBe(true);
  expect(existsSync(join(folder, 'build.log'))).toBe(true);
});

test('build and test in one go, one test by its name', async () => {
  const results = await getRunner()
    .build({ sources: [join(folder, 'counter.sv')], hdlToplevel: 'counter', buildDir: join(folder, 'other') })
    .test({
      testModule: join(folder, 'test_counter.hw.ts'),
      testcase: 'counts',
      plusargs,
      resultsXml: 'one.xml',
      verbose: false,
    });
  expect(results).toBe(join(folder, 'other/one.xml'));
  expect(Object.values(verdicts(results))).toEqual(['passed']);
});

test.each([
  [
    'another simulator',
    () => getRunner('icarus'),
    'simulator must be verilator, not icarus\n  (rule runner-simulator)',
  ],
  [
    'test without build',
    () => new Runner().test({ testModule: 'x' }),
    'build must come before test, not after\n  (rule runner-order)',
  ],
  [
    'a missing bench',
    () => runner.test({ testModule: 'test_other', testDir: folder }),
    'testModule must be a bench, not test_other\n  (rule runner-module)\n' +
      '  neither CWD/test_other.hw.ts nor FOLDER/test_other.hw.ts exists',
  ],
  [
    'a variable that cannot be honoured',
    () => runner.test({ testModule: 'test_counter', testDir: folder, extraEnv: { GUI: '1' } }),
    'GUI must be absent or 0, not 1\n  (rule environment-variable)\n' +
      '  simulators run without a window; look at waves with WAVES=1',
  ],
  [
    'a missing top',
    async () => new Runner().build({ sources: [join(folder, 'counter.sv')], hdlToplevel: 'conter', buildDir: folder }),
    'top must be a module of the sources, not conter\n  (rule top-exists)\n  did you mean counter? modules are counter',
  ],
])('%s is an error', async (_what, action, message) => {
  const text = message.replace('CWD', process.cwd()).replace('FOLDER', folder);
  await expect((async () => action())()).rejects.toThrow(expect.objectContaining({ message: text }));
});
