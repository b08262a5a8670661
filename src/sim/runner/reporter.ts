// A reporter for vitest that writes results.xml. A run that is not green never leaves a green report: what did not end, or
// ended in a worker that died, is an error.
import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { DendraError } from '../../ir/index.ts';
import { resultsXml } from '../results-xml.ts';
import { environment } from './environment.ts';
import { type Module, type RunError, suitesOf } from './report.ts';

/** Options of the reporter. */
export interface ReporterOptions {
  /** `results.xml` by default; relative to the present folder. The variable COCOTB_RESULTS_FILE comes first. */
  readonly outputFile?: string;
  /** Layout of cocotb; 2.1 by default. */
  readonly layout?: '2.1' | '1.9';
}

interface Vitest {
  readonly config: { readonly root: string; readonly pool: unknown };
  readonly projects: readonly { readonly config: { readonly pool: unknown } }[];
}

/** Names the file for a summary in JSON, which `dendra test` reads. */
export const summaryVariable = 'DENDRA_SUMMARY';

/** The reporter: `reporters: ['default', 'dendra/reporter']`. */
export default class ResultsReporter {
  private readonly options: ReporterOptions;
  private root = process.cwd();
  private started = new Date();

  constructor(options: ReporterOptions = {}) {
    this.options = options;
  }

  /** Path of results.xml. */
  get file(): string {
    return environment().resultsFile ?? resolve(this.options.outputFile ?? 'results.xml');
  }

  /** Refuses what cannot be honoured before anything runs. */
  onInit(vitest: Vitest): void {
    this.root = vitest.config.root;
    this.forget();
    for (const { config } of [vitest, ...vitest.projects]) {
      if (config.pool === 'threads' || config.pool === 'vmThreads') {
        throw new DendraError(`pool of vitest must be forks, not ${config.pool}`, {
          rule: 'pool-forks',
          hint: "a model that crashes would end all tests: set test.pool to 'forks'",
        });
      }
    }
    // Workers inherit it, so all files of a run have one seed.
    if (environment().seed === undefined) process.env.COCOTB_RANDOM_SEED = `${randomInt(2 ** 31)}`;
  }

  /** Runs again each time in watch mode. */
  onTestRunStart(): void {
    this.started = new Date();
    this.forget();
  }

  /** Writes the report. */
  onTestRunEnd(modules: readonly Module[], errors: readonly RunError[], reason: string): void {
    const suites = suitesOf(modules, errors, reason, this.root, environment());
    const { file } = this;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, resultsXml(suites, { layout: this.options.layout, timestamp: this.started.toISOString() }));
    const cases = suites.flatMap((suite) => suite.cases);
    const bad = cases.some(({ failure, error }) => failure !== undefined || error !== undefined);
    if (bad && !process.exitCode) process.exitCode = 1;
    const summary = process.env[summaryVariable];
    if (summary !== undefined) writeFileSync(summary, JSON.stringify({ results: file, tests: cases }));
  }

  /** A report of an earlier run must not pass for one of this run. */
  private forget(): void {
    rmSync(this.file, { force: true });
  }
}
