// In a vitest project of the user's own: the reporter, one seed for all files, and no threads.
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf, verdicts } from './support.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const bench = `
  import { hwtest } from '${root}src/sim/runner/index.ts';
  import { bench, jsModel } from '${root}test/sim/cocotb/models.ts';
  hwtest('passes', { model: jsModel(bench) }, () => {});
`;
let folder: string;
let remove: () => void;
beforeAll(() => {
  ({ folder, remove } = folderOf({ 'a.hw.ts': bench, 'b.hw.ts': bench }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => remove());

/** Runs vitest in the folder with options of `test` and a reporter of its own, or that of the package. */
async function vitest(options: object, reporter: unknown = join(root, 'src/sim/runner/reporter.ts')) {
  const config = { include: ['*.hw.ts'], reporters: [reporter], ...options };
  writeFileSync(join(folder, 'vitest.config.mjs'), `export default { test: ${JSON.stringify(config)} };\n`);
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  const env = { NO_COLOR: '1', COCOTB_RANDOM_SEED: '' };
  return execa(process.execPath, [program, 'run', '--root', folder], { cwd: folder, reject: false, all: true, env });
}

test('the reporter writes results.xml, and all files have one seed', async () => {
  const { exitCode } = await vitest({ pool: 'forks' });
  const file = join(folder, 'results.xml');
  expect([exitCode, verdicts(file)]).toEqual([0, { 'a.passes': 'passed', 'b.passes': 'passed' }]);
  const seeds = [...readFileSync(file, 'utf8').matchAll(/name="random_seed" value="(\d+)"/g)].map(([, seed]) => seed);
  expect([seeds.length, new Set(seeds).size]).toEqual([2, 1]);
});

test('the layout of cocotb 1.9 on request', async () => {
  await vitest({}, [join(root, 'src/sim/runner/reporter.ts'), { layout: '1.9', outputFile: 'old.xml' }]);
  expect(readFileSync(join(folder, 'old.xml'), 'utf8')).toContain(
    '<testsuite name="all" package="all" tests="2" failures="0">',
  );
});

test('the reporter refuses a pool of threads and leaves no report', async () => {
  const { exitCode, all } = await vitest({ pool: 'threads' }, [
    join(root, 'src/sim/runner/reporter.ts'),
    { outputFile: 'threads.xml' },
  ]);
  expect(exitCode).toBe(1);
  expect(all).toContain('pool of vitest must be forks, not threads\n  (rule pool-forks)');
  expect(existsSync(join(folder, 'threads.xml'))).toBe(false);
});

test('hwtest refuses a pool of threads by itself', async () => {
  const { exitCode, all } = await vitest({ pool: 'threads' }, 'default');
  expect(exitCode).toBe(1);
  expect(all).toContain('pool of vitest must be forks, not threads\n  (rule pool-forks)');
});

test('a run that is refused removes the report of an earlier run', async () => {
  const file = join(folder, 'results.xml');
  writeFileSync(file, '<testsuites/>');
  await vitest({ pool: 'threads' });
  expect(existsSync(file)).toBe(false);
});
