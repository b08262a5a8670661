// An interrupt ends with status 130, leaves no half-written folder and no child behind.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { writeNpz } from '../../src/import/index.ts';
import { isInstalled } from '../../src/sim/process.ts';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

/** Interrupts a process half a second after a path has come into being. */
function interruptWhen(path: string, pid: number): void {
  const timer = setInterval(() => {
    if (!existsSync(path)) return;
    clearInterval(timer);
    setTimeout(() => {
      try {
        process.kill(pid, 'SIGINT');
      } catch {
        // It has ended by itself, which the test then says.
      }
    }, 500);
  }, 20);
  onTestFinished(() => clearInterval(timer));
}

test('an interrupted golden run ends with status 130 and writes nothing', async () => {
  const folder = temporary();
  // The design itself says when it is loaded.
  writeDesign(
    folder,
    'design.ts',
    `import { writeFileSync } from 'node:fs';\nwriteFileSync('started', '');\n${rectifier()}`,
  );
  const x = { shape: [400_000, 2, 5], data: new Int32Array(4_000_000) };
  writeFileSync(join(folder, 'in.npz'), writeNpz({ x }));
  const ended = await dendra(folder, ['golden', 'design.ts', '--inputs', 'in.npz', '--outputs', 'out.npz'], {
    onStart: (pid) => interruptWhen(join(folder, 'started'), pid),
  });
  expect(ended).toEqual({ status: 130, out: '', err: '' });
  expect(readdirSync(folder).sort()).toEqual(['design.ts', 'in.npz', 'started']);
});

test.skipIf(!(await isInstalled('verilator')))(
  'an interrupted simulation build ends with status 130 and leaves no child (needs verilator)',
  async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier('interrupted'));
    const ended = await dendra(folder, ['verify', 'design.ts'], {
      // A cache of its own, so that there is something to compile.
      env: { DENDRA_CACHE: join(folder, 'cache') },
      onStart: (pid) => interruptWhen(join(folder, 'cache'), pid),
    });
    expect([ended.status, ended.out]).toEqual([130, '']);
    await sleep(500);
    const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
    expect(left.filter((line) => line.includes(folder))).toEqual([]);
    expect(readdirSync(join(folder, 'rtl_out')).filter((name) => name.startsWith('.'))).toEqual([]);
  },
);
