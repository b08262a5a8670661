// The bootstrap behind the npm scripts: what it says when something is missing, and how it passes on statuses and signals.
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packagesAreCurrent } from '../../tools/bootstrap/packages.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bootstrap = join(root, 'tools', 'bootstrap.mjs');
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Why the tests without root cannot run here, or nothing. */
function noUserSkip(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const probe = spawnSync(nobody[0]!, [...nobody.slice(1), process.execPath, '--version']);
  return probe.status === 0 ? undefined : 'setpriv is absent, or Node is in a folder that only root can read';
}

/** Waits two seconds at most for a process to be gone; ends it, so that a failed test leaves nothing behind. */
async function endsSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await setTimeout(50);
  }
  process.kill(pid, 'SIGKILL');
  return false;
}

describe('bootstrap', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-bootstrap-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a copy of the bootstrap that everybody can read, with an empty PATH but for the given programs. */
  function runWithout(mode: string, programs: string[] = []): SpawnSyncReturns<string> {
    const copy = join(folder, 'tools');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    cpSync(join(root, 'tools', 'bootstrap'), join(copy, 'bootstrap'), { recursive: true });
    cpSync(bootstrap, join(copy, 'bootstrap.mjs'));
    for (const program of programs) writeFileSync(join(bin, program), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const command = [process.execPath, join(copy, 'bootstrap.mjs'), mode];
    const [program, ...args] = process.getuid?.() === 0 ? [setpriv(), ...nobody.slice(1), ...command] : command;
    return spawnSync(program!, args, { cwd: folder, env: { PATH: bin }, encoding: 'utf8' });
  }

  /** setpriv by its full path, as the PATH of the run lacks it. */
  function setpriv(): string {
    return spawnSync('sh', ['-c', 'command -v setpriv'], { encoding: 'utf8' }).stdout.trim();
  }

  const noUser = noUserSkip();
  describe.skipIf(noUser !== undefined)(`without root${noUser === undefined ? '' : ` (skipped: ${noUser})`}`, () => {
    test.each(['start', 'test'])('%s exits 3 and names every missing tool when the PATH is empty', (mode) => {
      const { status, stdout, stderr } = runWithout(mode);
      expect(stderr).toBe(
        [
          'these tools must be installed: verilator, g++, make, ccache, iverilog, zlib.h',
          '  npm start and npm test compile and simulate RTL with them (rule system-tools)',
          '  run: sudo apt-get install -y verilator g++ make ccache iverilog zlib1g-dev',
          '',
        ].join('\n'),
      );
      expect(stdout).toBe('');
      expect(status).toBe(3);
    });

    test('names only the tools that are missing, and does not try apt-get', () => {
      const { status, stderr } = runWithout('test', ['g++', 'make', 'ccache', 'iverilog', 'apt-get']);
      expect(stderr).toBe(
        [
          'these tools must be installed: verilator',
          '  npm start and npm test compile and simulate RTL with them (rule system-tools)',
          '  run: sudo apt-get install -y verilator',
          '',
        ].join('\n'),
      );
      expect(status).toBe(3);
    });
  });

  test.each([
    [['fly'], 'mode must be one of start, test, formal, bench, run, tool, not fly\n'],
    [[], 'mode must be one of start, test, formal, bench, run, tool, not absent\n'],
    [['run'], 'an argument is missing: node tools/bootstrap.mjs run FILE\n'],
    [['tool'], 'an argument is missing: node tools/bootstrap.mjs tool NAME\n'],
    [['run', 'src/absent.ts'], 'src/absent.ts must exist in the repository to be run\n'],
  ])('exits 2 with one message for the arguments %j', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [bootstrap, ...args], { encoding: 'utf8' });
    expect(stderr).toBe(message);
    expect(status).toBe(2);
  });

  test('run passes on arguments, folder, output and exit status, and prints nothing of its own', () => {
    const file = join(folder, 'echo.ts');
    writeFileSync(
      file,
      `const args: string[] = process.argv.slice(2);
       console.log(process.version.split('.')[0], process.cwd() === ${JSON.stringify(folder)}, ...args);
       process.exit(7);`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, 'run', file, 'a b', '--json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('v24 true a b --json\n');
    expect(status).toBe(7);
  });

  test.each([
    ['SIGINT', 'a program that stops by itself', 130],
    ['SIGTERM', 'a program that stops by itself', 130],
    ['SIGTERM', 'a program without a handler', 143],
  ] as const)('%s to the bootstrap alone reaches %s and gives its status %i', async (signal, program, status) => {
    const file = join(folder, 'wait.mjs');
    const handler =
      program === 'a program without a handler' ? '' : `process.on('${signal}', () => process.exit(130));`;
    writeFileSync(file, `${handler} setInterval(() => {}, 1000); console.log(process.pid);`);
    const child = spawn(process.execPath, [bootstrap, 'run', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = await once(child, 'exit');
    expect(code).toBe(status);
    expect(await endsSoon(Number(line))).toBe(true);
  });

  test('SIGTERM to npm itself leaves no process behind', async () => {
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts as Record<string, string>;
    const copy = (path: string): void => cpSync(join(root, path), join(folder, path), { recursive: true });
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    copy('tools/bootstrap.mjs');
    copy('tools/bootstrap');
    write('package.json', JSON.stringify({ name: 'copy', type: 'module', scripts }));
    write('package-lock.json', '{ "packages": {} }');
    write('node_modules/.package-lock.json', '{ "packages": {} }');
    write('src/cli/main.ts', 'setInterval(() => {}, 1000); console.log(process.pid);');
    const args = ['run', '--silent', 'dendra'];
    const child = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(await endsSoon(Number(line))).toBe(true);
  });

  test('SIGINT to the whole group, as Ctrl-C sends it, reaches the program once', async () => {
    const file = join(folder, 'count.mjs');
    writeFileSync(
      file,
      `let count = 0;
       process.on('SIGINT', () => { if (++count === 1) setTimeout(() => { console.log(count); process.exit(130); }, 250); });
       setInterval(() => {}, 1000);
       console.log('ready');`,
    );
    const options = { stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'], detached: true };
    const child = spawn(process.execPath, [bootstrap, 'run', file], options);
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      if (printed === '') process.kill(-child.pid!, 'SIGINT');
      printed += data.toString();
    });
    const [code] = await once(child, 'close');
    expect(printed).toBe('ready\n1\n');
    expect(code).toBe(130);
  });
});

