// Starting programs: a missing one says how to install it.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel, missingTool, run } from '../../src/sim/process.ts';

test('a missing program is an error of code tool that names the command to install it', () => {
  const error = missingTool('verilator');
  expect(error.code).toBe('tool');
  expect(error.message).toBe(
    'verilator must be installed, not missing from PATH\n  (rule tool-installed)\n  run apt-get install --yes verilator',
  );
});

test('starting a program that does not exist throws that error', async () => {
  await expect(run({ program: 'dendra-no-such-program', args: [] })).rejects.toMatchObject({ code: 'tool' });
});

test('a failing program has the shape of a succeeding one', async () => {
  const outcome = await run({ program: process.execPath, args: ['-e', 'console.log("out"); process.exit(3)'] });
  expect(outcome).toMatchObject({ failed: true, exitCode: 3, output: 'out', timedOut: false, canceled: false });
});

test('a program that dies of a signal says which', async () => {
  const outcome = await run({ program: process.execPath, args: ['-e', 'process.kill(process.pid, "SIGKILL")'] });
  expect(outcome).toMatchObject({ failed: true, killedBy: 'SIGKILL' });
});

test('tasks side by side: an error is thrown when the others have ended, and no further one starts', async () => {
  const log: string[] = [];
  const task = (name: string, milliseconds: number, error?: Error) => async () => {
    await sleep(milliseconds);
    log.push(name);
    if (error !== undefined) throw error;
  };
  const tasks = [task('bad', 1, new Error('bad')), task('slow', 30)];
  await expect(inParallel([...tasks, ...Array.from({ length: 200 }, () => task('late', 1))])).rejects.toThrow('bad');
  if (availableParallelism() > 1) expect(log).toContain('slow');
  expect(log.length).toBeLessThan(200);
});
