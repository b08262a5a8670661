// Real cocotb from PyPI in virtual environments, set up once in the cache folder; afterwards no network is needed.
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder, cacheFolder, contentHash } from '../../src/sim/cache.ts';
import { findPython } from '../../tools/bootstrap/python.mjs';

const exec = promisify(execFile);

/** The versions that the benches must run on. */
export type CocotbVersion = '1.9.2' | '2.1.0';

/** An environment in which `python3` and `cocotb-config` are those of one version of cocotb. */
export interface Cocotb {
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
  /** Why there is none; tests then skip. */
  readonly missing?: undefined;
}

/** The environment of a version, or why it cannot be set up here. Throws instead where the variable CI is set. */
export async function cocotb(version: CocotbVersion): Promise<Cocotb | { readonly missing: string }> {
  try {
    const python = findPython();
    if (python === undefined) {
      throw new Error('needs python3 with venv and libpython (apt-get install python3-venv python3-dev)');
    }
    const key = `cocotb-${version}-${contentHash([python]).slice(0, 12)}`;
    const { folder } = await cachedFolder(key, (draft) => install(python, version, draft, join(cacheFolder(), key)));
    const bin = join(folder, 'bin');
    const { PYTHONHOME: _, ...env } = process.env;
    return {
      python: join(bin, 'python3'),
      env: { ...env, VIRTUAL_ENV: folder, PATH: [bin, env.PATH ?? ''].join(delimiter) },
    };
  } catch (error) {
    // The last line of a failed command says most, as in "No matching distribution found".
    const reason = (error as Error).message.trim().split('\n').at(-1)!;
    const missing = `(skipped: cocotb ${version} cannot be set up: ${reason})`;
    if (process.env.CI) throw new Error(`${missing}\n  continuous integration must run these tests`, { cause: error });
    return { missing };
  }
}

/** Makes an environment in `draft` that will be moved to `folder`. */
async function install(python: string, version: CocotbVersion, draft: string, folder: string): Promise<void> {
  await exec(python, ['-m', 'venv', draft]);
  const inside = join(draft, 'bin', 'python3');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '30'];
  await exec(inside, [...pip, `cocotb==${version}`]);
  await exec(inside, ['-m', 'find_libpython']);
  // Scripts name their interpreter by its full path.
  for (const name of await readdir(join(draft, 'bin'))) {
    const path = join(draft, 'bin', name);
    const text = await readFile(path, 'latin1');
    if (text.startsWith('#!')) await writeFile(path, text.replaceAll(draft, folder), 'latin1');
  }
}
