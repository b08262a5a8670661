// Logic levels of operations, in LUTs and carry chains as src/synth counts them: measured over widths of 4 to 48 bits with
// Yosys 0.55, synth_xilinx -family xcup; bench/transfer.ts measures them again.
import { bitLength, widthOf } from '../ir/index.ts';
import type { Expression } from './expression.ts';
import { isWire } from './wires.ts';

/** Levels of the logic of a node. */
export function levelsOf(nodes: readonly Expression[], number: number): number {
  const { op, args, detail } = nodes[number]!;
  if (isWire(nodes, number)) return 0;
  const operands = args.map((arg) => nodes[arg]!);
  const bits = Math.max(0, ...operands.map(({ type }) => widthOf(type)));
  const constant = operands.some((operand) => operand.op === 'constant');
  switch (op) {
    case 'add':
    case 'sub':
      // A chain, and LUTs in front of it where two values meet.
      return constant ? 1 : 2;
    case 'mul':
      // Counts to no path between registers, but a DSP block is as slow as this; wide products add up partial ones.
      return bits <= 18 ? 3 : bits <= 27 ? 5 : 8;
    case 'round':
      return detail.rounding === 'floor' ? 0 : 2;
    case 'less':
      if (isZero(operands[1]!)) return 0;
      return bits <= (constant ? 8 : 4) ? 1 : 2;
    case 'equal':
      return bits <= (constant ? 6 : 3) ? 1 : bits <= 24 ? 2 : 3;
    case 'select':
      return isAbsorbed(nodes, args) ? 0 : 1;
    case 'and':
    case 'or':
      return 1;
    case 'shift':
      return Math.ceil(widthOf(operands[1]!.type) / 2);
    case 'lookup': {
      const index = bitLength(detail.table!.length - 1);
      // Beyond one LUT a bit its choices are one level on paper, but logic in front of them is repeated for every LUT: with
      // 256 entries Yosys took half as many again. So it counts as much as a product, and stands alone in its stage.
      return index <= 6 ? 1 : Math.max(3, Math.ceil(index / 2) - 3);
    }
    default:
      return 0;
  }
}

/** A comparison with 0 is the sign. */
function isZero({ op, detail }: Expression): boolean {
  return op === 'constant' && detail.int![0] === 0n;
}

/** The second of two bounds shares the LUT of the first one; bits that are turned share that of the sum behind them. */
function isAbsorbed(nodes: readonly Expression[], [, ...branches]: readonly number[]): boolean {
  if (branches.some((branch) => nodes[branch]!.op === 'sub' && isWire(nodes, branch))) return true;
  const bounded = (number: number): boolean =>
    nodes[number]!.op === 'select' && nodes[number]!.args.some((arg) => nodes[arg]!.op === 'constant');
  return branches.some((branch) => nodes[branch]!.op === 'constant') && branches.some(bounded);
}
