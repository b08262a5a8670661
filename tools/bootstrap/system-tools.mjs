// Finds the system tools that simulation needs, and installs the missing ones through apt where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { findPython } from './python.mjs';
import { run, Stop } from './run.mjs';

/** What must be there, its Debian package, and how to see it. */
const tools = [
  { name: 'verilator', debian: 'verilator', found: () => onPath('verilator') },
  { name: 'g++', debian: 'g++', found: () => onPath('g++') },
  { name: 'make', debian: 'make', found: () => onPath('make') },
  { name: 'ccache', debian: 'ccache', found: () => onPath('ccache') },
  { name: 'iverilog', debian: 'iverilog', found: () => onPath('iverilog') },
  { name: 'zlib.h', debian: 'zlib1g-dev', found: () => canInclude('zlib.h') },
];

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      const file = join(folder, program);
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** @param {string} header */
function canInclude(header) {
  const args = ['-x', 'c++', '-fsyntax-only', '-include', header, '/dev/null'];
  // Pipes, not `ignore`: a user may lack the right to write to /dev/null.
  return onPath('g++') && spawnSync('g++', args).status === 0;
}

// What some tests need and say themselves when they skip: installed where that is possible, but never a reason to stop.
const testTools = [
  { name: 'venv', debian: 'python3-venv', found: () => findPython() !== undefined },
  { name: 'sta', debian: 'opensta', found: () => onPath('sta') },
  { name: 'z3', debian: 'z3', found: () => onPath('z3') },
  { name: 'tclsh', debian: 'tcl', found: () => onPath('tclsh') },
  { name: 'libpython', debian: 'python3-dev', found: () => findPython() !== undefined },
];

/**
 * Returns when all system tools are there; otherwise installs them (root and apt-get) or stops with status 3.
 * @param {{ forTests?: boolean }} [options] whether to install what only tests use, too
 */
export async function ensureSystemTools({ forTests = false } = {}) {
  const wanted = forTests ? [...tools, ...testTools] : tools;
  const absent = wanted.filter((tool) => !tool.found());
  if (absent.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) {
    await install(absent.map((tool) => tool.debian));
  }
  const missing = tools.filter((tool) => absent.includes(tool) && !tool.found());
  if (missing.length === 0) return;
  throw new Stop(
    3,
    [
      `these tools must be installed: ${missing.map((tool) => tool.name).join(', ')}`,
      '  npm start and npm test compile and simulate RTL with them (rule system-tools)',
      `  run: sudo apt-get install -y ${missing.map((tool) => tool.debian).join(' ')}`,
    ].join('\n'),
  );
}

/** @param {string[]} packages */
async function install(packages) {
  process.stderr.write(`dendra: installing ${packages.join(', ')} with apt-get\n`);
  const folder = mkdtempSync(join(tmpdir(), 'dendra-apt-'));
  const logPath = join(folder, 'log');
  const log = openSync(logPath, 'w');
  const options = ['-qq', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    for (const command of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      const { status, interrupted } = await run('apt-get', [...options, ...command], {
        env,
        stdio: ['ignore', log, log],
      });
      if (interrupted) throw new Stop(status);
      // Old package lists may still be good enough, so only the install counts.
      if (status !== 0 && command[0] === 'install') process.stderr.write(readFileSync(logPath, 'utf8'));
    }
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
}
