// Timing of spiking-attention: a load phase, then each query meets the stored tokens of its head.
import type { Beat, Beats, Site } from '../../ir/index.ts';
import type { Trace } from './golden.ts';
import { type Attrs, geometryOf } from './index.ts';

/** Values that one level of an adder tree adds: bits first, then sums. */
const firstGroup = 8;
const group = 4;

/** One registered level of an adder tree. */
export interface Level {
  /** Values in, and how many of them make one sum. */
  readonly count: number;
  readonly group: number;
  /** Largest value in and out. */
  readonly most: number;
  readonly sum: number;
}

/** Levels that add `count` values of at most `most`, saturating at `limit`; at least one. */
export function levelsOf(count: number, most: number, limit: number): readonly Level[] {
  const levels: Level[] = [];
  do {
    const here = most === 1 ? firstGroup : group;
    const sum = Math.min(limit, Math.min(here, count) * most);
    levels.push({ count, group: here, most, sum });
    count = Math.ceil(count / here);
    most = sum;
  } while (count > 1);
  return levels;
}
