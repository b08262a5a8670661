// Runs a program of this repository with the pinned Node, after installing what it needs; any Node >= 20 can start it.
//
//   node tools/bootstrap.mjs start [ARGS]       the main job: src/cli/main.ts start
//   node tools/bootstrap.mjs test [ARGS]        vitest run
//   node tools/bootstrap.mjs formal [ARGS]      vitest run with the proofs that are too long for `test`
//   node tools/bootstrap.mjs bench [ARGS]       bench/main.ts, with the packages of bench/
//   node tools/bootstrap.mjs run FILE [ARGS]    one TypeScript or JavaScript file of the repository
//   node tools/bootstrap.mjs tool NAME [ARGS]   one program of node_modules/.bin
//
// It exits with the status of that program (128 + n after signal n), 2 for wrong usage, 3 when something is missing.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensurePackages, pinnedNode } from './bootstrap/packages.mjs';
import { run, Stop } from './bootstrap/run.mjs';
import { ensureSystemTools } from './bootstrap/system-tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, 'node_modules', '.bin');

/** @type {Record<string, (args: string[]) => { needs?: 'system' | 'tests' | 'bench', cwd?: string, command: string[] }>} */
const modes = {
  start: (args) => ({ needs: 'system', cwd: root, command: [resolve(root, 'src/cli/main.ts'), 'start', ...args] }),
  test: (args) => vitest(args),
  formal: (args) => vitest(['--config', 'vitest.formal.config.ts', ...args]),
  bench: (args) => ({ needs: 'bench', cwd: root, command: [resolve(root, 'bench/main.ts'), ...args] }),
  run: ([file, ...args]) => ({ command: [resolve(root, required(file, 'run FILE')), ...args] }),
  tool: ([name, ...args]) => ({ cwd: root, command: [join(binaries, required(name, 'tool NAME')), ...args] }),
};

/** @param {string[]} args @returns {{ needs: 'tests', cwd: string, command: string[] }} */
function vitest(args) {
  return { needs: 'tests', cwd: root, command: [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args] };
}

/** @param {string | undefined} value @param {string} usage */
function required(value, usage) {
  if (value === undefined) throw new Stop(2, `an argument is missing: node tools/bootstrap.mjs ${usage}`);
  return value;
}

/** @param {string | undefined} mode @param {string[]} args */
async function main(mode, args) {
  const plan = modes[mode ?? '']?.(args);
  if (plan === undefined) {
    throw new Stop(2, `mode must be one of ${Object.keys(modes).join(', ')}, not ${mode ?? 'absent'}`);
  }
  if (plan.needs === 'system') await ensureSystemTools();
  if (plan.needs === 'tests') await ensureSystemTools({ forTests: true });
  await ensurePackages(root);
  if (plan.needs === 'bench') await ensurePackages(join(root, 'bench'), { ONNXRUNTIME_NODE_INSTALL: 'skip' });

  const [program = ''] = plan.command;
  if (!existsSync(program)) throw new Stop(2, `${relative(root, program)} must exist in the repository to be run`);

  // Programs that the command starts by the name `node` get the pinned one too.
  const env = { ...process.env, PATH: [binaries, process.env.PATH ?? ''].join(delimiter) };
  const { status } = await run(pinnedNode(root), plan.command, { cwd: plan.cwd ?? process.cwd(), env });
  return status;
}

try {
  const [mode, ...args] = process.argv.slice(2);
  process.exitCode = await main(mode, args);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  if (error.message !== '') process.stderr.write(`${error.message}\n`);
  process.exitCode = error.status;
}
