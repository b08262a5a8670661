// Memories of units whose datapath comes from a transfer function: its tables.
import type { Memory } from '../ir/index.ts';
import { hexWord } from '../ir/verilog.ts';
import type { Datapath } from '../transfer/index.ts';

/** One memory for each table, under its name in the datapath, with a copy of its logic in every lane. */
export function tableMemories({ tables }: Datapath, lanes: number): readonly Memory[] {
  return tables.map(({ name, entries, width }) => ({
    name,
    width,
    depth: entries.length,
    style: 'logic',
    copies: lanes,
    words: () => entries.map((entry) => hexWord(entry, width)),
  }));
}
