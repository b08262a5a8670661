// dendra energy: synapse events to joules, with table, evidence and baselines beside every figure.
import {
  allActive,
  type Baseline,
  beside,
  columns,
  defaultTechnology,
  type EnergyReport,
  energyOf,
  technologyOf,
} from '../energy/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { goldenRuns, type SampleOptions, samplesFor } from './samples.ts';
import { countText, joulesText, table } from './table.ts';

/** Options of energy. */
export interface EnergyCommandOptions extends SampleOptions {
  readonly tech?: string;
  readonly baseline?: string;
}

/** The table that every report shows besides its own: it keeps compute, context and memory apart. */
export const second = 'horowitz45';

/** Runs the command. */
export async function energy(context: Context, path: string, options: EnergyCommandOptions): Promise<number> {
  if (options.tech !== undefined) technologyOf(options.tech);
  const lowered = await lowerDesign(path);
  const { samples, origin: activity } = await samplesFor(lowered, path, options);
  context.progress(`running ${samples.length} samples of ${lowered.name}`);
  const counts = (await goldenRuns(lowered, samples, context.signal)).map((run) => run.counts);
  const tech = options.tech ?? defaultTechnology(lowered);
  const report = energyOf(lowered, counts, tech);
  const dense = beside(report, energyOf(lowered, [allActive(lowered)], tech), 'all cells active');
  const baseline =
    options.baseline === undefined ? dense : await besideDesign(context, options.baseline, report, options);
  const also = energyOf(lowered, counts, second);
  context.print(
    {
      design: report.design,
      tech,
      evidence: report.evidence,
      activity,
      samples: report.samples,
      events: report.events,
      synapses: report.synapses,
      contexts: report.contexts,
      joules: report.joules,
      columns: report.columns,
      baseline: baselineJson(baseline),
      ratio: baseline.ratio,
      allActive: baselineJson(dense),
      layers: report.layers,
      notCharged: report.notCharged,
      also,
    },
    text(report, activity, [baseline, ...(baseline === dense ? [] : [dense])], tech === second ? undefined : also),
  );
  return 0;
}

/** The same samples through another design. */
async function besideDesign(
  context: Context,
  path: string,
  report: EnergyReport,
  options: EnergyCommandOptions,
): Promise<Baseline> {
  const lowered = await lowerDesign(path);
  const { samples } = await samplesFor(lowered, path, options);
  const runs = await goldenRuns(lowered, samples, context.signal);
  const counts = runs.map((run) => run.counts);
  return beside(report, energyOf(lowered, counts, report.tech), `${lowered.name}, same samples`);
}

/** A baseline with its ratio, as JSON shows it. */
export function baselineJson({ kind, report, ratio }: Baseline): object {
  const { design, events, synapses, contexts, joules, columns: parts, layers } = report;
  return { kind, design, events, synapses, contexts, joules, columns: parts, ratio, layers };
}

function text(
  report: EnergyReport,
  activity: string,
  baselines: readonly Baseline[],
  also: EnergyReport | undefined,
): string {
  const rows = report.layers.map((layer) => [
    layer.node,
    layer.kind,
    countText(layer.operations.synapse ?? 0),
    countText(layer.operations.context ?? 0),
    joulesText(layer.joules),
    ...baselines.map(({ report: other }) => {
      const found = other.layers.find(({ node }) => node === layer.node);
      return found === undefined ? '-' : joulesText(found.joules);
    }),
  ]);
  const total = [
    'total',
    '',
    countText(report.synapses),
    countText(report.contexts),
    joulesText(report.joules),
    ...baselines.map((each) => joulesText(each.report.joules)),
  ];
  const head = ['layer', 'unit', 'synapse events', 'context events', 'energy', ...baselines.map(({ kind }) => kind)];
  return [
    `${report.design}, per sample (mean of ${report.samples}: ${activity})`,
    '',
    table(head, [...rows, total], `llrrr${'r'.repeat(baselines.length)}`),
    '',
    ...baselines.map(({ kind, ratio }) => `ratio to ${kind}: ${ratio === undefined ? 'none' : ratio.toPrecision(3)}`),
    ...describeReport(report),
    ...(also === undefined ? [] : describeReport(also)),
  ].join('\n');
}

/** A table's figures in its columns, with its evidence and what it leaves out. */
export function describeReport(report: EnergyReport): string[] {
  const reasons = new Map<string, string[]>();
  for (const { operation, count, why } of report.notCharged) {
    reasons.set(why, [...(reasons.get(why) ?? []), `${countText(count)} ${operation}`]);
  }
  const parts = columns.map((column) => `${column} ${joulesText(report.columns[column])}`);
  return [
    `table ${report.tech}: ${parts.join(', ')}`,
    `  evidence: ${report.evidence}`,
    ...[...reasons].map(([why, list]) => `  not charged, ${why}: ${list.join(', ')}`),
  ];
}
