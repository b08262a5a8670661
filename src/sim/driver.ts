// The program that runs a bulk request on a compiled model in a process of its own: a crash or an endless loop ends only that.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder, contentHash } from './cache.ts';
import { run } from './process.ts';
import { simTemplates } from './template.ts';
import { expectSuccess, toolchain } from './toolchain.ts';

const source = fileURLToPath(new URL('driver.cpp', simTemplates));

/** Path of the program, built once for all designs. */
export async function driver(signal?: AbortSignal): Promise<string> {
  const tools = await toolchain();
  const key = contentHash([tools.compiler, tools.versions, await readFile(source, 'utf8')]);
  const { folder } = await cachedFolder(`driver-${key}`, async (draft) => {
    const args = ['-std=gnu++17', '-O2', '-s', source, '-o', join(draft, 'driver'), '-ldl', '-pthread'];
    expectSuccess(await run({ program: tools.compiler, args, signal }), tools, { signal });
  });
  return join(folder, 'driver');
}
