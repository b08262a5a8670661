// Shape of the registered adder trees of spiking-attention.
import { bitLength } from '../../ir/index.ts';

/** One registered level of an adder tree: sums groups of values, saturating at a limit. */
export interface Level {
  readonly count: number;
  readonly group: number;
  readonly inBits: number;
  readonly outBits: number;
  /** Sums that come out. */
  readonly sums: number;
  readonly limit: number;
}

/** Levels, at least one, that add `count` values of at most `most`, saturating at `limit`. */
export function levelsOf(count: number, most: number, limit: number, firstGroup: number): readonly Level[] {
  // Bits are cheap to add, so that the first level may take more of them; sums go by four.
  const group = firstGroup;
  const sums = Math.ceil(count / group);
  const sum = Math.min(limit, Math.min(group, count) * most);
  const level = { count, group, inBits: bitLength(most), outBits: bitLength(sum), sums, limit: sum };
  return sums === 1 ? [level] : [level, ...levelsOf(sums, sum, limit, 4)];
}

/** Stages from the issue of a query's cycle to its results. */
export interface Stages {
  /** Levels that count the spikes of a row. */
  readonly row: number;
  /** Levels that add over the tokens of a cycle. */
  readonly tokens: number;
  /** The sums over the tokens of this cycle are in registers. */
  readonly sum: number;
  /** The counts of the row are in registers, and the neurons compute. */
  readonly fire: number;
  /** The spikes are in registers and leave. */
  readonly push: number;
  /** The spikes are counted. */
  readonly count: number;
}

/** The stages for heads of `size` channels and `tokens` tokens a cycle. */
export function stagesOf(size: number, tokens: number): Stages {
  const row = levelsOf(size, 1, size, 8).length;
  const along = levelsOf(tokens, size, Number.MAX_SAFE_INTEGER, 4).length;
  const sum = 1 + row + along;
  return { row, tokens: along, sum, fire: sum + 1, push: sum + 2, count: sum + 2 + row };
}
