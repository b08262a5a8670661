// getRunner('verilator').build(...) and .test(...), in the shape of cocotb's runner.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import process from 'node:process';
import { DendraError } from '../../ir/index.ts';
import { buildModel, type ModelOptions } from '../model/index.ts';
import { environment } from './environment.ts';
import { modelVariable } from './model-from-variables.ts';
import { runVitest } from './run-vitest.ts';

/** What to build; paths are relative to the present folder. */
export interface BuildOptions {
  readonly sources: readonly string[];
  readonly hdlToplevel: string;
  readonly includes?: readonly string[];
  readonly defines?: Readonly<Record<string, string | number>>;
  readonly parameters?: Readonly<Record<string, number | bigint | boolean | string>>;
  /** Further arguments of Verilator. */
  readonly buildArgs?: readonly string[];
  /** Internal signals that benches use by name; Verilator keeps no others. */
  readonly publicSignals?: readonly string[];
  /** Signals that benches force. */
  readonly forceable?: readonly string[];
  /** Folder for results.xml and waves. Models lie in the cache of dendra. */
  readonly buildDir?: string;
  /** Empties the build folder first. */
  readonly clean?: boolean;
  /** `['1ns', '1ps']`. */
  readonly timescale?: readonly [unit: string, precision: string];
  /** Records waves; the variable WAVES comes first. */
  readonly waves?: boolean;
  /** File for what Verilator says about the design. */
  readonly logFile?: string;
}

/** What to run. */
export interface TestOptions {
  /** Bench files, with or without `.hw.ts`; relative to the present folder, else to `testDir`. */
  readonly testModule: string | readonly string[];
  /** Top module; the one that was built by default. */
  readonly hdlToplevel?: string;
  /** Names of the tests to run. */
  readonly testcase?: string | readonly string[];
  /** Regular expression of the tests to run, by `module.test`. */
  readonly testFilter?: string;
  readonly seed?: number | string;
  readonly plusargs?: readonly string[];
  readonly extraEnv?: Readonly<Record<string, string>>;
  readonly waves?: boolean;
  /** Folder in which the tests run; the build folder by default. */
  readonly testDir?: string;
  /** Relative to `testDir`. */
  readonly resultsXml?: string;
  /** Other parameters than those of build. */
  readonly parameters?: BuildOptions['parameters'];
  /** False prints no list of tests and no lines of theirs. */
  readonly verbose?: boolean;
  /** Wall time limit of a test in milliseconds, 60000 by default. */
  readonly timeout?: number;
}

/** A build that was started: await it, or ask for its tests at once. */
export interface Build extends PromiseLike<void> {
  test(options: TestOptions): Promise<string>;
}

/** A runner; today `verilator` is the one simulator. */
export function getRunner(simulator: string = process.env.SIM ?? 'verilator'): Runner {
  if (simulator !== 'verilator') {
    throw new DendraError(`simulator must be verilator, not ${simulator}`, { rule: 'runner-simulator' });
  }
  return new Runner();
}

/** Builds a design, then runs benches on it in processes of their own. */
export class Runner {
  private model: ModelOptions | undefined;
  private folder = 'sim_build';
  private waves = false;

  /** Builds the design; errors of the sources are those of `buildModel`. */
  build(options: BuildOptions): Build {
    const { buildDir = 'sim_build', timescale, buildArgs } = options;
    this.folder = resolve(buildDir);
    this.waves = options.waves ?? false;
    const model: ModelOptions = {
      sources: options.sources.map((path) => resolve(path)),
      includes: options.includes?.map((path) => resolve(path)),
      top: options.hdlToplevel,
      defines: options.defines,
      parameters: options.parameters,
      publicSignals: options.publicSignals,
      forceable: options.forceable,
      timescale: timescale?.join('/'),
      verilatorArgs: buildArgs,
    };
    const built = this.make(model, options);
    return {
      // biome-ignore lint/suspicious/noThenProperty: a build can be awaited, or followed by its tests
      then: (done, failed) => built.then(done, failed),
      test: async (test) => {
        await built;
        return this.test(test);
      },
    };
  }

  /** Runs benches and returns the path of results.xml; failures of tests are in that file. */
  async test(options: TestOptions): Promise<string> {
    if (this.model === undefined)
      throw new DendraError('build must come before test, not after', { rule: 'runner-order' });
    const folder = resolve(options.testDir ?? this.folder);
    await mkdir(folder, { recursive: true });
    const variables = variablesOf(options, this.model, this.waves);
    environment({ ...process.env, ...variables });
    const results = join(folder, options.resultsXml ?? 'results.xml');
    const file = options.resultsXml !== undefined && isAbsolute(options.resultsXml) ? options.resultsXml : results;
    const include = [options.testModule].flat().map((name) => benchOf(name, folder));
    const job = {
      root: folder,
      include,
      results: file,
      timeout: options.timeout ?? 60_000,
      quiet: options.verbose === false,
    };
    return (await runVitest(job, { ...variables, COCOTB_RESULTS_FILE: file })).results;
  }

  private async make(model: ModelOptions, { clean, logFile }: BuildOptions): Promise<void> {
    if (clean === true) await rm(this.folder, { recursive: true, force: true });
    const { warnings } = await buildModel(model);
    if (logFile !== undefined) {
      await mkdir(dirname(resolve(logFile)), { recursive: true });
      await writeFile(logFile, `${warnings}\n`);
    }
    this.model = model;
  }
}

/** Settings travel as variables, as they do in cocotb. */
function variablesOf(options: TestOptions, model: ModelOptions, waves: boolean): Record<string, string> {
  const { testcase, testFilter, seed, plusargs, parameters } = options;
  const names = [testcase ?? []].flat().flatMap((text) => text.split(','));
  const escaped = names.map((name) => `.*${name.trim().replaceAll(/[^\w\s]/g, '\\$&')}`);
  const filter = testFilter ?? (names.length === 0 ? undefined : `\\.(${escaped.join('|')})$`);
  const text = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  const built = parameters === undefined ? model : { ...model, parameters };
  const given = process.env.WAVES?.trim();
  return {
    [modelVariable]: JSON.stringify(built, (_, value) => text(value)),
    COCOTB_TOPLEVEL: options.hdlToplevel ?? model.top,
    ...(filter === undefined ? {} : { COCOTB_TEST_FILTER: filter }),
    ...(seed === undefined ? {} : { COCOTB_RANDOM_SEED: `${seed}` }),
    ...(plusargs === undefined ? {} : { COCOTB_PLUSARGS: plusargs.map((plusarg) => `"${plusarg}"`).join(' ') }),
    WAVES: given !== undefined && given !== '' ? given : (options.waves ?? waves) ? '1' : '0',
    ...options.extraEnv,
  };
}

/** Full path of a bench. */
function benchOf(name: string, folder: string): string {
  const endings = ['', '.hw.ts', '.test.ts', '.ts', '.hw.mjs', '.test.mjs', '.mjs', '.hw.js', '.test.js', '.js'];
  const paths = [process.cwd(), folder].flatMap((from) => endings.map((ending) => resolve(from, `${name}${ending}`)));
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new DendraError(`testModule must be a bench, not ${name}`, {
    rule: 'runner-module',
    hint: `neither ${join(process.cwd(), name)}.hw.ts nor ${join(folder, name)}.hw.ts exists`,
  });
}
