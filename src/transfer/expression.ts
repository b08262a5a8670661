// The vocabulary of expression graphs: operations on integer codes, each with its exact interval and its meaning.
import { assert, clamp, type Elem, elem, greater, lesser, type Rounding, roundShift, widthOf } from '../ir/index.ts';
import { requireAllCodes } from './wrap.ts';

/** Names of the operations. Operands of `add`, `sub`, `min`, `max`, `select`, `less` and `equal` share their binary point. */
export type Op = keyof typeof operations;

/** What an operation depends on besides its operands; each operation uses the fields that its line in the table names. */
export interface Detail {
  /** `input`, `state`: the name that the author gave. */
  readonly name?: string;
  /** `constant`: the code. `saturate`, `wrap`: the bounds. `input`, `state`: the interval. */
  readonly int?: readonly [lo: bigint, hi: bigint];
  /** Position of the binary point of the result, for the operations that set it. */
  readonly frac?: number;
  readonly rounding?: Rounding;
  /** `lookup`: entries for the codes 0, 1, 2 and on. */
  readonly table?: readonly bigint[];
}

/** A node of an expression graph; operands have lower numbers than the nodes that read them. */
export interface Expression {
  readonly op: Op;
  readonly args: readonly number[];
  readonly detail: Detail;
  /** Exact interval and binary point of the result; 0..1 for a truth value. */
  readonly type: Elem;
  /** Name that the author gave to the value, for the generated text. */
  readonly label?: string | undefined;
}

/** How an operation's result follows from operands. */
interface Operation {
  /** True when the result is a truth value. */
  readonly truth?: boolean;
  infer(args: readonly Elem[], detail: Detail, same: boolean): Elem;
  /** The code of the result; truth values are 0 and 1. */
  meaning(args: readonly bigint[], detail: Detail, types: readonly Elem[]): bigint;
}

const truth = elem(0, 1);
const given = (_args: readonly Elem[], { int, frac }: Detail): Elem => elem(int![0], int![1], frac!);
const unevaluated = (): bigint => assert(false, 'an input has no meaning without its code') as never;
const bit = (holds: boolean): bigint => (holds ? 1n : 0n);
/** The interval over the ends of monotone results. */
const hull = (ends: readonly bigint[], frac: number): Elem => elem(ends.reduce(lesser), ends.reduce(greater), frac);

