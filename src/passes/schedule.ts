// Orders the parts so that each comes after its producers; outputs of feedback units are there from the start.
import type { Draft, Part } from './draft.ts';
import { splitSource } from './draft.ts';

/** The draft with its parts in the order of evaluation; the author's order decides between equals. */
export function schedule(draft: Draft): Draft {
  const byName = new Map(draft.parts.map((part) => [part.name, part]));
  const placed = new Set<string>();
  const order: Part[] = [];
  for (const root of draft.parts) {
    // An own stack, since graphs of thousands of layers would exhaust the call stack.
    const stack: { part: Part; waits: string[] }[] = [{ part: root, waits: producersOf(root, byName) }];
    while (stack.length > 0) {
      const { part, waits } = stack[stack.length - 1]!;
      const next = placed.has(part.name) ? undefined : waits.shift();
      if (next !== undefined) {
        if (!placed.has(next)) stack.push({ part: byName.get(next)!, waits: producersOf(byName.get(next)!, byName) });
        continue;
      }
      stack.pop();
      if (placed.has(part.name)) continue;
      placed.add(part.name);
      order.push(part);
    }
  }
  return { ...draft, parts: order };
}

/** Producers that must come first: not the feedback units, whose outputs come from their state. */
function producersOf(part: Part, byName: ReadonlyMap<string, Part>): string[] {
  return Object.values(part.sources)
    .map((source) => splitSource(source).node)
    .filter((node) => node !== undefined && byName.get(node)!.unit.feedback !== true) as string[];
}
