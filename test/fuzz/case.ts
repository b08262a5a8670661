// Runs one random case: golden, composer and RTL must agree on every element, cycle and counter.
import { join } from 'node:path';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples } from '../../src/golden/index.ts';
import { type Graph, type Lowered, type StallMode, stallModes, targets } from '../../src/ir/index.ts';
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

/** Why a graph fails under a stall mode; empty when everything agrees. */
export async function reasonsOf(graph: Graph, seed: number, mode: StallMode, folder: string): Promise<string[]> {
  let lowered: Lowered;
  try {
    lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
  } catch (error) {
    return [(error as Error).message];
  }
  try {
    const emitted = emit(lowered);
    writeFiles(folder, emitted.files);
    const samples = randomSamples(lowered, 6, seed);
    const stall = { mode, seed };
    const { failures } = await verifyDesign({ lowered, emitted, folder, samples, sim: 'verilator', stall });
    return [...failures];
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
}

/** Draws and runs a case; counts what it covers. */
export async function runCase(seed: number, folder: string, coverage: Coverage): Promise<Failure | undefined> {
  const graph = drawGraph(seed);
  const mode = modeOf(seed);
  const reasons = await reasonsOf(graph, seed, mode, join(folder, `${seed}`));
  cover(graph, mode, seed, coverage);
  return reasons.length === 0 ? undefined : { seed, graph, mode, reasons };
}

function cover(graph: Graph, mode: StallMode, seed: number, coverage: Coverage): void {
  const count = (name: string): void => {
    coverage.set(name, (coverage.get(name) ?? 0) + 1);
  };
  let lowered: Lowered;
  try {
    lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
  } catch {
    return;
  }
  count(`stall ${mode}`);
  const kinds = lowered.cells.map(({ unit }) => unit.kind);
  for (const kind of new Set(kinds)) count(kind);
  if (kinds.includes('fork') && kinds.includes('top-k') && kinds.includes('gather')) count('fork and join with top-k');
  // The third sample of every case is all zero, so a sparsify then sends nothing but its closing beats.
  if (kinds.includes('sparsify') && randomSamples(lowered, 3, seed).length === 3) count('empty event stream');
}