/** All operations: the one place that says what each of them is. */
export const operations = {
  /** Named operand of the function: `name`, `int`, `frac`. */
  input: { infer: given, meaning: unevaluated },
  /** What the firing before left: `name`, `int`, `frac`. */
  state: { infer: given, meaning: unevaluated },
  /** `int` (both ends the code), `frac`. */
  constant: { infer: given, meaning: (_args, { int }) => int![0] },
  add: {
    infer: ([a, b]) => elem(a!.int[0] + b!.int[0], a!.int[1] + b!.int[1], a!.frac),
    meaning: ([a, b]) => a! + b!,
  },
  sub: {
    infer: ([a, b]) => elem(a!.int[0] - b!.int[1], a!.int[1] - b!.int[0], a!.frac),
    meaning: ([a, b]) => a! - b!,
  },
  /** A square, whose operands are one node, is never negative. */
  mul: {
    infer: ([a, b], _detail, same) => {
      const products = a!.int.flatMap((x) => b!.int.map((y) => x * y));
      const found = hull(products, a!.frac + b!.frac);
      if (!same) return found;
      const squares = a!.int.map((x) => x * x);
      return elem(
        a!.int[0] <= 0n && a!.int[1] >= 0n ? 0n : squares.reduce(lesser),
        squares.reduce(greater),
        found.frac,
      );
    },
    meaning: ([a, b]) => a! * b!,
  },
  abs: {
    infer: ([{ int, frac }]: readonly Elem[]) => {
      const [lo, hi] = int.map((x) => (x < 0n ? -x : x)) as [bigint, bigint];
      return elem(int[0] <= 0n && int[1] >= 0n ? 0n : lesser(lo, hi), greater(lo, hi), frac);
    },
    meaning: ([x]) => (x! < 0n ? -x! : x!),
  },
  min: {
    infer: ([a, b]) => elem(lesser(a!.int[0], b!.int[0]), lesser(a!.int[1], b!.int[1]), a!.frac),
    meaning: ([a, b]) => lesser(a!, b!),
  },
  max: {
    infer: ([a, b]) => elem(greater(a!.int[0], b!.int[0]), greater(a!.int[1], b!.int[1]), a!.frac),
    meaning: ([a, b]) => greater(a!, b!),
  },
  /** The same code with its binary point at `frac`: a product with a power of two that costs nothing. */
  point: { infer: ([x], { frac }) => elem(x!.int[0], x!.int[1], frac!), meaning: ([x]) => x! },
  /** The same value with `frac` fraction bits, not fewer than before. */
  align: {
    infer: ([x], { frac }) => {
      const by = BigInt(frac! - x!.frac);
      return elem(x!.int[0] << by, x!.int[1] << by, frac!);
    },
    meaning: ([x], { frac }, [type]) => x! << BigInt(frac! - type!.frac),
  },
  /** x 2^n for an integer n: the code moves up by n less the least n. */
  shift: {
    infer: ([x, n]) => {
      const by = n!.int[1] - n!.int[0];
      const ends = x!.int.flatMap((end) => [end, end << by]);
      return hull(ends, x!.frac - Number(n!.int[0]));
    },
    meaning: ([x, n], _detail, types) => x! << (n! - types[1]!.int[0]),
  },
  /** To `frac` fraction bits, fewer than before, by `rounding`. */
  round: {
    infer: ([x], { frac, rounding }) =>
      hull(
        x!.int.map((end) => roundShift(end, x!.frac - frac!, rounding!)),
        frac!,
      ),
    meaning: ([x], { frac, rounding }, [type]) => roundShift(x!, type!.frac - frac!, rounding!),
  },
  /** To the nearer bound of `int`, where x lies outside. */
  saturate: {
    infer: ([x], { int }) =>
      hull(
        x!.int.map((end) => clamp(end, int![0], int![1])),
        x!.frac,
      ),
    meaning: ([x], { int }) => clamp(x!, int![0], int![1]),
  },
  /** The same value, which is known to lie within `int`. */
  narrow: { infer: ([x], { int }) => elem(int![0], int![1], x!.frac), meaning: ([x]) => x! },
  /** Modulo the size of `int`, the codes of a two's complement or an unsigned number. */
  wrap: {
    infer: ([x], { int }) => {
      const format = elem(int![0], int![1], x!.frac);
      requireAllCodes(format);
      return format;
    },
    meaning: ([x], { int }) => {
      const bits = widthOf(elem(int![0], int![1]));
      return int![0] < 0n ? BigInt.asIntN(bits, x!) : BigInt.asUintN(bits, x!);
    },
  },
  less: { truth: true, infer: () => truth, meaning: ([a, b]) => bit(a! < b!) },
  equal: { truth: true, infer: () => truth, meaning: ([a, b]) => bit(a === b) },
  not: { truth: true, infer: () => truth, meaning: ([a]) => 1n - a! },
  and: { truth: true, infer: () => truth, meaning: ([a, b]) => a! & b! },
  or: { truth: true, infer: () => truth, meaning: ([a, b]) => a! | b! },
  select: {
    infer: ([, a, b]) => hull([...a!.int, ...b!.int], a!.frac),
    meaning: ([c, a, b]) => (c === 1n ? a! : b!),
  },
  /** `table[x]`, with the binary point `frac`; x stays within the table. */
  lookup: {
    infer: ([x], { table, frac }) => hull(table!.slice(Number(x!.int[0]), Number(x!.int[1]) + 1), frac!),
    meaning: ([x], { table }) => table![Number(x!)]!,
  },
} satisfies Record<string, Operation>;

/** The line of an operation. */
export function operationOf(op: Op): Operation {
  return operations[op];
}

/** How a function multiplies by constants: with a multiplier, or with shifts and sums. */
export const multiplications = ['multiplier', 'shift-add'] as const;
export type Multiplication = (typeof multiplications)[number];

/** A function from named operands, and state, to named results. */
export interface ExpressionGraph {
  readonly nodes: readonly Expression[];
  /** Node of each result. */
  readonly outputs: Readonly<Record<string, number>>;
  /** Interval and start of each state variable, and the node of its next value. */
  readonly states: Readonly<Record<string, State>>;
  /** What hardware makes of products with constants; multipliers when absent. */
  readonly multiply?: Multiplication;
}

/** A state variable: what it may hold, the code at the start of a sample, and the node of its next value. */
export interface State {
  readonly type: Elem;
  readonly initial: bigint;
  readonly next: number;
}

/** Evaluates a graph on codes, by the table alone; slow, and what the compiled forms are compared with. */
export function evaluate(graph: ExpressionGraph, codes: Readonly<Record<string, bigint>>): Record<string, bigint> {
  const values: bigint[] = [];
  const { nodes } = graph;
  for (const { op, args, detail } of nodes) {
    const leaf = op === 'input' || op === 'state';
    const operands = args.map((arg) => values[arg]!);
    const types = args.map((arg) => nodes[arg]!.type);
    values.push(leaf ? codes[detail.name!]! : operationOf(op).meaning(operands, detail, types));
  }
  return Object.fromEntries(resultsOf(graph).map(([name, node]) => [name, values[node]!]));
}

/** Names and nodes of the results and of the next states. */
export function resultsOf({ outputs, states }: ExpressionGraph): (readonly [name: string, node: number])[] {
  return [...Object.entries(outputs), ...Object.entries(states).map(([name, { next }]) => [name, next] as const)];
}
