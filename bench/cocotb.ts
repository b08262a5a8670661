// Task-level benches in dendra beside the same benches in real cocotb: cycles per second, and how soon an edit is judged.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { simulate } from '../src/sim/kernel/index.ts';
import { buildModel, type NativeModel } from '../src/sim/model/index.ts';
import { type CocotbVersion, cocotb } from '../test/support/python.ts';
import { type Counted, measure, type Style } from './cocotb/bench.ts';
import { type Benchmark, rounded } from './support.ts';

const exec = promisify(execFile);
const file = (name: string): string => fileURLToPath(new URL(`cocotb/${name}`, import.meta.url));
/** Cycles that all sides run; dendra goes on for longer, since it would be over before Node has compiled the bench. */
const cycles = Number(process.env.DENDRA_BENCH_CYCLES ?? 50_000);
const longer = 20 * cycles;

/** Both tests of one version of cocotb: three tasks, then eleven. */
async function real(version: CocotbVersion, simulator: string, folder: string): Promise<[Counted, Counted]> {
  const environment = await cocotb(version);
  if (environment.missing !== undefined) throw new Error(environment.missing);
  const results = join(folder, `${version}.jsonl`);
  await exec(environment.python, [file('run.py'), simulator, join(folder, version)], {
    env: {
      ...environment.env,
      ...{ BENCH_CYCLES: `${cycles}`, BENCH_RESULTS: results, COCOTB_LOG_LEVEL: 'WARNING' },
      ...{ PYTHONPATH: file('.'), PYTHONDONTWRITEBYTECODE: '1' },
    },
    maxBuffer: 50_000_000,
  });
  const [three, eleven] = (await readFile(results, 'utf8')).trim().split('\n');
  return [JSON.parse(three!), JSON.parse(eleven!)];
}

async function ours(model: NativeModel, style: Style, count: number, idlers: number): Promise<Counted> {
  let counted: Counted | undefined;
  const ending = await simulate(model, async (dut) => {
    counted = await measure(dut, style, count, idlers);
  });
  if (ending.failed) throw ending.error;
  return counted!;
}

/** Cycles per second of all four, with equal checksums, and the ratios. */
async function speeds(model: NativeModel, idlers: number, references: Record<string, Counted>): Promise<object> {
  const perSecond: Record<string, number> = {};
  for (const style of ['async', 'generator'] as const) {
    const { checksum, beats } = await ours(model, style, cycles, idlers);
    for (const [name, reference] of Object.entries(references)) {
      if (reference.checksum !== checksum || reference.beats !== beats || beats === 0)
        throw new Error(`${style}: ${beats} beats, sum ${checksum}; ${name}: ${JSON.stringify(reference)}`);
    }
    let best = 0;
    for (let i = 0; i < 3; i++) best = Math.max(best, longer / (await ours(model, style, longer, idlers)).seconds);
    perSecond[style] = best;
  }
  for (const [name, { seconds }] of Object.entries(references)) perSecond[name] = cycles / seconds;
  const ratios = Object.keys(references).flatMap((name) =>
    (['async', 'generator'] as const).map((style) => [
      `${style} / ${name}`,
      rounded(perSecond[style]! / perSecond[name]!),
    ]),
  );
  return {
    cyclesPerSecond: Object.fromEntries(Object.entries(perSecond).map(([name, value]) => [name, rounded(value)])),
    ratios: Object.fromEntries(ratios),
  };
}

/** Seconds from a changed line of RTL to the verdict of a bench, and of 200 tests with a new instance each. */
async function turnaround(folder: string): Promise<object> {
  const source = join(folder, 'fir.sv');
  await copyFile(file('fir.sv'), source);
  const text = await readFile(source, 'utf8');
  const build = () => buildModel({ sources: [source], top: 'fir', timescale: '1ps/1ps' });
  await build();
  const edits: number[] = [];
  for (let i = 0; i < 3; i++) {
    // A line that no cache has seen.
    await writeFile(source, text.replace('i * i + 3', `i * i + ${Date.now() % 1_000_000}`));
    const started = performance.now();
    await ours(await build(), 'async', 1000, 0);
    edits.push((performance.now() - started) / 1000);
  }
  const model = await build();
  const started = performance.now();
  for (let i = 0; i < 200; i++) await ours(model, 'async', 1000, 0);
  return {
    editToVerdictSeconds: rounded(Math.min(...edits)),
    twoHundredTestsSeconds: rounded((performance.now() - started) / 1000),
  };
}

/** The benchmark. */
export const cocotbBench: Benchmark = {
  name: 'cocotb',
  about:
    'stream bench of three and of eleven tasks, cycles a second; ratios to cocotb 1.9.2 (goal 20); edit to verdict (goal ' +
    '1.5 s); 200 tests of 1000 cycles, each with a new model (goal 2 s)',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dendra-bench-'));
    try {
      const current = await real('2.1.0', 'icarus', folder);
      const old = await real('1.9.2', 'verilator', folder);
      const sources = [file('fir.sv')];
      const model = await buildModel({ sources, top: 'fir', timescale: '1ps/1ps', profile: 'speed' });
      const references = (at: 0 | 1) => ({
        'cocotb 2.1.0 on Icarus': current[at],
        'cocotb 1.9.2 on Verilator': old[at],
      });
      return {
        machineIndependent: false,
        cycles,
        'three tasks': await speeds(model, 0, references(0)),
        'eleven tasks': await speeds(model, 8, references(1)),
        ...(await turnaround(folder)),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
