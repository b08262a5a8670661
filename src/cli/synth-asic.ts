// dendra synth --flow asic: cell area per layer, path delay, and power at the toggle rates of a co-simulation.
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Emitted, emit } from '../codegen/index.ts';
import { DendraError, type Lowered } from '../ir/index.ts';
import { withWorkFolder } from '../sim/work-folder.ts';
import {
  type AsicArea,
  analyse,
  mapToCells,
  type Power,
  readLiberty,
  requireSta,
  type StaResult,
  togglesOf,
  topLayer,
} from '../synth/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import { goldenRuns, type SampleOptions, samplesFor } from './samples.ts';
import { type SynthCommandOptions, yosysKinds } from './synth.ts';
import { countText, table } from './table.ts';
import { simulate } from './verify.ts';
import { writeFolder } from './write-folder.ts';

/** Toggle rates of the layers, and what they were measured on. */
interface Activity {
  readonly rates: readonly number[];
  readonly cycles: number;
  readonly samples: number;
  readonly origin: string;
}

/** Runs the flow. */
export async function synthAsic(context: Context, path: string, options: SynthCommandOptions): Promise<number> {
  if (options.liberty === undefined) {
    throw new DendraError('--liberty must be the path of a cell library, not absent', {
      rule: 'option-value',
      hint: 'add --liberty FILE to --flow asic',
    });
  }
  const liberty = await readLiberty(options.liberty);
  await requireSta();
  const lowered = await lowerDesign(path, options.target ?? 'asic', options.dsp);
  const emitted = emit(lowered);
  context.progress(`Yosys: mapping ${lowered.name} to the cells of ${liberty.path}`);
  const tool = options.yosys === undefined ? undefined : yosysKinds[options.yosys];
  const mapped = await mapToCells(lowered, emitted, liberty, { tool, signal: context.signal });
  const activity = await activityOf(context, path, lowered, emitted, options);
  context.progress('OpenSTA: path delay and power');
  const timing = await analyse({
    netlist: mapped.netlist,
    liberty: resolve(liberty.path),
    top: lowered.name,
    layers: mapped.layers.map(({ node }, i) => ({
      pattern: node === topLayer ? 'c*' : `u_${node}.*`,
      activity: activity.rates[i]!,
    })),
    signal: context.signal,
  });
  const power = total(timing.power);
  context.print(
    {
      design: lowered.name,
      flow: 'asic',
      tool: mapped.version,
      liberty: liberty.path,
      area: mapped.area,
      cells: mapped.cells,
      delay: { ns: timing.delay, to: timing.to },
      power: { watts: power.total, ...power, clockNs: timing.delay, activity: { ...activity, rates: undefined } },
      layers: mapped.layers.map((layer, i) => ({ ...layer, activity: activity.rates[i], power: timing.power[i] })),
      warnings,
    },
    text(lowered, mapped, timing, activity, power),
  );
  return 0;
}

const warnings = [
  'memories are flip-flops: give a RAM macro of your process its place before you believe the area of a large memory',
  'before placement: wires have no length, and the clock has no tree',
];

/** Simulates the RTL in Icarus, with the same checks as dendra verify, and counts toggles. */
async function activityOf(
  context: Context,
  path: string,
  lowered: Lowered,
  emitted: Emitted,
  options: SampleOptions,
): Promise<Activity> {
  // Icarus runs some thousand cycles a second, and waves are large.
  const { samples, origin } = await samplesFor(lowered, path, { ...options, vectors: options.vectors ?? 2 });
  const runs = await goldenRuns(lowered, samples, context.signal);
  return withWorkFolder(async (work) => {
    const folder = join(work, lowered.name);
    const waves = join(work, 'waves.vcd');
    await mkdir(dirname(folder), { recursive: true });
    await writeFolder(folder, emitted.files, context.signal, []);
    const run = { sim: 'icarus', stall: 'none', seed: options.seed } as const;
    const result = await simulate(context, { lowered, emitted, folder, samples, runs }, run, waves);
    if (result.failures.length > 0) {
      throw new DendraError(
        `the co-simulation must hold, not fail: ${result.failures[0]}`,
        { rule: 'activity-measured', hint: `run dendra verify ${path} --sim icarus` },
        'check',
      );
    }
    const scopes = [...lowered.cells.map(({ site }) => `dut.u_${site.name}`), 'dut'];
    const cycles = result.cycles.measured;
    const rates = await togglesOf(
      waves,
      scopes.map((scope) => `tb_${lowered.name}.${scope}`),
      ['clk_i', lowered.target.reset],
      cycles,
    );
    return { rates, cycles, samples: samples.length, origin };
  });
}

function total(parts: readonly Power[]): Power {
  const sum = (name: keyof Power): number => parts.reduce((all, part) => all + part[name], 0);
  return { internal: sum('internal'), switching: sum('switching'), leakage: sum('leakage'), total: sum('total') };
}

function text(lowered: Lowered, mapped: AsicArea, timing: StaResult, activity: Activity, power: Power): string {
  const milliwatts = (watts: number): string => `${Number((1e3 * watts).toPrecision(4))} mW`;
  return [
    `${lowered.name}, mapped to cells (${mapped.version})`,
    '',
    table(
      ['layer', 'unit', 'area', 'cells', 'toggles a bit and cycle', 'power'],
      [
        ...mapped.layers.map(({ node, kind, area, cells }, i) => [
          node,
          kind,
          countText(area),
          countText(cells),
          activity.rates[i]!.toFixed(4),
          milliwatts(timing.power[i]!.total),
        ]),
        ['total', '', countText(mapped.area), countText(mapped.cells), '', milliwatts(power.total)],
      ],
      'llrrrr',
    ),
    '',
    `longest path: ${Number(timing.delay.toPrecision(4))} ns, to ${timing.to} (OpenSTA)`,
    `power at that period: internal ${milliwatts(power.internal)}, switching ${milliwatts(power.switching)}, leakage ${milliwatts(power.leakage)}`,
    `  toggle rates of ${activity.samples} samples over ${countText(activity.cycles)} cycles (${activity.origin})`,
    ...warnings.map((line) => `note: ${line}`),
  ].join('\n');
}
