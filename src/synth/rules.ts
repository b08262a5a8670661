// Area that follows from sizes alone: memories, FIFOs and multipliers on UltraScale+, as Yosys 0.55 builds them.

import { portData } from '../codegen/ports.ts';
import { type Cell, ceilLog2, dspOperands, type Lowered, type Memory, type Products, worthDsp } from '../ir/index.ts';
import type { Area } from './parts.ts';

/** No area. */
export const none: Area = { lut: 0, ff: 0, dsp: 0, bram: 0, uram: 0 };

/** The sum of areas. */
export function sumOf(areas: readonly Area[]): Area {
  return areas.reduce(
    (sum, { lut, ff, dsp, bram, uram }) => ({
      lut: sum.lut + lut,
      ff: sum.ff + ff,
      dsp: sum.dsp + dsp,
      bram: sum.bram + bram,
      uram: sum.uram + uram,
    }),
    none,
  );
}

/** Shapes of half a block RAM of 36 kbit: depth and width. */
const blocks = [
  [512, 36],
  [1024, 18],
  [2048, 9],
  [4096, 4],
  [8192, 2],
  [16384, 1],
] as const;

/** Block RAM of a memory, in units of 36 kbit. */
export function blockRam({ depth, width }: Pick<Memory, 'depth' | 'width'>): number {
  return Math.min(...blocks.map(([d, w]) => Math.ceil(depth / d) * Math.ceil(width / w))) / 2;
}

/** LUTs of a LUT RAM: blocks of 8 hold 32 words of 14 bits or 64 of 7; one LUT a bit chooses between up to four blocks. */
export function lutRam({ depth, width }: Pick<Memory, 'depth' | 'width'>): number {
  if (depth <= 32) return 8 * Math.ceil(width / 14);
  const deep = Math.ceil(depth / 64);
  return 8 * Math.ceil(width / 7) * deep + (deep > 1 ? width * Math.ceil((deep - 1) / 3) : 0);
}

/** LUTs for which Yosys takes half a block RAM instead. */
const halfBlock = 80;

/** A FIFO: LUT RAM, or block RAM where that is cheaper, with its pointers and counts. */
export function fifoArea(width: number, depth: number): Area {
  const ff = 2 * Math.max(1, ceilLog2(depth)) + 2 * ceilLog2(depth + 1);
  const [lut, bram] = [lutRam({ depth, width }), blockRam({ depth, width })];
  return lut > 2 * halfBlock * bram ? { ...none, ff: ff + width, lut: width, bram } : { ...none, ff, lut };
}

/** A memory of a unit. A ROM of LUTs has one for each 64 words and bit. */
export function memoryArea(memory: Memory): Area {
  const { style, depth, width, copies = 1 } = memory;
  const lut = copies * (style === 'logic' ? width * Math.ceil(depth / 64) : lutRam(memory));
  const bram = copies * blockRam(memory);
  const block = style === 'block' || (style === 'logic' && lut > 2 * halfBlock * bram);
  return block ? { ...none, bram } : { ...none, lut };
}

/** DSP48E2 blocks of multipliers; Yosys leaves small products to LUTs. */
export function productArea({ count, a, b }: Products): Area {
  if (a + b < worthDsp.product || Math.min(a, b) < worthDsp.operand) return none;
  const [wide, narrow] = a > b ? [a, b] : [b, a];
  return { ...none, dsp: count * Math.ceil(wide / dspOperands.wide) * Math.ceil(narrow / dspOperands.narrow) };
}

/** What rules say of a cell: its output FIFOs, its memories and its multipliers. */
export function ruledArea({ edges }: Lowered, { unit, site }: Cell): Area {
  const fifos = edges
    .filter(({ from }) => from.startsWith(`${site.name}.`))
    .map(({ from, type, lanes, depth }) => fifoArea(portData(from, type, lanes, depth).beatBits, depth));
  const products = unit.growth?.(site).products ?? [];
  return sumOf([...fifos, ...unit.memories(site).map(memoryArea), ...products.map(productArea)]);
}
