// The published benches in real cocotb on Icarus: fetched from PyPI once, and run without a change.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedFolder, contentHash } from '../../../src/sim/cache.ts';
import { type Cocotb, cocotb } from '../../support/python.ts';
import { type Bench, benches } from './benches.ts';

const exec = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const packages = ['cocotb==1.4.0', 'cocotb-bus==0.3.0', 'cocotbext-axi==0.1.28'];

/** cocotb 1.9.2 and the source packages. */
export interface Published extends Cocotb {
  /** Folder of the packages, extracted. */
  readonly packages: string;
  /** The simulator's library and that of Python. */
  readonly vpi: string;
  readonly libpython: string;
}

/** Verdicts by test. */
export type Verdicts = Readonly<Record<string, 'passed' | 'failed'>>;

/** What a test of the endian swapper sent, and what passed on the ports. */
export interface Run {
  readonly name: string;
  /** Packets as hexadecimal text. */
  readonly packets: readonly string[];
  readonly valid: readonly (readonly [number, number])[];
  readonly ready: readonly (readonly [number, number])[];
  readonly writes: readonly number[];
  readonly log: readonly string[];
}

/** What a bench gave. */
export interface Outcome {
  readonly verdicts: Verdicts;
  /** Simulated time of each test in ns. */
  readonly times: Readonly<Record<string, number>>;
  readonly runs: readonly Run[];
}

/** Sets all of it up, or says why that cannot be done here, as `cocotb` does. */
export async function publishedBenches(): Promise<Published | { readonly missing: string }> {
  const environment = await cocotb('1.9.2');
  if (environment.missing !== undefined) return environment;
  const { python, env } = environment;
  try {
    const key = `published-${contentHash(packages).slice(0, 12)}`;
    const { folder } = await cachedFolder(key, async (draft) => {
      const only = ['--no-deps', '--no-binary', ':all:', '--retries', '0', '--timeout', '30'];
      const quiet = ['--quiet', '--disable-pip-version-check', '--dest', draft];
      await exec(python, ['-m', 'pip', 'download', ...only, ...quiet, ...packages], { env });
      for (const name of packages) {
        const archive = `${name.replace('==', '-').replace(/^(\w+)-([a-z])/, '$1_$2')}.tar.gz`;
        await exec(python, ['-m', 'tarfile', '-e', join(draft, archive), draft], { env });
      }
    });
    const config = async (...args: string[]): Promise<string> =>
      (await exec('cocotb-config', args, { env })).stdout.trim();
    const vpi = await config('--lib-name-path', 'vpi', 'icarus');
    return { python, env, packages: folder, vpi, libpython: await config('--libpython') };
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1)!;
    const missing = `(skipped: the published benches cannot be had: ${reason})`;
    if (process.env.CI) throw new Error(`${missing}\n  continuous integration must run these tests`, { cause: error });
    return { missing };
  }
}

/** A copy of the designs that have a bug, with it. */
export async function withBugs({ packages }: Published, copy: string): Promise<string> {
  for (const { folder, sources, bug } of benches) {
    if (bug === undefined) continue;
    await cp(join(packages, folder), join(copy, folder), { recursive: true });
    let found = 0;
    for (const source of sources) {
      const path = join(copy, folder, source);
      const text = await readFile(path, 'utf8');
      if (!text.includes(bug.of)) continue;
      found++;
      await writeFile(
        path,
        text.replaceAll(bug.of, () => bug.to),
      );
    }
    if (found !== 1) throw new Error(`the bug of ${folder} must have its place in one source, not in ${found}`);
  }
  return copy;
}

/** Runs an original bench on the designs below a folder; `scratch` takes its files. */
export async function runOriginal(
  { env, packages, vpi, libpython }: Published,
  designs: string,
  bench: Bench,
  scratch: string,
): Promise<Outcome> {
  const { folder, top, module } = bench;
  await mkdir(scratch, { recursive: true });
  const design = join(scratch, 'design.vvp');
  await writeFile(join(scratch, 'timescale.f'), '+timescale+1ns/1ps\n');
  const sources = bench.sources.map((source) => join(designs, folder, source));
  const options = ['-f', join(scratch, 'timescale.f'), `-I${join(designs, folder, 'hdl')}`];
  const parameters = Object.entries(bench.parameters ?? {}).map(([name, value]) => `-P${top}.${name}=${value}`);
  await exec('iverilog', ['-g2012', ...options, '-s', top, ...parameters, '-o', design, ...sources]);
  const path = [here, ...bench.python.map((python) => join(packages, folder, python))].join(delimiter);
  const [results, recorded] = [join(scratch, 'results.xml'), join(scratch, 'recorded.json')];
  const settings = {
    ...{ MODULE: `record,${module}`, TOPLEVEL: top, TOPLEVEL_LANG: 'verilog', RANDOM_SEED: '1' },
    ...{ LIBPYTHON_LOC: libpython, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' },
    ...{ COCOTB_RESULTS_FILE: results, COCOTB_LOG_LEVEL: 'WARNING' },
    ...{ COCOTB_1_4: join(packages, 'cocotb-1.4.0/cocotb'), RECORDED: recorded },
  };
  const { stdout, stderr } = await exec('vvp', ['-m', vpi, design], {
    cwd: scratch,
    env: { ...env, ...settings },
    maxBuffer: 100_000_000,
    timeout: 120_000,
  });
  const report = await readFile(results, 'utf8').catch(() => {
    throw new Error(`cocotb must write its results, not end with\n${stdout}${stderr}`);
  });
  const tests = [...report.matchAll(/<testcase name="(\w+)"[^>]*? sim_time_ns="([\d.]+)"[^>]*?(\/>|>)/g)];
  return {
    verdicts: Object.fromEntries(tests.map(([, name, , end]) => [name, end === '/>' ? 'passed' : 'failed'])),
    times: Object.fromEntries(tests.map(([, name, time]) => [name, Math.round(Number(time))])),
    runs: JSON.parse(await readFile(recorded, 'utf8')) as Run[],
  };
}
