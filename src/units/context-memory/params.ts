// Adder tree and widths of the context-memory template.
import { bitLength, ceilLog2, elem, isSigned, maxSize, type Site, widthOf } from '../../ir/index.ts';
import { literal } from '../../ir/verilog.ts';
import { beatsOf } from '../elementwise.ts';
import { meanElem, sumElem } from './golden.ts';
import type { Attrs } from './index.ts';

/** A level of the adder tree: each sum adds up to four of the level before. */
interface Level {
  readonly from: number;
  readonly to: number;
  readonly sums: number;
  readonly bits: number;
  /** Bits of four sums. */
  readonly four: number;
  readonly groups: number;
  readonly groupBits: number;
  /** Bits of the padded vector that the level reads. */
  readonly padded: number;
  readonly filler: number;
}

/** Levels of the tree; each ends in a register. */
function treeOf(lanes: number, bits: number): readonly Level[] {
  const levels: Level[] = [];
  for (let sums = lanes, width = bits; sums > 1; ) {
    const groups = Math.ceil(sums / 4);
    const groupBits = width + (sums > 2 ? 2 : 1);
    const filler = (groups * 4 - sums) * width;
    const level = levels.length;
    levels.push({
      from: level,
      to: level + 1,
      sums,
      bits: width,
      four: 4 * width,
      groups,
      groupBits,
      padded: groups * 4 * width,
      filler,
    });
    [sums, width] = [groups, groupBits];
  }
  return levels;
}

/** Cycles from the last beat's issue to the reader: the tree, the sum, the mean, and the FIFO. */
export function latencyOf({ fold }: Site<Attrs>): number {
  return treeOf(fold.lanes!, 1).length + 3;
}

/** Data of the template. */
export function params(site: Site<Attrs>): Record<string, unknown> {
  const { attrs, inputs, outputs, fold } = site;
  const x = inputs.x!.elem;
  const lanes = fold.lanes!;
  const cells = maxSize(inputs.x!);
  const signed = (lo: bigint, hi: bigint): number => widthOf(elem(lo < 0n ? lo : -1n, hi));
  const element = signed(...x.int);
  const tree = treeOf(lanes, element);
  const partial = tree.at(-1)?.groupBits ?? element;
  // Sums so far lie between 0 and the sum of all.
  const sum = sumElem(x, cells).int;
  const total = Math.max(signed(sum[0] < 0n ? sum[0] : 0n, sum[1] > 0n ? sum[1] : 0n), partial);
  const mean = signed(...meanElem(x, cells).int);
  const [lo, hi] = outputs.y!.elem.int;
  const universal = signed(lo < 0n ? lo : 0n, hi > 0n ? hi : 0n);
  const shift = ceilLog2(cells);
  const rest = cells - (beatsOf(inputs.x!, lanes) - 1) * lanes;
  const increment = bitLength(lanes);
  return {
    cells,
    shift,
    uShift: attrs.uShift,
    leaks: attrs.uShift > 0,
    signed: isSigned(x),
    element,
    tree,
    depth: tree.length,
    delays: Array.from({ length: tree.length + 2 }, (_, i) => ({ from: i, to: i + 1 })),
    sumStage: tree.length + 1,
    meanStage: tree.length + 2,
    partial,
    total,
    /** Bits of the total with half of what is dropped. */
    biased: total + 1,
    rounds: shift > 0,
    half: literal(shift > 0 ? 1n << BigInt(shift - 1) : 0n, total + 1, true),
    mean,
    universal,
    distance: Math.max(mean, universal) + 1,
    lanesCount: literal(lanes, increment),
    restCount: literal(rest, increment),
    uneven: rest !== lanes,
    increments: { adds: increment },
    incrementBits: increment,
  };
}
