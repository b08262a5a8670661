// Operations of a transfer function, for energy: what its nodes do, element by element.
import { maxSize, type Operations, type Site, widthOf } from '../../ir/index.ts';
import type { Expression, Op } from '../../transfer/index.ts';
import type { Attrs } from './index.ts';
import { leadOf } from './index.ts';
import { planOf } from './plan.ts';

/** Class of an operation by node; nodes that are wires or a choice cost nothing. */
const classes: Partial<Record<Op, 'multiply' | 'add' | 'compare'>> = {
  ...{ mul: 'multiply', add: 'add', sub: 'add', abs: 'add' },
  ...{ min: 'compare', max: 'compare', less: 'compare', equal: 'compare', saturate: 'compare' },
};

/** Operations of a sample; a tensor of run-time length counts as its most. */
export function operationsOf({ attrs, inputs, outputs, steps }: Site<Attrs>): Operations {
  const { nodes, states } = planOf(attrs, inputs).graph;
  const elements = maxSize(leadOf(outputs)) * steps;
  const sums = new Map<string, number>();
  const charge = (name: string, amount: number): unknown => sums.set(name, (sums.get(name) ?? 0) + amount * elements);
  for (const node of nodes) {
    const name = classes[node.op];
    if (name !== undefined) charge(`${name}.${bitsOf(node, nodes)}`, 1);
    // A rounding that can go up is an addition of one bit.
    if (node.op === 'round' && node.detail.rounding !== 'floor') charge(`add.${widthOf(node.type)}`, 1);
    if (node.op === 'lookup') charge('sram.bits', widthOf(node.type));
  }
  // A state is read and written.
  for (const { type } of Object.values(states)) charge('sram.bits', 2 * widthOf(type));
  return Object.fromEntries(sums);
}

/** The wider operand of a product or comparison, the result of a sum. */
function bitsOf({ op, args, type }: Expression, nodes: readonly Expression[]): number {
  if (classes[op] === 'add') return widthOf(type);
  return Math.max(...args.map((arg) => widthOf(nodes[arg]!.type)));
}
