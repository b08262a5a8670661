// Charges operations to the entries of a technology table; what has no entry is listed, never dropped.
import type { Operations } from '../ir/index.ts';
import type { Column, Entry, Joules, NotCharged, Technology } from './types.ts';

/** What operations cost. */
export interface Charge {
  readonly columns: Joules;
  readonly joules: number;
  readonly used: readonly Entry[];
  readonly notCharged: readonly NotCharged[];
}

/** In front of the operations that bring context. */
const servesContext = 'context.';
/** Picojoules in a joule. */
const pico = 1e12;

/** Costs of operations; `bytes` is the size of the memory behind `sram.bits`. */
export function charge(technology: Technology, operations: Operations, bytes = 0): Charge {
  const picojoules: Record<Column, number> = { compute: 0, context: 0, memory: 0 };
  const used = new Set<Entry>();
  const notCharged: NotCharged[] = [];
  for (const [operation, count] of Object.entries(operations)) {
    if (count === 0) continue;
    // What a unit does for its context says so: `context.add.16`.
    const serves = operation.startsWith(servesContext);
    const [kind, detail] = split(serves ? operation.slice(servesContext.length) : operation);
    const price = technology.charges.includes(kind) ? priceOf(technology, kind, detail, bytes) : undefined;
    if (price === undefined) {
      notCharged.push({ operation, count, why: reason(technology, kind, detail, bytes) });
      continue;
    }
    for (const entry of price.entries) used.add(entry);
    const cost = count * price.value;
    if (kind === 'sram' || kind === 'dram') picojoules.memory += cost;
    else if (serves || kind === 'context') picojoules.context += cost;
    else picojoules.compute += cost;
  }
  const { compute, context, memory } = picojoules;
  return {
    columns: { compute: compute / pico, context: context / pico, memory: memory / pico },
    joules: (compute + context + memory) / pico,
    used: [...used],
    notCharged,
  };
}

interface Price {
  readonly value: number;
  readonly entries: readonly Entry[];
}

function priceOf({ entries, sram }: Technology, kind: string, detail: string, bytes: number): Price | undefined {
  if (kind === 'sram') return sram === undefined ? undefined : memoryPrice(entries, sram, bytes);
  const plain = entries[kind];
  if (plain !== undefined) return { value: plain.value, entries: [plain] };
  // The narrowest circuit that holds the operands.
  const [entry] = sized(entries, kind).find(([, size]) => size >= Number(detail)) ?? [];
  return entry === undefined ? undefined : { value: entry.value, entries: [entry] };
}

/** Price of one bit of a memory of that size. */
function memoryPrice(
  entries: Technology['entries'],
  { bits, interpolate }: NonNullable<Technology['sram']>,
  bytes: number,
): Price | undefined {
  const sizes = sized(entries, 'sram');
  const i = sizes.findIndex(([, size]) => size >= bytes);
  if (i < 0) return undefined;
  const [entry, size] = sizes[i]!;
  if (!interpolate) return { value: entry.value / bits, entries: [entry] };
  const [below, least] = sizes[i - 1] ?? [undefined, 0];
  const from = below?.value ?? 0;
  const value = from + ((entry.value - from) * (bytes - least)) / (size - least);
  return { value: value / bits, entries: below === undefined ? [entry] : [below, entry] };
}

/** Entries `<kind>.<size>` by rising size. */
function sized(entries: Technology['entries'], kind: string): [entry: Entry, size: number][] {
  return Object.entries(entries)
    .map(([id, entry]) => [entry, split(id)] as const)
    .filter(([, [name]]) => name === kind)
    .map(([entry, [, detail]]) => [entry, Number(detail)] as [Entry, number])
    .sort(([, a], [, b]) => a - b);
}

function reason({ name, contained, charges }: Technology, kind: string, detail: string, bytes: number): string {
  if (contained[kind] !== undefined) return contained[kind];
  if (kind === 'sram') return `${name} has no entry for a memory of ${bytes} bytes`;
  return `${name} has no entry for ${kind}${charges.includes(kind) ? ` of ${detail} bits` : ''}`;
}

function split(id: string): [kind: string, detail: string] {
  const dot = id.indexOf('.');
  return dot < 0 ? [id, ''] : [id.slice(0, dot), id.slice(dot + 1)];
}
