// Memories of spiking-attention and the data of its template.
import { bitLength, ceilLog2, type Memory, type Site } from '../../ir/index.ts';
import { geometryOf } from './geometry.ts';
import type { Geometry } from './golden.ts';
import type { Attrs } from './index.ts';
import { type Level, levelsOf, stagesOf } from './tree.ts';

/** Bits of the state of a neuron between two steps: 0..(S - 1) >> 1. */
export function stateBits({ full }: Geometry): number {
  return Math.max(1, bitLength((full - 1) >> 1));
}

/** Words that a head's tokens take in each bank. */
function wordsOf({ tokens }: Geometry, banks: number): number {
  return Math.ceil(tokens / banks);
}

/** Keys and values (all banks side by side), queries, and the states of the neurons. */
export function memories(site: Site<Attrs>): readonly Memory[] {
  const g = geometryOf(site);
  const rows = g.tokens * g.heads;
  const banks = site.fold.tokens!;
  return [
    { name: 'pairs', depth: g.heads * wordsOf(g, banks), width: banks * 2 * g.size },
    { name: 'queries', depth: rows, width: g.size + 1 },
    { name: 'neurons', depth: rows, width: g.size * stateBits(g) },
  ];
}

/** Levels with the number of the vector that each reads and of the one that it gives. */
function numbered(levels: readonly Level[]): (Level & { from: number; to: number })[] {
  return levels.map((level, i) => ({ ...level, from: i, to: i + 1 }));
}

/** Data of the template. */
export function params(site: Site<Attrs>): Record<string, unknown> {
  const g = geometryOf(site);
  const { tokens, heads, size, full } = g;
  const banks = site.fold.tokens!;
  const rows = tokens * heads;
  const words = wordsOf(g, banks);
  const stages = stagesOf(size, banks);
  const scoreLevels = levelsOf(size, 1, full, 8);
  const valueLevels = levelsOf(size, 1, size, 8);
  const score = scoreLevels.at(-1)!;
  const value = valueLevels.at(-1)!;
  const sumLevels = levelsOf(banks, score.limit, full, 4);
  const addLevels = levelsOf(banks, value.limit, banks * size, 4);
  const sum = sumLevels.at(-1)!;
  const add = addLevels.at(-1)!;
  const potential = full + ((full - 1) >> 1);
  const scoreIncrement = bitLength(banks);
  return {
    tokens,
    heads,
    size,
    full,
    banks,
    bankBits: ceilLog2(banks),
    banked: banks > 1,
    rows,
    rowBits: Math.max(1, ceilLog2(rows)),
    words,
    deep: words > 1,
    several: tokens > 1,
    depth: heads * words,
    addressBits: Math.max(1, ceilLog2(heads * words)),
    storedBits: bitLength(tokens),
    storedWide: bitLength(tokens) + 1,
    ring: heads * bitLength(tokens),
    stages,
    stateBits: stateBits(g),
    stateMost: (full - 1) >> 1,
    potentialBits: Math.max(bitLength(potential), stateBits(g) + 1),
    countBits: bitLength(full),
    countWide: bitLength(full) + 1,
    scoreLevels: numbered(scoreLevels),
    valueLevels: numbered(valueLevels),
    scoreBits: score.outBits,
    valueBits: value.outBits,
    sumLevels: numbered(sumLevels),
    addLevels: numbered(addLevels),
    sumBits: sum.outBits,
    addBits: add.outBits,
    scoreIncrement,
    scoreDelay: stages.count - 1,
    addDelay: stages.count - stages.sum,
    increments: { score: scoreIncrement, accumulate: add.outBits, spike: value.outBits },
  };
}
