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
 * A folder with ap_int.h and hls_stream.h: that of the variable DENDRA_AP_TYPES if it is set, else one in the cache, which a
 * virtual environment of Python fills. Throws a DendraError of code `tool` where neither is there.
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
  const [python, target] = [join(draft, 'python'), join(draft, 'package')];
  const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '30'];
  const pip = ['-m', 'pip', 'install', ...quiet, '--no-deps', '--no-compile', '--target', target, headerPackage];
  await attempt(systemPythons, ['-m', 'venv', python], signal);
  await attempt([join(python, 'bin', 'python3')], pip, signal);
  await rename(join(target, ...inside), join(draft, 'ap_types'));
  await Promise.all([rm(target, { recursive: true }), rm(python, { recursive: true })]);
}

/** The system's Python may have venv where one that stands before it in PATH has none. */
const systemPythons = ['python3', '/usr/bin/python3'];

/** Runs the first program that does it. */
async function attempt(programs: readonly string[], args: readonly string[], signal?: AbortSignal): Promise<void> {
  let reason: string | undefined;
  for (const program of programs) {
    const outcome = await run({ program, args, signal }).catch((error: DendraError) => error.sentence);
    signal?.throwIfAborted();
    if (typeof outcome !== 'string' && !outcome.failed) return;
    reason = typeof outcome === 'string' ? outcome : outcome.output.trim().split('\n').at(-1);
  }
  throw missing(`the headers ap_int.h and hls_stream.h must be installed, not absent (${reason})`);
}

function missing(sentence: string): DendraError {
  const target = join(cacheFolder(), 'hls-headers');
  const [environment, pip] = [`python3 -m venv ${target}/python`, `${target}/python/bin/pip install --no-deps`];
  const commands = `${environment} && ${pip} --target ${target} ${headerPackage}`;
  const hint = `run ${commands} (Debian: apt-get install python3-venv), and set DENDRA_AP_TYPES=${join(target, ...inside)}`;
  return new DendraError(sentence, { rule: 'hls-headers', hint }, 'tool');
}
