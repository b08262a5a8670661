// What the benchmarks share: designs in temporary folders, runs against the golden model, rounding.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Emitted, emit } from '../src/codegen/index.ts';
import type { Sample } from '../src/golden/index.ts';
import { type Graph, type Lowered, targets } from '../src/ir/index.ts';
import { lower } from '../src/passes/index.ts';
import { type Verification, verifyDesign } from '../src/sim/verify.ts';
import { compose } from '../src/timing/index.ts';
import { registry } from '../src/units/index.ts';

/** One benchmark; `run` gives what results.json keeps under its name. */
export interface Benchmark {
  readonly name: string;
  /** What is measured, for the reader of the results. */
  readonly about: string;
  run(): Promise<object>;
}

/** An emitted design on disk. */
export interface Placed {
  readonly lowered: Lowered;
  readonly emitted: Emitted;
  readonly folder: string;
}

/** Lowers a graph for UltraScale+. */
export function lowerGraph(graph: Graph): Lowered {
  return lower(graph, registry, targets['ultrascale-plus'], { compose });
}

/** Emits a graph into a folder that lives as long as the task. */
export async function withDesign<T>(graph: Graph, task: (design: Placed) => Promise<T>): Promise<T> {
  const lowered = lowerGraph(graph);
  const emitted = emit(lowered);
  const folder = mkdtempSync(join(tmpdir(), `dendra-bench-${process.pid}-`));
  try {
    for (const [path, content] of Object.entries(emitted.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : `${[...content()].join('\n')}\n`);
    }
    return await task({ lowered, emitted, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs samples back to back in Verilator; anything but equality with golden model and composer is an error. */
export async function verified(design: Placed, samples: readonly Sample[]): Promise<Verification> {
  const result = await verifyDesign({ ...design, samples, sim: 'verilator', stall: { mode: 'none', seed: 1 } });
  if (result.failures.length > 0) throw new Error(`${result.design}: ${result.failures.join('; ')}`);
  return result;
}

/** Cycles from one sample to the next in the steady state, measured: samples are applied in turn, many times over. */
export async function steadyInterval(design: Placed, samples: readonly Sample[]): Promise<number> {
  const [few, many] = [4, 12];
  const repeated = (count: number): Sample[] => Array.from({ length: count }, (_, i) => samples[i % samples.length]!);
  const short = await verified(design, repeated(few));
  const long = await verified(design, repeated(many));
  return (long.cycles.measured - short.cycles.measured) / (many - few);
}

/** A number with so many significant digits. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
