// dendra synth: area per layer from Yosys, as a share of a part.
import { emit } from '../codegen/index.ts';
import { loadDesign } from '../import/index.ts';
import { DendraError, type Lowered, type Target } from '../ir/index.ts';
import {
  type Area,
  type DesignArea,
  type Estimate,
  type Excess,
  estimateArea,
  excessOf,
  type Part,
  partOf,
  resourceNames,
  resources,
  type Spread,
  synthesiseLayers,
} from '../synth/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import type { SampleOptions } from './samples.ts';
import { synthAsic } from './synth-asic.ts';
import { fittingFold, fittingText } from './synth-fit.ts';
import { countText, table } from './table.ts';

/** Options of synth. */
export interface SynthCommandOptions extends SampleOptions {
  readonly flow: 'yosys' | 'asic';
  readonly target?: Target['name'];
  readonly dsp: Target['dsp'];
  readonly liberty?: string;
  readonly part?: string;
  readonly yosys?: 'embedded' | 'machine';
  readonly estimate?: boolean;
}

/** The Yosys that a word of the command line asks for. */
export const yosysKinds = { embedded: 'wasm', machine: 'native' } as const;

/** Runs the command; 1 when the design does not fit the part. */
export async function synth(context: Context, path: string, options: SynthCommandOptions): Promise<number> {
  const part = options.part === undefined ? undefined : partOf(options.part);
  if (options.flow === 'asic') {
    const other = part !== undefined ? '--part' : options.estimate === true ? '--estimate' : undefined;
    if (other === undefined) return synthAsic(context, path, options);
    throw new DendraError(`${other} must be given with --flow yosys, not with --flow asic`, {
      rule: 'option-value',
      hint: `leave ${other} out`,
    });
  }
  if (options.liberty !== undefined) {
    throw new DendraError(`--liberty must be given with --flow asic, not with --flow ${options.flow}`, {
      rule: 'option-value',
      hint: 'add --flow asic, or leave --liberty out',
    });
  }
  const beside = (option: string, given: string, hint: string): never => {
    throw new DendraError(`${option} must be left out, not ${given}`, { rule: 'option-value', hint });
  };
  if (options.target === 'asic') {
    const hint = 'the target asic has neither parts nor an estimate: use --flow asic, or another target';
    if (part !== undefined) beside('--part', part.name, hint);
    if (options.estimate === true) beside('--estimate', 'given', hint);
  }
  if (options.estimate === true && options.yosys !== undefined) {
    beside('--yosys', options.yosys, 'an estimate runs no Yosys');
  }
  if (options.estimate === true && options.dsp === 'explicit') {
    throw new DendraError('--dsp must be inferred with --estimate, not explicit', {
      rule: 'option-value',
      hint: 'leave --estimate out: Yosys counts them',
    });
  }
  const target = options.target ?? 'ultrascale-plus';
  const lowered = await lowerDesign(path, target, options.dsp);
  const area = options.estimate === true ? estimateArea(lowered) : await measured(context, lowered, options);
  const excess = part === undefined ? [] : excessOf(area, part);
  const fitting =
    excess.length === 0 || options.dsp === 'explicit'
      ? undefined
      : await fittingFold(context, await loadDesign(path), part!, target);
  const warnings = 'error' in area ? errorLines(area) : warningsOf(area, options.dsp);
  const share = part === undefined ? undefined : sharesOf(area, part);
  context.print(
    {
      design: lowered.name,
      flow: options.estimate === true ? 'estimate' : options.flow,
      ...area,
      ...(part === undefined ? {} : { part: { ...part, share, fits: excess.length === 0, excess, fitting } }),
      warnings,
    },
    [
      `${lowered.name}, ${'version' in area ? `after synthesis for UltraScale+ (${area.version})` : 'estimated for UltraScale+'}`,
      '',
      areaTable(area, part),
      '',
      ...warnings.map((line) => `note: ${line}`),
      ...excess.map((each) => `error: ${excessText(each, part!)}`),
      ...(fitting === undefined ? [] : [`  ${fittingText(fitting, part!)}`]),
    ].join('\n'),
  );
  return excess.length === 0 ? 0 : 1;
}

