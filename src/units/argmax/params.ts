// Data of argmax's template: the levels of its tree of comparisons and the counters of a row.
import { bitLength, ceilLog2, rowLength, type Site, widthOf } from '../../ir/index.ts';

/** Levels of the tree that finds the best lane of a beat; each ends in registers. */
export function treeDepth(lanes: number): number {
  return ceilLog2(lanes);
}

/** Nodes of a level, in pairs and perhaps a single one, and where their lane numbers stand in the level below. */
function nodesOf(lanes: number, bits: number): Record<string, unknown> {
  const before = Math.ceil(lanes / 2 ** bits);
  const nodes = Math.ceil(before / 2);
  const pairs = Math.floor(before / 2);
  const part = (at: string): string => (bits === 1 ? `[${at}]` : `[${at} +: ${bits}]`);
  return {
    before,
    nodes,
    pairs,
    odd: nodes > pairs,
    last: before - 1,
    lastNode: nodes - 1,
    laneLeft: part(nodes === 1 ? '0' : `${2 * bits}*n`),
    laneRight: part(nodes === 1 ? `${bits}` : `${2 * bits}*n+${bits}`),
    laneLast: part(`${(before - 1) * bits}`),
    lane: bits === 0 ? '[n]' : `[${bits + 1}*n +: ${bits + 1}]`,
    laneLastNode: bits === 0 ? `[${nodes - 1}]` : `[${(nodes - 1) * (bits + 1)} +: ${bits + 1}]`,
  };
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
    first: i === 0,
    /** Nodes above still compare, and so ask for values and for the lanes that hold elements. */
    more: i + 1 < depth,
    /** The row goes on, so the best value of the beat meets the best so far. */
    value: i + 1 < depth || beats > 1,
    ...nodesOf(lanes, i),
  }));
  const lastLanes = length - (beats - 1) * lanes;
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
    lastLanes,
    uneven: lastLanes < lanes,
  };
}
