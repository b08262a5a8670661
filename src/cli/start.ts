// dendra start: the main job. Builds and verifies examples/av-digits, and shows cycles, events and joules by layer.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allActive, type Baseline, beside, type EnergyReport, energyOf } from '../energy/index.ts';
import type { GoldenSample, Sample } from '../golden/index.ts';
import { DendraError, type Lowered } from '../ir/index.ts';
import { emitInto } from './build.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { baselineJson, describeReport, second } from './energy.ts';
import { goldenRuns } from './samples.ts';
import { countText, joulesText, table } from './table.ts';
import { results, simulate } from './verify.ts';
import { writeWhole } from './write-folder.ts';

/** Options of start. */
export interface StartOptions {
  readonly out: string;
  readonly vectors: number;
}

const example = new URL('../../examples/av-digits/', import.meta.url);
const tech = 'mcc-ultrascale';

/** Runs the command: 0 when hardware equals the golden model, 1 otherwise. */
export async function start(context: Context, options: StartOptions): Promise<number> {
  const [path, point] = ['design.ts', 'point.ts'].map((name) => fileURLToPath(new URL(name, example)));
  if (!existsSync(path!)) {
    throw new DendraError('dendra start must run in the repository of dendra, not in an installed package', {
      rule: 'start-example',
      hint: 'run dendra verify with a design of your own',
    });
  }
  const lowered = await lowerDesign(path!);
  const { samples: heldout } = (await import(pathToFileURL(path!).href)) as { samples(): Sample[] };
  const samples = heldout().slice(0, options.vectors);
  const { emitted, folder } = await emitInto(context, lowered, options);
  context.progress(`running the golden model on ${samples.length} held-out samples`);
  const runs = await goldenRuns(lowered, samples, context.signal);
  const request = { sim: 'verilator', stall: 'none', seed: 1 } as const;
  const result = await simulate(context, { lowered, emitted, folder, samples, runs }, request);
  await writeWhole(join(folder, 'results.xml'), results('examples/av-digits/design.ts', result, 0));
  const counts = runs.map((run) => run.counts);
  const report = energyOf(lowered, counts, tech);
  const baseline = beside(report, await pointReport(context, point!, samples), 'point neurons');
  const dense = beside(report, energyOf(lowered, [allActive(lowered)], tech), 'all cells active');
  const also = energyOf(lowered, counts, second);
  const cycles = busyCycles(lowered, runs);
  const failed = result.failures.length > 0 || result.mismatches > 0;
  const { design, sim, vectors, compared, mismatches, events, failures } = result;
  context.print(
    {
      design,
      folder,
      verify: { sim, vectors, compared, mismatches, cycles: result.cycles, events, failures },
      energy: { ...report, layers: report.layers.map((layer) => ({ ...layer, cycles: cycles[layer.node] })) },
      baseline: baselineJson(baseline),
      ratio: baseline.ratio,
      allActive: baselineJson(dense),
      also,
    },
    [
      `${design}: ${failed ? 'FAILS' : 'hardware equals the golden model'} on ${vectors} held-out samples (${sim})`,
      `  ${countText(compared)} elements compared, ${countText(mismatches)} differ`,
      `  ${countText(result.cycles.measured)} cycles measured, ${countText(result.cycles.predicted)} predicted`,
      `  ${countText(events.rtl)} events counted by hardware, ${countText(events.golden)} by the golden model`,
      ...failures.map((failure) => `  ${failure}`),
      '',
      'per sample (mean); cycles: those in which the busiest thread of a layer works',
      layerTable(report, [baseline, dense], cycles),
      '',
      `ratio to point neurons ${baseline.ratio?.toPrecision(3)}, to all cells active ${dense.ratio?.toPrecision(3)}`,
      'point neurons: as many cells and synapses, trained and zero-skipped alike, without context',
      ...describeReport(report),
      ...describeReport(also),
      `files: ${folder} (RTL in rtl/, filelist.f, manifest.json, results.xml)`,
    ].join('\n'),
  );
  return failed ? 1 : 0;
}

/** Energy of the baseline network on the same samples. */
async function pointReport(context: Context, path: string, samples: readonly Sample[]): Promise<EnergyReport> {
  const lowered = await lowerDesign(path);
  const runs = await goldenRuns(lowered, samples, context.signal);
  return energyOf(
    lowered,
    runs.map((run) => run.counts),
    tech,
  );
}

function layerTable(
  report: EnergyReport,
  baselines: readonly Baseline[],
  cycles: Readonly<Record<string, number>>,
): string {
  const rows = report.layers.map((layer) => [
    layer.node,
    layer.kind,
    countText(cycles[layer.node] ?? 0),
    countText(layer.operations.synapse ?? 0),
    countText(layer.operations.context ?? 0),
    joulesText(layer.joules),
    ...baselines.map((baseline) => {
      const found = baseline.report.layers.find(({ node }) => node === layer.node);
      return found === undefined ? '-' : joulesText(found.joules);
    }),
  ]);
  const total = [
    ...['total', '', '', countText(report.synapses), countText(report.contexts), joulesText(report.joules)],
    ...baselines.map((baseline) => joulesText(baseline.report.joules)),
  ];
  const head = ['layer', 'unit', 'cycles', 'synapse events', 'context events', 'energy'];
  return table([...head, ...baselines.map(({ kind }) => kind)], [...rows, total], 'llrrrrrr');
}

/** Cycles per sample in which the busiest thread of each cell works, from the same beats that timing composes. */
function busyCycles(lowered: Lowered, runs: readonly GoldenSample[]): Record<string, number> {
  return Object.fromEntries(
    lowered.cells.map(({ unit, site }) => {
      let total = 0;
      for (const { traces } of runs) {
        traces[site.name]!.forEach((trace, step) => {
          const beats = unit.beats(site, trace, { first: step === 0, last: step === lowered.steps - 1 });
          const threads = Object.values(beats).map((list) => list.reduce((sum, { times }) => sum + times, 0));
          total += Math.max(0, ...threads);
        });
      }
      return [site.name, total / runs.length];
    }),
  );
}
