// What the area of a transfer function's datapath grows with: bits of each kind of operation and of its registers.
import { type Growth, type Products, widthOf } from '../ir/index.ts';
import type { Expression, ExpressionGraph, Op } from './expression.ts';
import type { Schedule } from './pipeline.ts';
import { isWire } from './wires.ts';

/** The term that an operation counts to; the others are wires, tables or products. */
const kinds: Partial<Record<Op, 'sumBits' | 'comparedBits' | 'chosenBits' | 'shiftedBits'>> = {
  ...{ add: 'sumBits', sub: 'sumBits', less: 'comparedBits', equal: 'comparedBits', select: 'chosenBits' },
  ...{ shift: 'shiftedBits' },
};

/** Growth of `lanes` datapaths of a graph that `hardwareGraph` gave, under its schedule. */
export function datapathGrowth(
  { nodes, outputs }: ExpressionGraph,
  { stage, stages }: Schedule,
  lanes: number,
): Growth {
  const terms = { sumBits: 0, comparedBits: 0, chosenBits: 0, shiftedBits: 0, registerBits: 0 };
  const products: Products[] = [];
  const until = stage.slice();
  const read = (number: number, at: number): void => {
    if (isWire(nodes, number)) for (const arg of nodes[number]!.args) read(arg, at);
    else until[number] = Math.max(until[number]!, at);
  };
  for (const [number, node] of nodes.entries()) {
    if (isWire(nodes, number)) continue;
    for (const arg of node.args) read(arg, stage[number]!);
    const [a, b] = node.args.map((arg) => widthOf(nodes[arg]!.type));
    if (node.op === 'mul') products.push({ count: lanes, a: a!, b: b! });
    const kind = rounds(node) ? 'sumBits' : kinds[node.op];
    const bits = kind === 'comparedBits' ? Math.max(a!, b!) : widthOf(node.type);
    if (kind !== undefined) terms[kind] += lanes * bits;
  }
  for (const number of Object.values(outputs)) read(number, stages);
  nodes.forEach((node, number) => {
    if (!isWire(nodes, number)) terms.registerBits += lanes * widthOf(node.type) * (until[number]! - stage[number]!);
  });
  return { products, terms };
}

/** True for a rounding that can go up. */
function rounds({ op, detail }: Expression): boolean {
  return op === 'round' && detail.rounding !== 'floor';
}
