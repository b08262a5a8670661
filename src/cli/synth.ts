// dendra synth: area per layer from Yosys, as a share of a part.
import { emit } from '../codegen/index.ts';
import { DendraError, type Target } from '../ir/index.ts';
import {
  type Area,
  type DesignArea,
  type Excess,
  excessOf,
  type LayerArea,
  type Part,
  partOf,
  resourceNames,
  resources,
  synthesiseLayers,
} from '../synth/index.ts';
import type { Context } from './context.ts';
import { lowerDesign } from './design.ts';
import type { SampleOptions } from './samples.ts';
import { synthAsic } from './synth-asic.ts';
import { countText, table } from './table.ts';

/** Options of synth. */
export interface SynthCommandOptions extends SampleOptions {
  readonly flow: 'yosys' | 'asic';
  readonly target?: Target['name'];
  readonly dsp: Target['dsp'];
  readonly liberty?: string;
  readonly part?: string;
  readonly yosys?: 'embedded' | 'machine';
}

/** The Yosys that a word of the command line asks for. */
export const yosysKinds = { embedded: 'wasm', machine: 'native' } as const;

/** Runs the command; 1 when the design does not fit the part. */
export async function synth(context: Context, path: string, options: SynthCommandOptions): Promise<number> {
  const part = options.part === undefined ? undefined : partOf(options.part);
  if (options.flow === 'asic') {
    if (part === undefined) return synthAsic(context, path, options);
    throw new DendraError('--part must be given with --flow yosys, not with --flow asic', {
      rule: 'option-value',
      hint: 'leave --part out',
    });
  }
  if (options.liberty !== undefined) {
    throw new DendraError(`--liberty must be given with --flow asic, not with --flow ${options.flow}`, {
      rule: 'option-value',
      hint: 'add --flow asic, or leave --liberty out',
    });
  }
  const lowered = await lowerDesign(path, options.target, options.dsp);
  const area = await synthesiseLayers(lowered, emit(lowered), {
    family: 'xcup',
    tool: options.yosys === undefined ? undefined : yosysKinds[options.yosys],
    signal: context.signal,
    progress: (text) => context.progress(text),
  });
  const excess = part === undefined ? [] : excessOf(area, part);
  const warnings = warningsOf(area, options.dsp);
  const { lut, ff, dsp, bram, uram, carry, levels, version } = area;
  context.print(
    {
      design: lowered.name,
      flow: options.flow,
      tool: version,
      ...{ lut, ff, dsp, bram, uram, carry, levels },
      ...(part === undefined
        ? {}
        : { part: { ...part, share: sharesOf(area, part), fits: excess.length === 0, excess } }),
      layers: area.layers,
      warnings,
    },
    [
      `${lowered.name}, after synthesis for UltraScale+ (${version})`,
      '',
      areaTable(area, part),
      '',
      ...warnings.map((line) => `note: ${line}`),
      ...excess.map((each) => `error: ${excessText(each, part!)}`),
    ].join('\n'),
  );
  return excess.length === 0 ? 0 : 1;
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

/** Layers, the total, and its share of the part. */
function areaTable(area: DesignArea, part: Part | undefined): string {
  const row = (node: string, kind: string, figures: Area & { carry: number }, levels: number): string[] => [
    node,
    kind,
    ...resourceNames.map((name) => countText(figures[name])),
    countText(figures.carry),
    `${levels}`,
  ];
  const share = part === undefined ? undefined : sharesOf(area, part);
  return table(
    ['layer', 'unit', ...Object.values(resources), 'CARRY', 'levels'],
    [
      ...area.layers.map((layer: LayerArea) => row(layer.node, layer.kind, layer, layer.levels.levels)),
      row('total', '', area, area.levels),
      ...(share === undefined ? [] : [[`of ${part!.name}`, '', ...resourceNames.map((name) => `${share[name]} %`)]]),
    ],
    `ll${'r'.repeat(resourceNames.length + 2)}`,
  );
}
