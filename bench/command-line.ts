// Seconds and peak memory of `dendra build` and `dendra verify` of each example, with an empty cache and a filled one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dendra } from './child.ts';
import { examples } from './examples.ts';
import { type Benchmark, rounded } from './support.ts';

/** Runs one command and shortens what it cost; one that fails says so instead. */
async function cost(args: readonly string[], cache: string): Promise<object> {
  const { status, seconds, megabytes, output } = await dendra(args, { DENDRA_CACHE: cache });
  const failed = status === 0 ? {} : { failed: `status ${status}: ${output.trim().split('\n')[0]}` };
  return { seconds: rounded(seconds, 2), megabytes: rounded(megabytes, 2), ...failed };
}

async function example(name: string): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-bench-'));
  try {
    const [cache, out] = [join(folder, 'cache'), join(folder, 'out')];
    const design = `examples/${name}/design.ts`;
    const verify = ['verify', design, '--vectors', '64', '--out', out];
    return {
      build: await cost(['build', design, '--out', out], cache),
      verifyCold: await cost(verify, cache),
      verifyCached: await cost(verify, cache),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The benchmark. */
export const commandLineBench: Benchmark = {
  name: 'command-line',
  about: 'dendra build, and verify with 64 random samples in Verilator; memory is that of dendra itself',
  run: async () => {
    const results: Record<string, object> = {};
    for (const name of examples) results[name] = await example(name);
    return { machineIndependent: false, examples: results };
  },
};
