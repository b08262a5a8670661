// Runs one random case: golden, composer and RTL must agree on every element, cycle and counter.
import { join } from 'node:path';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../src/golden/index.ts';
import { DendraError, type Graph, type Lowered, type StallMode, stallModes, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { writeFiles } from '../support/write-files.ts';
import { drawGraph } from './draw.ts';

/** A case that fails: what was drawn, and why. */
export interface Failure {
  readonly seed: number;
  readonly graph: Graph;
  readonly mode: StallMode;
  readonly reasons: readonly string[];
}

/** How often each thing occurred. */
export type Coverage = Map<string, number>;

/** The stall mode of a case: coprime with the number of motifs, so that each motif meets each mode. */
export function modeOf(seed: number): StallMode {
  return stallModes[Math.floor(seed / 3) % stallModes.length]!;
}

const samplesPerCase = 6;

/** Why a graph fails under a stall mode; empty when everything agrees. */
export async function reasonsOf(graph: Graph, seed: number, mode: StallMode, folder: string): Promise<string[]> {
  try {
    const lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
    return await verifyCase(lowered, seed, mode, folder);
  } catch (error) {
    return [error instanceof DendraError ? error.message : ((error as Error).stack ?? String(error))];
  }
}

async function verifyCase(lowered: Lowered, seed: number, mode: StallMode, folder: string): Promise<string[]> {
  const emitted = emit(lowered);
  writeFiles(folder, emitted.files);
  const samples = randomSamples(lowered, samplesPerCase, seed);
  const stall = { mode, seed };
  const { failures } = await verifyDesign({ lowered, emitted, folder, samples, sim: 'verilator', stall });
  return [...failures];
}

/** Draws and runs a case; counts what it covers. */
export async function runCase(seed: number, folder: string, coverage: Coverage): Promise<Failure | undefined> {
  const graph = drawGraph(seed);
  const mode = modeOf(seed);
  const reasons = await reasonsOf(graph, seed, mode, join(folder, `${seed}`));
  if (reasons.length > 0) return { seed, graph, mode, reasons };
  for (const name of covered(lower(graph, registry, targets['ultrascale-plus'], { compose }), mode, seed)) {
    coverage.set(name, (coverage.get(name) ?? 0) + 1);
  }
  return undefined;
}

/** What one case covers: unit kinds, its stall mode, and situations. */
function covered(lowered: Lowered, mode: StallMode, seed: number): string[] {
  const kinds = [...new Set(lowered.cells.map(({ unit }) => unit.kind))];
  // The gather joins the mask that top-k made of one branch with the other branch of the fork.
  const pruned = ['fork', 'top-k', 'gather'].every((kind) => kinds.includes(kind));
  return [
    `stall ${mode}`,
    ...kinds,
    ...(pruned ? ['fork and join with top-k'] : []),
    ...(sendsNoEvent(lowered, seed) ? ['empty event stream'] : []),
  ];
}

/** True when some tensor in front of a sparsify is all zero, so that nothing but closing beats leaves it. */
function sendsNoEvent(lowered: Lowered, seed: number): boolean {
  const sparse = lowered.cells.filter(({ unit }) => unit.kind === 'sparsify').map(({ site }) => `${site.name}.x`);
  const sources = lowered.edges.filter(({ to }) => sparse.includes(to)).map(({ from }) => from);
  const golden = runGolden(lowered, randomSamples(lowered, samplesPerCase, seed), { layers: true });
  return golden.some(({ layers }) =>
    sources.some((source) => layers![source]!.some(({ data }) => data.every((x) => BigInt(x) === 0n))),
  );
}
