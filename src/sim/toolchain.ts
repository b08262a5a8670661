// The tools that build simulations, and their failures.
import { join } from 'node:path';
import { DendraError } from '../ir/index.ts';
import { isInstalled, run } from './process.ts';
import type { BuildOptions } from './types.ts';

/** Programs, where Verilator's headers are, and what a cache key must know of them. */
export interface Toolchain {
  readonly compiler: string;
  readonly include: string;
  readonly versions: string;
}

let found: Promise<Toolchain> | undefined;

/** The tools of this machine: clang++ where there is one, since it compiles faster, else g++. */
export function toolchain(): Promise<Toolchain> {
  found ??= findTools().catch((error) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function findTools(): Promise<Toolchain> {
  const compiler = (await isInstalled('clang++')) ? 'clang++' : 'g++';
  const [verilator, cxx, root] = await Promise.all([
    run({ program: 'verilator', args: ['--version'] }),
    run({ program: compiler, args: ['--version'] }),
    run({ program: 'verilator', args: ['--getenv', 'VERILATOR_ROOT'] }),
  ]);
  return {
    compiler,
    include: join(root.output.trim(), 'include'),
    versions: `${verilator.output}\n${cxx.output}`,
  };
}

/** Throws what the compiler printed when it failed. */
export function expectSuccess(
  outcome: Awaited<ReturnType<typeof run>>,
  tools: Pick<Toolchain, 'compiler'>,
  options: Pick<BuildOptions, 'signal'>,
): void {
  options.signal?.throwIfAborted();
  if (!outcome.failed) return;
  const text = outcome.output.split('\n').slice(0, 20).join('\n  ');
  throw new DendraError(
    `${tools.compiler} must compile the simulation, not fail`,
    { rule: 'cxx-compiles', hint: text },
    'tool',
  );
}
