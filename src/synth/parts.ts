// What the parts of the UltraScale+ family hold: the totals that a share of the part is taken of.
import { DendraError, nearest } from '../ir/index.ts';

/** What is counted of a design and of a part. */
export interface Area {
  /** LUTs, those of LUT RAMs and shift registers included. */
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  /** Block RAM in units of 36 kbit. */
  readonly bram: number;
  readonly uram: number;
}

/** A part with its totals. */
export interface Part extends Area {
  readonly name: string;
  /** The same as Vivado names it: with package, speed grade and temperature of a board that many have. */
  readonly device: string;
  readonly source: string;
}

/** Resources with their names for people, in the order of reports. */
export const resources = { lut: 'LUT', ff: 'FF', dsp: 'DSP48E2', bram: 'BRAM36', uram: 'URAM' } as const;

/** Names of the resources. */
export const resourceNames = Object.keys(resources) as (keyof Area)[];

const zynq = 'AMD DS891, Zynq UltraScale+ MPSoC data sheet: overview';
const virtex = 'AMD DS890, UltraScale architecture and product data sheet: overview';

function part(device: string, totals: readonly [number, number, number, number, number], source: string): Part {
  const [lut, ff, dsp, bram, uram] = totals;
  return { name: device.split('-')[0]!, device, lut, ff, dsp, bram, uram, source };
}

/** LUT, FF, DSP48E2, block RAM of 36 kbit and UltraRAM of each part. */
export const parts: readonly Part[] = [
  part('xczu3eg-sbva484-1-e', [70560, 141120, 360, 216, 0], zynq),
  part('xczu5ev-sfvc784-1-e', [117120, 234240, 1248, 144, 64], zynq),
  part('xczu7ev-ffvc1156-2-e', [230400, 460800, 1728, 312, 96], zynq),
  part('xczu9eg-ffvb1156-2-e', [274080, 548160, 2520, 912, 0], zynq),
  part('xck26-sfvc784-2LV-c', [117120, 234240, 1248, 144, 64], 'AMD DS987, Kria K26 SOM data sheet'),
  part('xcvu9p-flga2104-2L-e', [1182240, 2364480, 6840, 2160, 960], virtex),
];

/** The part of that name; throws a DendraError with the nearest name. */
export function partOf(name: string): Part {
  const found = parts.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = parts.map((each) => each.name);
  const near = nearest(name, names);
  throw new DendraError(`part must be a known one, not ${name}`, {
    rule: 'part-known',
    hint: `${near === undefined ? '' : `did you mean ${near}? `}use one of ${names.join(', ')}`,
  });
}

/** A resource of which a design needs more than the part has. */
export interface Excess {
  readonly resource: keyof Area;
  readonly used: number;
  readonly available: number;
}

/** What does not fit. */
export function excessOf(area: Area, held: Area): Excess[] {
  return resourceNames
    .filter((name) => area[name] > held[name])
    .map((name) => ({ resource: name, used: area[name], available: held[name] }));
}
