// Choices between constants: values that hardware makes of a truth value alone, so that sums with them cost no more than with one.
import type { NodeStore } from './nodes.ts';

/** A sum taken apart: what varies, and the constant or the choice of constants beside it. */
export interface Sum {
  readonly base?: number;
  readonly choice?: number;
}

/** True for a constant, and for a choice between such. */
export function isChoice(store: NodeStore, x: number): boolean {
  const { op, args } = store.nodes[x]!;
  if (op === 'constant') return true;
  return op === 'select' && !store.isTruth(x) && args.slice(1).every((arg) => isChoice(store, arg));
}

/** Takes a sum apart; what only says that it lies within an interval is looked through. */
export function takeApart(store: NodeStore, x: number): Sum {
  if (isChoice(store, x)) return { choice: x };
  const { op, args } = store.nodes[x]!;
  if (op === 'narrow') {
    const inner = takeApart(store, args[0]!);
    return inner.choice === undefined ? { base: x } : inner;
  }
  const [a, b] = args as [number, number];
  if (op === 'add' && isChoice(store, b)) return { base: a, choice: b };
  if (op === 'add' && isChoice(store, a)) return { base: b, choice: a };
  return { base: x };
}
