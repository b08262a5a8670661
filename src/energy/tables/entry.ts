// Shorthand for table files: entries that share a node, a source and a status.
import type { Entry, Status } from '../types.ts';

/** What the entries of a block share. */
export interface Shared {
  readonly node: string;
  readonly voltage?: number;
  readonly source: string;
  readonly status: Status;
}

/** Name and value of one entry, with what it does not share. */
export type Row = readonly [id: string, name: string, value: number, own?: Partial<Entry>];

/** Entries by identifier from rows with common fields. */
export function entries(shared: Shared, rows: readonly Row[]): Record<string, Entry> {
  return Object.fromEntries(
    rows.map(([id, name, value, own]) => [id, { name, value, unit: 'pJ' as const, ...shared, ...own }]),
  );
}
