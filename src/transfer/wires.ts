// Nodes that hardware writes where they are read: they have no signal, no register and no logic of their own.
import type { Expression } from './expression.ts';

/** True for constants, moves of the binary point, negations, choices of constants and values with all bits turned. */
export function isWire(nodes: readonly Expression[], number: number): boolean {
  const { op, args } = nodes[number]!;
  if (op === 'constant' || op === 'point' || op === 'align' || op === 'not') return true;
  if (op === 'sub') return isTurned(nodes, number);
  // Only the condition of a choice of constants is kept in registers.
  return op === 'select' && args.slice(1).every((arg) => isConstantChoice(nodes, arg));
}

/** True for a constant, and for a choice of constants. */
export function isConstantChoice(nodes: readonly Expression[], number: number): boolean {
  const { op } = nodes[number]!;
  return op === 'constant' || (op === 'select' && isWire(nodes, number));
}

/** True for -1 - x, which is x with all bits turned. */
function isTurned(nodes: readonly Expression[], number: number): boolean {
  const first = nodes[nodes[number]!.args[0]!]!;
  return first.op === 'constant' && first.detail.int![0] === -1n;
}
