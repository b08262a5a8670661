// Installs the npm packages of a folder when they differ from its lock file, and finds the pinned Node among them.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join, relative, sep } from 'node:path';
import process from 'node:process';
import { run, Stop } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockEntry */

/** @param {string} path @returns {Record<string, LockEntry> | undefined} */
function lockedPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/**
 * True when every package of package-lock.json is installed in that version. It compares content, not dates, because a
 * checkout or a copy changes dates.
 * @param {string} folder
 */
export function packagesAreCurrent(folder) {
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  const installed = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    // Optional packages are binaries of other platforms.
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * Runs `npm ci` (`npm install` without a lock file) when the packages of the folder are not current.
 * @param {string} folder
 * @param {Record<string, string>} [environment] what the install scripts need
 */
export async function ensurePackages(folder, environment = {}) {
  if (packagesAreCurrent(folder)) return;
  const command = existsSync(join(folder, 'package-lock.json')) ? 'ci' : 'install';
  const place = relative(process.cwd(), folder) || '.';
  process.stderr.write(`dendra: installing npm packages in ${place} (npm ${command})\n`);

  // npm must not run on the Node that it is about to replace.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.endsWith(join('node_modules', '.bin')));
  const { status, interrupted } = await run('npm', [command, '--include=dev', '--loglevel=error'], {
    cwd: folder,
    env: { ...process.env, ...environment, PATH: path.join(delimiter) },
    stdio: ['ignore', 2, 2],
  });
  if (interrupted) throw new Stop(status);
  if (status !== 0) {
    throw new Stop(
      3,
      [
        `npm packages must be installed in ${place}, but npm ${command} failed with status ${status}`,
        '  dendra runs on the versions of package-lock.json (rule npm-packages)',
        `  read the output of npm above, then run: npm ${command}`,
      ].join('\n'),
    );
  }
}

/**
 * The Node binary of the npm package `node`, or the running one if it is new enough and that binary is absent.
 * @param {string} root
 */
export function pinnedNode(root) {
  const pinned = [root, 'node_modules', '.bin', 'node'].join(sep);
  try {
    accessSync(pinned, constants.X_OK);
    return pinned;
  } catch {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
    throw new Stop(
      3,
      [
        `Node must be 22.18 or newer, not ${process.versions.node}`,
        '  the npm package "node" brings Node 24, but its install script did not run (rule pinned-node)',
        '  run: npm rebuild node',
      ].join('\n'),
    );
  }
}
