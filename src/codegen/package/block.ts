// What a packaged block is, as data: every file of the package is made of this and nothing else.
import { DendraError, type Manifest, type Target } from '../../ir/index.ts';
import { type AxiInterface, axiInterface } from '../axi/interface.ts';
import { type RegisterMap, registerMap } from '../axi/registers.ts';

/** What a design does not say of itself, and a tool asks for. */
export interface PackageOptions {
  /** First part of the name `vendor:generated:<design>:1.0`. */
  readonly vendor?: string | undefined;
  /** Part as Vivado names it, with package and speed grade. */
  readonly part?: string | undefined;
  /** Clock period in ns that constraints ask for. */
  readonly period?: number | undefined;
}

/** The same with nothing left out. */
export type PackageSettings = { readonly [K in keyof PackageOptions]-?: NonNullable<PackageOptions[K]> };

/** A design with all that its package says of it. */
export interface Block extends PackageSettings {
  readonly manifest: Manifest;
  readonly axi: AxiInterface;
  readonly map: RegisterMap;
  /** `vendor`, `library`, `name` and `version`, which identify it in every tool. */
  readonly vlnv: readonly [string, string, string, string];
  readonly bench: Bench;
}

/** What replays golden vectors on the design without dendra. */
export interface Bench {
  /** The SystemVerilog bench and its vectors, relative to the design's folder. */
  readonly files: readonly string[];
  readonly samples: number;
  /** Cycles that all samples take when nobody waits: up to the final beat, as predicted and as every check measures. */
  readonly cycles: number;
}

/** Starting points and no promise: 300 MHz is what a DSP column takes easily, 50 MHz what an open 130 nm process does. */
export const packageDefaults: Readonly<Record<Target['name'], PackageSettings>> = {
  'ultrascale-plus': { vendor: 'dendra', part: 'xczu7ev-ffvc1156-2-e', period: 3.333 },
  asic: { vendor: 'dendra', part: '', period: 20 },
};

/** Describes an emitted design. Throws a DendraError where an option is wrong. */
export function blockOf(manifest: Manifest, bench: Bench, options: PackageOptions): Block {
  const { vendor, part, period } = { ...packageDefaults[manifest.target as Target['name']], ...given(options) };
  if (!/^[A-Za-z][\w.-]*$/.test(vendor)) refuse('vendor', 'a word of letters, digits, dots and hyphens', vendor);
  if (!(period >= 0.1 && period <= 1000)) refuse('period', 'a number of nanoseconds from 0.1 to 1000', period);
  if (manifest.target === 'asic' && part !== '') refuse('part', 'left out for target asic', part);
  // Device, package, speed grade, and mostly a temperature.
  if (manifest.target !== 'asic' && !/^\w+(-\w+){2,}$/.test(part)) refuse('part', 'a name as Vivado has it', part);
  return {
    ...{ manifest, bench, vendor, part, period },
    axi: axiInterface(manifest),
    map: registerMap(manifest),
    vlnv: [vendor, 'generated', manifest.design, '1.0'],
  };
}

/** An option that is undefined leaves its default. */
function given(options: PackageOptions): Partial<PackageSettings> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function refuse(subject: string, expected: string, value: string | number): never {
  throw new DendraError(`${subject} must be ${expected}, not ${value === '' ? 'empty' : value}`, {
    rule: 'package-option',
  });
}
