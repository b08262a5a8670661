// Runs the benchmarks named on the command line, or all of them, tells what changed, and writes bench/results.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from '../src/sim/process.ts';
import { yosysVersion } from '../src/synth/index.ts';
import { areaBench } from './area.ts';
import { changes } from './changes.ts';
import { cocotbBench } from './cocotb.ts';
import { commandLineBench } from './command-line.ts';
import { denseBench } from './dense.ts';
import { goldenBench } from './golden.ts';
import { hardwareBench } from './hardware.ts';
import { hlsBench } from './hls.ts';
import { mutationBench } from './mutation.ts';
import { simulationBench } from './simulation.ts';
import { skippingBench } from './skipping.ts';
import type { Benchmark } from './support.ts';
import { topKBench } from './top-k.ts';
import { transferBench } from './transfer.ts';
import { unitsBench } from './units.ts';

const benches: readonly Benchmark[] = [
  simulationBench,
  denseBench,
  topKBench,
  transferBench,
  goldenBench,
  hlsBench,
  commandLineBench,
  skippingBench,
  mutationBench,
  unitsBench,
  hardwareBench,
  areaBench,
  cocotbBench,
];
const file = fileURLToPath(new URL('results.json', import.meta.url));

interface Results {
  readonly [name: string]: object;
}

/** Programs whose versions the numbers depend on. */
async function versions(): Promise<object> {
  const first = async (program: string): Promise<string> =>
    (await run({ program, args: ['--version'] })).output.split('\n')[0]!;
  return {
    node: process.version,
    verilator: await first('verilator'),
    compiler: await first('g++'),
    yosys: await yosysVersion(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    const known = benches.map(({ name }) => name).join(', ');
    process.stderr.write(`a benchmark must be one of ${known}, not ${unknown.join(', ')}\n`);
    return 2;
  }
  const tools = await versions();
  for (const bench of benches) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    const started = performance.now();
    process.stderr.write(`${bench.name}: ${bench.about}\n`);
    const result = { about: bench.about, ...(await bench.run()) };
    process.stdout.write(`${JSON.stringify({ [bench.name]: result }, null, 2)}\n`);
    process.stderr.write(`${bench.name}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    // Entries of benchmarks that did not run stay.
    const before: Results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    for (const line of changes(before[bench.name], result, bench.name)) process.stderr.write(`changed: ${line}\n`);
    const results: Results = { ...before, versions: tools, [bench.name]: result };
    const sorted = Object.fromEntries(
      Object.keys(results)
        .sort()
        .map((name) => [name, results[name]]),
    );
    writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