describe('packagesAreCurrent', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-packages-'));
    mkdirSync(join(folder, 'node_modules'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const a1 = { version: '1.0.0', integrity: 'sha512-a1' };
  const a2 = { version: '2.0.0', integrity: 'sha512-a2' };
  const optional = { version: '1.0.0', integrity: 'sha512-o', optional: true };

  test.each([
    ['equal sets', { 'node_modules/a': a1 }, { 'node_modules/a': a1 }, true],
    ['no packages at all', {}, {}, true],
    ['an older version', { 'node_modules/a': a2 }, { 'node_modules/a': a1 }, false],
    [
      'equal versions of different content',
      { 'node_modules/a': a1 },
      { 'node_modules/a': { ...a1, integrity: 'x' } },
      false,
    ],
    ['a missing package', { 'node_modules/a': a1 }, {}, false],
    ['a missing optional package', { 'node_modules/o': optional }, {}, true],
    ['an absent package-lock.json', undefined, {}, false],
    ['an absent node_modules', {}, undefined, false],
  ])('%s', (_title, wanted, installed, current) => {
    const write = (path: string, packages: object | undefined): void => {
      if (packages !== undefined) writeFileSync(join(folder, path), JSON.stringify({ packages: { ...packages } }));
    };
    write('package-lock.json', wanted && { '': { name: 'x' }, ...wanted });
    write(join('node_modules', '.package-lock.json'), installed);
    expect(packagesAreCurrent(folder)).toBe(current);
  });
});
