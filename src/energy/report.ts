// Energy of a lowered graph: counts of its samples x a technology table, layer by layer, with what it rests on.
import { type Cell, DendraError, type Lowered, type Operations } from '../ir/index.ts';
import { charge } from './charge.ts';
import { technologyOf } from './tables/index.ts';
import type { Baseline, EnergyReport, Entry, Joules, LayerEnergy, NotCharged, Technology } from './types.ts';

/** Counter values by node and counter, of one sample. */
export type SampleCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Energy per sample, the mean over all given samples. */
export function energyOf(lowered: Lowered, samples: readonly SampleCounts[], tech: string): EnergyReport {
  if (samples.length === 0) {
    throw new DendraError('samples must be at least one, not none', { file: lowered.file, rule: 'samples-present' });
  }
  const technology = technologyOf(tech);
  const used = new Set<Entry>();
  const rejected = new Map<string, NotCharged>();
  const layers: LayerEnergy[] = [];
  for (const cell of lowered.cells) {
    const operations = meanOperations(cell, samples);
    if (Object.values(operations).every((count) => count === 0)) continue;
    const cost = charge(technology, operations, largestMemory(cell));
    for (const entry of cost.used) used.add(entry);
    for (const { operation, count, why } of cost.notCharged) {
      const key = `${operation}\n${why}`;
      rejected.set(key, { operation, count: count + (rejected.get(key)?.count ?? 0), why });
    }
    layers.push({
      node: cell.site.name,
      kind: cell.unit.kind,
      events: (operations.synapse ?? 0) + (operations.context ?? 0),
      joules: cost.joules,
      columns: cost.columns,
      operations,
    });
  }
  const sum = (value: (layer: LayerEnergy) => number): number => layers.reduce((all, each) => all + value(each), 0);
  const columns: Joules = {
    compute: sum((layer) => layer.columns.compute),
    context: sum((layer) => layer.columns.context),
    memory: sum((layer) => layer.columns.memory),
  };
  return {
    design: lowered.name,
    tech,
    node: technology.node,
    evidence: evidenceOf(technology, [...used], lowered),
    samples: samples.length,
    events: sum((layer) => layer.events),
    synapses: sum((layer) => layer.operations.synapse ?? 0),
    contexts: sum((layer) => layer.operations.context ?? 0),
    joules: sum((layer) => layer.joules),
    columns,
    layers,
    notCharged: [...rejected.values()],
  };
}

/** Operations of one cell per sample. */
function meanOperations({ unit, site }: Cell, samples: readonly SampleCounts[]): Operations {
  const total: Record<string, number> = {};
  for (const counts of samples) {
    for (const [name, count] of Object.entries(unit.operations(site, counts[site.name] ?? {}))) {
      total[name] = (total[name] ?? 0) + count;
    }
  }
  return Object.fromEntries(Object.entries(total).map(([name, count]) => [name, count / samples.length]));
}

/** Bytes of the largest memory: `sram.bits` does not say which memory, and the largest is never too cheap. */
function largestMemory({ unit, site }: Cell): number {
  return Math.max(0, ...unit.memories(site).map(({ depth, width }) => Math.ceil((depth * width) / 8)));
}

/** Counts of one sample in which every input, spike and cell is active: the traces with the most work. */
export function allActive(lowered: Lowered): SampleCounts {
  return Object.fromEntries(
    lowered.cells
      .filter(({ unit }) => unit.counters.length > 0)
      .map(({ unit, site }) => {
        const counts = unit.count(site, unit.extremes(site).at(-1));
        const scaled = Object.entries(counts).map(([name, count]) => [name, count * site.steps]);
        return [site.name, Object.fromEntries(scaled)];
      }),
  );
}

/** The table that a design is reported with unless told otherwise: graphs that accumulate spikes have their own. */
export function defaultTechnology(lowered: Lowered): string {
  const dense = allActive(lowered);
  const spiking = lowered.cells.some(({ unit, site }) => (unit.operations(site, dense[site.name] ?? {}).ac ?? 0) > 0);
  return spiking ? 'snn45-fp32' : 'mcc-ultrascale';
}

/** Sets a report beside a baseline under the same table. */
export function beside(report: EnergyReport, baseline: EnergyReport, kind: string): Baseline {
  return { kind, report: baseline, ratio: baseline.joules === 0 ? undefined : report.joules / baseline.joules };
}

/** What a report rests on: scope, node, every source, and a warning when a value was never seen in a document. */
function evidenceOf(technology: Technology, used: readonly Entry[], lowered: Lowered): string {
  const sources = [...new Set(used.map(({ source, status }) => `${status}: ${source}`))];
  const asic = technology.scope === 'ASIC arithmetic' && lowered.target.name !== 'asic';
  const parts = [
    `${technology.scope} (${technology.node})`,
    ...(sources.length === 0 ? ['no operation of this design has an entry'] : sources),
    ...(asic ? ['ASIC-equivalent, not the energy of an FPGA'] : []),
    ...(used.some(({ status }) => status === 'unverified') ? ['depends on an unverified constant'] : []),
    'events counted by the golden model, not a power measurement',
  ];
  return parts.join('; ');
}
