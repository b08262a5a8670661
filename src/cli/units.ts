// dendra units: the units with a sentence each.
import { registry } from '../units/index.ts';
import type { Context } from './context.ts';
import { table } from './table.ts';

/** Lists the units by name. */
export function units(context: Context): number {
  const list = Object.values(registry)
    .map(({ kind, summary }) => ({ kind, summary }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  context.print(
    list,
    table(
      [],
      list.map(({ kind, summary }) => [kind, summary]),
      'll',
    ),
  );
  return 0;
}
