// The open ap_int and hls_stream headers: those of the hls4ml package, which PyPI has under Apache-2.0, set up once in the cache.
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { DendraError } from '../../ir/index.ts';
import { cachedFolder, cacheFolder } from '../cache.ts';
import { run } from '../process.ts';

/** The package that carries the headers. */
export const headerPackage = 'hls4ml==1.3.0';

/** Their place in it. */
const inside = ['hls4ml', 'templates', 'vivado', 'ap_types'];
const key = `ap-types-${headerPackage.replace('==', '-')}`;

/**
 * A folder with ap_int.h and hls_stream.h: that of the variable DENDRA_AP_TYPES if it is set, else one in the cache, which pip
 * fills. Throws a DendraError of code `tool` where neither is there.
 */
export async function apTypes(signal?: AbortSignal): Promise<string> {
  const own = process.env.DENDRA_AP_TYPES;
  if (own !== undefined && own !== '') {
    if (existsSync(join(own, 'ap_int.h'))) return own;
    throw missing(`DENDRA_AP_TYPES must name a folder with ap_int.h, not ${own}`);
  }
  const { folder } = await cachedFolder(key, (draft) => install(draft, signal));
  return join(folder, 'ap_types');
}

async function install(draft: string, signal?: AbortSignal): Promise<void> {
  const target = join(draft, 'package');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '30'];
  const args = [...pip, '--no-deps', '--no-compile', '--target', target, headerPackage];
  const outcome = await run({ program: 'python3', args, signal });
  signal?.throwIfAborted();
  if (outcome.failed) {
    const reason = outcome.output.trim().split('\n').at(-1);
    throw missing(`the headers ap_int.h and hls_stream.h must be installed, not absent (${reason})`);
  }
  await rename(join(target, ...inside), join(draft, 'ap_types'));
  await rm(target, { recursive: true });
}

function missing(sentence: string): DendraError {
  const target = join(cacheFolder(), 'hls-headers');
  const command = `python3 -m pip install --no-deps --target ${target} ${headerPackage}`;
  const hint = `run ${command}, and set DENDRA_AP_TYPES=${join(target, ...inside)}`;
  return new DendraError(sentence, { rule: 'hls-headers', hint }, 'tool');
}
