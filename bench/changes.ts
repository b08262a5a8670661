// What a benchmark changed: numbers that differ from those on record.

/** Least change that is told, as a share of the number on record. */
const least = 0.01;

/** One line for each number of `after` that is not, up to a hundredth, the one of `before` at the same place. */
export function changes(before: unknown, after: unknown, place: string): string[] {
  if (typeof after === 'number') {
    if (typeof before !== 'number' || Math.abs(after - before) <= least * Math.abs(before)) return [];
    return [`${place}: ${before} -> ${after}`];
  }
  if (typeof after !== 'object' || after === null) return [];
  const known = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {};
  return Object.entries(after).flatMap(([key, value]) => changes(known[key], value, `${place}.${key}`));
}
