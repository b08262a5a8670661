// Compiles C testbenches with g++ against the open headers, through the build cache.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cachedFolder, contentHash } from '../cache.ts';
import { run } from '../process.ts';
import { expectSuccess } from '../toolchain.ts';
import { apTypes, headerPackage } from './headers.ts';

/**
 * `edit` compiles quickly and `speed` runs fast; `sanitize` watches addresses and undefined behaviour. ap_private.h shifts
 * negative numbers to the left by design.
 */
const profiles = {
  edit: ['-O0'],
  // An optimising g++ sees that ap_private.h reads its own storage before the first write, and blames the code in between.
  speed: ['-O2', '-Wno-uninitialized', '-Wno-maybe-uninitialized'],
  sanitize: ['-O0', '-g', '-fsanitize=address,undefined', '-fno-sanitize=shift', '-fno-sanitize-recover=all'],
} as const;

/** How to compile. */
export interface HlsCompileOptions {
  readonly profile?: keyof typeof profiles | undefined;
  readonly signal?: AbortSignal | undefined;
}

const strict = ['-std=c++14', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas', '-Winvalid-pch'];

/** What takes longest to read, ahead of every source; dendra_hls.hpp would define the same. */
const ahead = `#define AP_INT_MAX_W 32768
#include <ap_int.h>
#include <hls_stream.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>
`;

/** Path of the program from `sources`, which are relative to the folder; the cache key covers all C++ below it. */
export async function compileHls(
  folder: string,
  sources: readonly string[],
  { profile = 'speed', signal }: HlsCompileOptions = {},
): Promise<string> {
  const tools = { compiler: 'g++', versions: (await run({ program: 'g++', args: ['--version'] })).output };
  const headers = ['-isystem', await apTypes(signal)];
  const flags = [...strict, ...profiles[profile]];
  const about = [tools.versions, headerPackage, ...flags];
  const compile = async (args: readonly string[]): Promise<void> => {
    expectSuccess(
      await run({ program: tools.compiler, args: [...flags, ...headers, ...args], folder, signal }),
      tools,
      {
        signal,
      },
    );
  };
  const { folder: pch } = await cachedFolder(`hls-ahead-${contentHash([...about, ahead])}`, async (draft) => {
    await writeFile(join(draft, 'ahead.hpp'), ahead);
    await compile(['-x', 'c++-header', join(draft, 'ahead.hpp'), '-o', join(draft, 'ahead.hpp.gch')]);
    // g++ ignores a header that was compiled with other flags, and reads the text instead.
    await writeFile(join(draft, 'ahead.hpp'), '#error the precompiled header must be used\n');
  });
  const key = contentHash([...about, ...sources, ...(await textsOf(folder))]);
  const built = await cachedFolder(`hls-${key}`, async (draft) => {
    await compile(['-include', join(pch, 'ahead.hpp'), ...sources, '-o', join(draft, 'tb')]);
  });
  return join(built.folder, 'tb');
}

/** Names and contents of all C++ files. */
async function textsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:cpp|hpp|inc)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return paths.flatMap((path, i) => [relative(folder, path), texts[i]!]);
}
