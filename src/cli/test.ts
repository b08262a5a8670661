// dendra test: runs the benches of a folder, which needs no project of vitest around it.
import { globSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import process from 'node:process';
import { DendraError, nearest } from '../ir/index.ts';
import { environment } from '../sim/runner/environment.ts';
import { modelFromVariables, modelVariable } from '../sim/runner/model-from-variables.ts';
import { runVitest } from '../sim/runner/run-vitest.ts';
import { moduleOf } from '../sim/runner/selection.ts';
import { toolchain } from '../sim/toolchain.ts';
import type { Context } from './context.ts';

/** Options of test. */
export interface TestCommandOptions {
  readonly results?: string;
  /** Seconds of wall time. */
  readonly timeout: number;
  readonly seed?: number;
  readonly filter?: string;
  readonly waves?: string;
}

const patterns = ['**/*.{hw,test}.{ts,mts,js,mjs}'];

/** Runs the command: 0 when all tests pass, 1 otherwise. */
export async function test(context: Context, folder: string, options: TestCommandOptions): Promise<number> {
  const variables = variablesOf(options);
  const asked = environment({ ...process.env, ...variables });
  const root = resolve(folder);
  const include = benchesOf(root, folder, asked.modules);
  const model = modelFromVariables({ ...process.env, ...variables });
  await toolchain();
  const results = resolve(options.results ?? asked.resultsFile ?? `${root}/results.xml`);
  const job = { root, include, results, timeout: options.timeout * 1000, quiet: context.json };
  const outcome = await runVitest(
    job,
    {
      ...variables,
      COCOTB_RESULTS_FILE: results,
      ...(model === undefined ? {} : { [modelVariable]: JSON.stringify(absolute(model)) }),
    },
    { output: context.json ? 'stderr' : 'stdout', signal: context.signal },
  );
  const failed = outcome.tests.filter(({ failure, error }) => failure !== undefined || error !== undefined);
  const skipped = outcome.tests.filter(({ skipped: why }) => why !== undefined);
  const counts = { tests: outcome.tests.length, failed: failed.length, skipped: skipped.length };
  const ok = outcome.status === 0 && failed.length === 0;
  context.print(
    { ...counts, results, cases: outcome.tests },
    `${counts.tests} test${counts.tests === 1 ? '' : 's'}, ${counts.failed} failed, ${counts.skipped} skipped; results in ${nearPath(results)}`,
  );
  return ok ? 0 : 1;
}

/** A path as a person in the present folder would write it. */
function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

/** Options as the variables of cocotb. */
function variablesOf({ seed, filter, waves }: TestCommandOptions): Record<string, string> {
  return {
    ...(seed === undefined ? {} : { COCOTB_RANDOM_SEED: `${seed}` }),
    ...(filter === undefined ? {} : { COCOTB_TEST_FILTER: filter }),
    ...(waves === undefined ? {} : { WAVES: waves === 'always' ? '1' : waves === 'off' ? '0' : waves }),
  };
}

/** Bench files of a folder, those of the modules that are asked for. */
function benchesOf(root: string, folder: string, modules: readonly string[]): string[] {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DendraError(`the argument of test must be a folder, not ${folder}`, { rule: 'test-folder' });
  }
  const exclude = (path: string): boolean => /(^|[\\/])(node_modules|\.[^\\/.][^\\/]*)$/.test(path);
  const all = globSync(patterns, { cwd: root, exclude }).sort();
  if (all.length === 0) {
    throw new DendraError(`${folder} must hold benches, files that end in .hw.ts or .test.ts, not none`, {
      rule: 'test-folder',
    });
  }
  const names = new Set(all.map(moduleOf));
  for (const name of modules) {
    if (names.has(name)) continue;
    const near = nearest(name, [...names]);
    throw new DendraError(`COCOTB_TEST_MODULES must name benches of ${folder}, not ${name}`, {
      rule: 'environment-variable',
      hint: near === undefined ? `they are ${[...names].slice(0, 12).join(', ')}` : `did you mean ${near}?`,
    });
  }
  return all.filter((path) => modules.length === 0 || modules.includes(moduleOf(path)));
}

/** Paths of a model as seen from here: the benches run in their own folder. */
function absolute(model: NonNullable<ReturnType<typeof modelFromVariables>>): typeof model {
  const { sources, includes } = model;
  return { ...model, sources: sources.map((path) => resolve(path)), includes: includes?.map((path) => resolve(path)) };
}
