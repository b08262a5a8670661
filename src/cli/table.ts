// Text for people: aligned tables, and quantities with a unit prefix.

/** An aligned table; `align` has one `l` or `r` a column. An empty head prints none. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const all = head.length === 0 ? rows : [head, ...rows];
  const widths = [...align].map((_, i) => Math.max(0, ...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    [...align]
      .map((side, i) => (side === 'r' ? (row[i] ?? '').padStart(widths[i]!) : (row[i] ?? '').padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  const rule = head.length === 0 ? [] : [widths.map((width) => '-'.repeat(width)).join('  ')];
  const [first, ...rest] = all.map(line);
  return [...(first === undefined ? [] : [first]), ...rule, ...rest].join('\n');
}

const prefixes = ['', 'm', 'u', 'n', 'p', 'f'] as const;

/** Joules with a prefix and four digits: `3.793 uJ`. */
export function joulesText(joules: number): string {
  if (joules === 0) return '0 J';
  const power = Math.min(Math.max(Math.ceil(-Math.log10(joules) / 3), 0), prefixes.length - 1);
  return `${Number((joules * 1000 ** power).toPrecision(4))} ${prefixes[power]}J`;
}

/** A count with at most one decimal and thousands apart: `47,411.2`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
