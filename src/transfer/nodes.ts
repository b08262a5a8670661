// The nodes of a function under construction: equal ones shared, constants folded, nothing wider than 64 bits.
import { clamp, DendraError, type Elem, greater, lesser, widthOf } from '../ir/index.ts';
import { codeAt, type Dyadic, reduce } from './dyadic.ts';
import { type Detail, type Expression, type Op, operationOf } from './expression.ts';

/** Widest value of a function. */
export const mostBits = 64;

/** Tells constant truth values from the numbers 0 and 1. */
const truthName = 'truth';

/** Nodes by number, and the operations that only rearrange them. */
export class NodeStore {
  /** Most bits of a value. */
  protected readonly most: number = mostBits;
  readonly nodes: Expression[] = [];
  readonly #numbers = new Map<string, number>();

  /** A node, shared with an equal one; folded where all operands are constants. */
  node(op: Op, args: readonly number[], detail: Detail = {}): number {
    const types = args.map((arg) => this.typeOf(arg));
    const operation = operationOf(op);
    if (args.length > 0 && op !== 'align' && args.every((arg) => this.nodes[arg]!.op === 'constant')) {
      const { frac } = operation.infer(types, detail, args[0] === args[1]);
      const codes = args.map((arg) => this.nodes[arg]!.detail.int![0]);
      const code = operation.meaning(codes, detail, types);
      return this.node('constant', [], { int: [code, code], frac });
    }
    const type = operation.infer(types, detail, args[0] === args[1]);
    const key = `${op} ${args.join()} ${detail.name} ${detail.int} ${detail.frac} ${detail.rounding} ${detail.table}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (widthOf(type) > this.most) {
      throw new DendraError(`a value must be of at most ${this.most} bits, not ${widthOf(type)}`, {
        rule: 'transfer-width',
        hint: 'quantise it, or its operands, to fewer bits',
      });
    }
    this.nodes.push({ op, args, detail, type });
    this.#numbers.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }

  typeOf(x: number): Elem {
    return this.nodes[x]!.type;
  }

  input(name: string, type: Elem): number {
    return this.node('input', [], { name, ...type });
  }

  state(name: string, type: Elem): number {
    return this.node('state', [], { name, ...type });
  }

  constant(value: Dyadic): number {
    const { code, frac } = reduce(value);
    return this.node('constant', [], { int: [code, code], frac });
  }

  constantOf(x: number): Dyadic | undefined {
    const { op, detail } = this.nodes[x]!;
    return op === 'constant' ? reduce({ code: detail.int![0], frac: detail.frac! }) : undefined;
  }

  isTruth(x: number): boolean {
    const { op, detail } = this.nodes[x]!;
    return operationOf(op).truth === true || detail.name === truthName;
  }

  /** A truth value; a constant where the operands are, or where `known` says so. */
  truth(op: Op, args: readonly number[], known: boolean | undefined): number {
    const folds = args.every((arg) => this.nodes[arg]!.op === 'constant');
    if (known === undefined && !folds) return this.node(op, args);
    const codes = args.map((arg) => this.typeOf(arg).int[0]);
    const int = folds ? operationOf(op).meaning(codes, {}, []) : known ? 1n : 0n;
    return this.node('constant', [], { int: [int, int], frac: 0, name: truthName });
  }

  /** The value with exactly `frac` fraction bits, which are not fewer than it has. */
  align(x: number, frac: number): number {
    const value = this.constantOf(x);
    if (value !== undefined) {
      const code = codeAt(value, frac);
      return this.node('constant', [], { int: [code, code], frac });
    }
    return this.typeOf(x).frac === frac ? x : this.node('align', [x], { frac });
  }

  /** Operands with a common binary point. */
  aligned(...args: readonly number[]): number[] {
    const frac = Math.max(...args.map((arg) => this.typeOf(arg).frac));
    return args.map((arg) => this.align(arg, frac));
  }

  is(x: number, value: bigint): boolean {
    const known = this.constantOf(x);
    return known !== undefined && known.code === value << BigInt(known.frac);
  }

  /** x 2^by. */
  point(x: number, by: number): number {
    const value = this.constantOf(x);
    if (value !== undefined) return this.constant({ code: value.code, frac: value.frac - by });
    if (by === 0) return x;
    const { op, args } = this.nodes[x]!;
    if (op === 'point') return this.point(args[0]!, by + this.typeOf(args[0]!).frac - this.typeOf(x).frac);
    return this.node('point', [x], { frac: this.typeOf(x).frac - by });
  }

  /** The value, which the caller knows to lie within the bounds. */
  narrow(x: number, lo: bigint, hi: bigint): number {
    const { int } = this.typeOf(x);
    return lo <= int[0] && int[1] <= hi
      ? x
      : this.node('narrow', [x], { int: [greater(lo, int[0]), lesser(hi, int[1])] });
  }

  /** The nearer of both bounds outside them; one comparator less for a bound that is never passed, two saturations in one. */
  saturate(x: number, lo: bigint, hi: bigint): number {
    const { int } = this.typeOf(x);
    if (lo <= int[0] && int[1] <= hi) return x;
    const { op, args, detail } = this.nodes[x]!;
    if (op === 'saturate') {
      return this.saturate(args[0]!, clamp(detail.int![0], lo, hi), clamp(detail.int![1], lo, hi));
    }
    const ends: [bigint, bigint] = [clamp(int[0], lo, hi), clamp(int[1], lo, hi)];
    if (ends[0] === ends[1]) return this.node('constant', [], { int: ends, frac: this.typeOf(x).frac });
    return this.node('saturate', [x], { int: ends });
  }

  /** The node under the author's name for it, which the first one keeps. */
  label(x: number, name: string): number {
    const node = this.nodes[x]!;
    const leaf = node.op === 'input' || node.op === 'state' || node.op === 'constant';
    if (!leaf && node.label === undefined) this.nodes[x] = { ...node, label: name };
    return x;
  }
}