/** What Yosys says. */
function measured(context: Context, lowered: Lowered, { yosys }: SynthCommandOptions): Promise<DesignArea> {
  return synthesiseLayers(lowered, emit(lowered), {
    family: 'xcup',
    tool: yosys === undefined ? undefined : yosysKinds[yosys],
    signal: context.signal,
    progress: (text) => context.progress(text),
  });
}

/** How far the estimate is from Yosys: over all units, and for each kind of the design. */
function errorLines({ error, layers, unknown }: Estimate): string[] {
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
  const spread = ({ median, worst }: Spread): string => `${percent(median)} in the median, ${percent(worst)} at worst`;
  const kinds = new Map(layers.flatMap((layer) => (layer.error === undefined ? [] : [[layer.kind, layer.error]])));
  return [
    `error of the estimate against Yosys over ${error.points} units: LUT ${spread(error.lut)}; FF ${spread(error.ff)}`,
    ...[...kinds].map(([kind, own]) => `error for ${kind}: LUT ${spread(own.lut)}; FF ${spread(own.ff)}`),
    ...(unknown.length === 0 ? [] : [`only memories and multipliers are known of ${unknown.join(', ')}`]),
  ];
}

/** Percent of each resource of a part; of one that the part has none of, 0 or 100. */
export function sharesOf(area: Area, part: Area): Record<string, number> {
  const share = (name: keyof Area): number =>
    part[name] === 0 ? (area[name] === 0 ? 0 : 100) : (100 * area[name]) / part[name];
  return Object.fromEntries(resourceNames.map((name) => [name, Number(share(name).toPrecision(3))]));
}

/** `LUT must be at most 70,560 (xczu3eg), not 81,200: 10,640 too many`. */
export function excessText({ resource, used, available }: Excess, { name }: Part): string {
  const over = countText(used - available);
  return `${resources[resource]} must be at most ${countText(available)} (${name}), not ${countText(used)}: ${over} too many`;
}

/** What the figures of Yosys do not say. */
function warningsOf({ dsp }: Area, how: Target['dsp']): string[] {
  const count = `${countText(dsp)} DSP48E2`;
  const note = {
    inferred:
      `Yosys does not pack registers and adders into the ${count}, Vivado does: an 8 x 8 bit product into a 32-bit sum ` +
      'is counted as 1 DSP48E2, 32 LUT, 64 FF and 8 CARRY4, and takes 1 DSP48E2 when packed',
    explicit: `the register behind a product is part of the explicit ones of the ${count}; sums stay outside of them, in Vivado too`,
  };
  return [
    ...(dsp === 0 ? [] : [note[how]]),
    'each unit is synthesised closed; CARRY counts CARRY4, two of which fill a CARRY8; Yosys has no timing of UltraScale+, so no clock rate is given',
  ];
}

/** Layers, the total, and its share of the part; levels and carry chains where they were measured. */
function areaTable(area: DesignArea | Estimate, part: Part | undefined): string {
  const more = 'version' in area;
  const row = (node: string, kind: string, figures: Area, ...last: readonly number[]): string[] => [
    node,
    kind,
    ...resourceNames.map((name) => countText(figures[name])),
    ...last.map(countText),
  ];
  const share = part === undefined ? undefined : sharesOf(area, part);
  return table(
    ['layer', 'unit', ...Object.values(resources), ...(more ? ['CARRY', 'levels'] : [])],
    [
      ...(more
        ? area.layers.map((layer) => row(layer.node, layer.kind, layer, layer.carry, layer.levels.levels))
        : area.layers.map((layer) => row(layer.node, layer.kind, layer))),
      row('total', '', area, ...(more ? [area.carry, area.levels] : [])),
      ...(share === undefined ? [] : [[`of ${part!.name}`, '', ...resourceNames.map((name) => `${share[name]} %`)]]),
    ],
    `ll${'r'.repeat(resourceNames.length + (more ? 2 : 0))}`,
  );
}
