// Starts vitest on benches of any folder, and says what came of it.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { DendraError } from '../../ir/index.ts';
import type { TestCase } from '../results-xml.ts';
import type { Variables } from './variables.ts';

/** What vitest is to run. */
export interface VitestJob {
  /** Full path of the folder of the benches, which is also the present folder while they run. */
  readonly root: string;
  /** Patterns of test files below it. */
  readonly include: readonly string[];
  /** Full path of results.xml. */
  readonly results: string;
  /** Wall time limit of a test in milliseconds. */
  readonly timeout: number;
  /** Prints nothing but what the tests print. */
  readonly quiet?: boolean;
}

/** What came of it. */
export interface VitestOutcome {
  /** Exit status of vitest. */
  readonly status: number;
  /** Path of results.xml. */
  readonly results: string;
  readonly tests: readonly TestCase[];
}

/** Runs vitest to its end; `output` says where its text goes. */
export async function runVitest(
  job: VitestJob,
  variables: Variables,
  { output = 'stdout', signal }: { readonly output?: 'stdout' | 'stderr'; readonly signal?: AbortSignal } = {},
): Promise<VitestOutcome> {
  const program = findVitest(job.root);
  const folder = await mkdtemp(join(tmpdir(), 'dendra-vitest-'));
  const summary = join(folder, 'summary.json');
  const config = fileURLToPath(new URL(`vitest-config${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
  try {
    const { exitCode = 3 } = await execa(
      process.execPath,
      [program, 'run', '--config', config, '--configLoader', 'native', '--root', job.root],
      {
        cwd: job.root,
        // A vitest that started this process has set variables that are not meant for another one.
        env: {
          ...withoutVitest(process.env),
          ...variables,
          DENDRA_VITEST: JSON.stringify(job),
          DENDRA_SUMMARY: summary,
        },
        extendEnv: false,
        stdin: 'ignore',
        stdout: output === 'stdout' ? 'inherit' : process.stderr,
        stderr: 'inherit',
        reject: false,
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      },
    );
    signal?.throwIfAborted();
    if (!existsSync(summary)) {
      throw new DendraError(`vitest must run the benches of ${job.root}, not end with status ${exitCode} before`, {
        rule: 'vitest-runs',
        hint: 'its messages are above',
      });
    }
    return { status: exitCode, ...(JSON.parse(await readFile(summary, 'utf8')) as Omit<VitestOutcome, 'status'>) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The program of vitest: of the benches' own project if it has one, else the one beside this package. */
export function findVitest(folder: string): string {
  for (const from of [join(folder, 'bench.js'), fileURLToPath(import.meta.url)]) {
    try {
      const manifest = createRequire(from).resolve('vitest/package.json');
      return join(dirname(manifest), 'vitest.mjs');
    } catch {
      // Not there: the next place.
    }
  }
  throw new DendraError(
    'vitest must be installed to run benches, and is not',
    { rule: 'vitest-installed', hint: 'npm install --save-dev vitest' },
    'tool',
  );
}

function withoutVitest(variables: Variables): Record<string, string> {
  const kept = Object.entries(variables).filter(
    ([name]) => !/^(VITEST|VITE_|TEST$|NODE_ENV$|DENDRA_(VITEST|SUMMARY)$)/.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
