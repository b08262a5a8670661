// Data of argmax's template: the levels of its tree of comparisons and the counters of a row.
import { bitLength, ceilLog2, rowLength, type Site, widthOf } from '../../ir/index.ts';

/** Levels of the tree that finds the best lane of a beat; each ends in registers. */
export function treeDepth(lanes: number): number {
  return ceilLog2(lanes);
}

/** Data of the template. */
export function params({ inputs, outputs, fold }: Site): object & Record<string, unknown> {
  const lanes = fold.lanes!;
  const length = rowLength(inputs.x!);
  const beats = Math.ceil(length / lanes);
  const depth = treeDepth(lanes);
  const levels = Array.from({ length: depth }, (_, i) => ({
    from: i,
    to: i + 1,
    before: Math.ceil(lanes / 2 ** i),
    nodes: Math.ceil(lanes / 2 ** (i + 1)),
    first: i === 0,
    /** Nodes above still compare, and so ask which lanes hold elements. */
    more: i + 1 < depth,
  }));
  const countBits = bitLength(lanes);
  return {
    increments: { compare: countBits },
    countBits,
    depth,
    levels,
    lanes,
    length,
    several: beats > 1,
    beats,
    beatBits: Math.max(1, ceilLog2(beats)),
    indexBits: widthOf(outputs.y!.elem),
    tree: depth > 0,
    compares: length > 1,
    unused: [
      ...(beats > 1 ? [] : [`value_${depth}`]),
      ...Array.from({ length: Math.max(1, depth) }, (_, i) => `keep_${i}`),
    ],
    lastLanes: length - (beats - 1) * lanes,
  };
}
