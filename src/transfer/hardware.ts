// A function as adders, comparisons and choices: operations that registers can part, and constants gathered into one sum.
import { type Elem, elem, greater, lesser, type Rounding } from '../ir/index.ts';
import { isChoice, takeApart } from './choice.ts';
import { type ExpressionGraph, operationOf } from './expression.ts';
import { mostBits } from './nodes.ts';
import { ShiftAddBuilder } from './shift-add.ts';
import { rebuild } from './specialise.ts';

/** The graph with its results and states, each of them of the same type, over operations of hardware. */
export function hardwareGraph(graph: ExpressionGraph): ExpressionGraph {
  return rebuild(graph, new HardwareBuilder(graph.multiply));
}

/** Collects nodes of hardware; only roundings other than `floor` and `halfUp` stay whole. */
class HardwareBuilder extends ShiftAddBuilder {
  /** Half of a last bit that is dropped is added to values of the full width. */
  protected override readonly most = mostBits + 2;

  override align(x: number, frac: number): number {
    return isChoice(this, x) ? this.#choose(x, (constant) => super.align(constant, frac)) : super.align(x, frac);
  }

  override add(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    const { int } = operationOf('add').infer([this.typeOf(x), this.typeOf(y)], {}, false);
    const [s, t] = [takeApart(this, x), takeApart(this, y)];
    const base = s.base === undefined ? t.base : t.base === undefined ? s.base : undefined;
    if (s.choice === undefined || t.choice === undefined) return super.add(x, y);
    const sum = this.#choose(s.choice, (k) => this.#choose(t.choice!, (l) => super.add(k, l)));
    if (base !== undefined) return this.narrow(super.add(base, sum), int[0], int[1]);
    return s.base === undefined ? sum : super.add(x, y);
  }

  /** A difference from a constant is a sum. */
  override sub(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    if (!isChoice(this, y) || isChoice(this, x)) return super.sub(x, y);
    const zero = this.constant({ code: 0n, frac: 0 });
    return this.add(
      x,
      this.#choose(y, (k) => super.sub(zero, k)),
    );
  }

  /** Values that differ by constants are one sum, beside which only the constants are chosen. */
  override select(condition: number, a: number, b: number): number {
    const { op, args } = this.nodes[condition]!;
    if (op === 'not') return this.select(args[0]!, b, a);
    const [x, y] = this.aligned(this.#under(condition, a, 1), this.#under(condition, b, 2)) as [number, number];
    const [s, t] = [takeApart(this, x), takeApart(this, y)];
    if (this.isTruth(x) || x === y || s.base !== t.base || s.base === undefined) return super.select(condition, x, y);
    const zero = this.align(this.constant({ code: 0n, frac: 0 }), this.typeOf(x).frac);
    const choice = super.select(condition, s.choice ?? zero, t.choice ?? zero);
    const [p, q] = [this.typeOf(x).int, this.typeOf(y).int];
    return this.narrow(this.add(s.base, choice), lesser(p[0], q[0]), greater(p[1], q[1]));
  }

  /** The branch that a choice takes where a condition around it holds (1) or not (2). */
  #under(condition: number, x: number, branch: 1 | 2): number {
    const { op, args } = this.nodes[x]!;
    return op === 'select' && args[0] === condition ? args[branch]! : x;
  }

  override abs(x: number): number {
    const type = this.typeOf(x);
    const [lo, hi] = type.int;
    if (this.constantOf(x) !== undefined || lo >= 0n) return super.abs(x);
    const unit = (code: bigint): number => this.node('constant', [], { int: [code, code], frac: type.frac });
    const negative = this.less(x, unit(0n));
    if (this.constantOf(negative) !== undefined) return this.sub(unit(0n), x);
    // Without its sign a negative value has all bits turned, and is one too small.
    const turned = super.select(negative, super.sub(unit(-1n), x), x);
    const sum = this.add(this.narrow(turned, 0n, greater(-1n - lo, hi)), super.select(negative, unit(1n), unit(0n)));
    return this.narrow(sum, 0n, greater(-lo, hi));
  }

  override min(a: number, b: number): number {
    return this.#extreme('min', a, b, (x, y) => this.less(x, y));
  }

  override max(a: number, b: number): number {
    return this.#extreme('max', a, b, (x, y) => this.less(y, x));
  }

  #extreme(op: 'min' | 'max', a: number, b: number, first: (x: number, y: number) => number): number {
    const result = super[op](a, b);
    const { op: made, args, type } = this.nodes[result]!;
    if (made !== op) return result;
    const [x, y] = args as [number, number];
    return this.narrow(this.select(first(x, y), x, y), type.int[0], type.int[1]);
  }

  override saturate(x: number, lo: bigint, hi: bigint): number {
    const { int, frac } = this.typeOf(x);
    const bound = (code: bigint): number => this.node('constant', [], { int: [code, code], frac });
    if (this.constantOf(x) !== undefined || lo >= int[1] || hi <= int[0]) return super.saturate(x, lo, hi);
    const upper = hi < int[1] ? super.select(this.less(bound(hi), x), bound(hi), x) : x;
    const both = lo > int[0] ? super.select(this.less(x, bound(lo)), bound(lo), upper) : upper;
    return this.narrow(both, lo, hi);
  }

  override round(x: number, frac: number, rounding: Rounding): number {
    const { frac: from } = this.typeOf(x);
    if (from <= frac) return x;
    if (isChoice(this, x)) return this.#choose(x, (k) => super.round(k, frac, rounding));
    if (rounding !== 'halfUp') return super.round(x, frac, rounding);
    const code = 1n << BigInt(from - frac - 1);
    return super.round(this.add(x, this.node('constant', [], { int: [code, code], frac: from })), frac, 'floor');
  }

  /** A constant or a choice with something done to each of its constants. */
  #choose(choice: number, change: (constant: number) => number): number {
    const { op, args } = this.nodes[choice]!;
    if (op !== 'select') return change(choice);
    const [condition, a, b] = args as [number, number, number];
    return super.select(
      condition,
      this.#under(condition, this.#choose(a, change), 1),
      this.#under(condition, this.#choose(b, change), 2),
    );
  }
}

/** The type of every result, by name. */
export function resultTypes({ nodes, outputs }: ExpressionGraph): Record<string, Elem> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, node]) => {
      const { int, frac } = nodes[node]!.type;
      return [name, elem(int[0], int[1], frac)];
    }),
  );
}
