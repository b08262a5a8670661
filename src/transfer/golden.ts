// The golden form of an expression graph: compiled JavaScript over integer codes, numbers up to 52 bits and bigints above.
import { type Elem, fitsInt32, type Rounding, roundShift, type TensorData, widthOf } from '../ir/index.ts';
import { type Expression, type ExpressionGraph, operationOf, resultsOf } from './expression.ts';
import { roundNumber } from './functions.ts';

/** Maps `count` elements of the operands to results; both are in the order of inputs, states, and outputs, next states. */
export type Golden = (from: readonly TensorData[], to: readonly TensorData[], count: number) => void;

/** Sums of two of them, and halves of them, are exact in a number. */
const small = 2n ** 52n;

function isSmall({ int }: Elem): boolean {
  return int[0] >= -small && int[1] <= small;
}

/** Compiles a graph. Tensors must have the storage of their intervals, as `zeros` gives it. */
export function compile(graph: ExpressionGraph): Golden {
  const { nodes } = graph;
  const tables: (readonly (number | bigint)[])[] = [];
  const operands: string[] = [];
  const lines = nodes.map((node, number) => {
    if (node.op === 'input' || node.op === 'state') {
      const index = operands.push(node.detail.name!) - 1;
      const read = `from[${index}][i]`;
      const stored = fitsInt32(node.type) ? 'number' : 'bigint';
      const wanted = isSmall(node.type) ? 'number' : 'bigint';
      return `const v${number} = ${stored === wanted ? read : `Number(${read})`};`;
    }
    return `const v${number} = ${expression(node, nodes, tables)};`;
  });
  const stores = resultsOf(graph).map(([name, node], index) => {
    const type = graph.states[name]?.type ?? nodes[node]!.type;
    const value = `v${node}`;
    const fits = fitsInt32(type);
    const converted = fits === isSmall(nodes[node]!.type) ? value : fits ? `Number(${value})` : `BigInt(${value})`;
    return `to[${index}][i] = ${converted};`;
  });
  const body = `return (from, to, count) => {\nfor (let i = 0; i < count; i++) {\n${[...lines, ...stores].join('\n')}\n}\n};`;
  // The text holds numbers, names of operations and of roundings, and no text of the author.
  return new Function('tables', 'roundNumber', 'roundShift', body)(tables, roundNumber, roundShift) as Golden;
}

function expression(node: Expression, nodes: readonly Expression[], tables: (readonly (number | bigint)[])[]): string {
  const operands = node.args.map((arg) => nodes[arg]!);
  if (node.op === 'constant')
    return node.detail.name !== undefined
      ? `${node.detail.int![0] === 1n}`
      : literal(node.detail.int![0], isSmall(node.type));
  const plain = isSmall(node.type) && operands.every(({ type }) => isSmall(type)) && halves(node, operands);
  if (plain) return onNumbers(node, operands, tables);
  const args = node.args.map((arg, i) => {
    const truth = operationOf(operands[i]!.op).truth === true;
    return isSmall(operands[i]!.type) && !truth ? `BigInt(v${arg})` : `v${arg}`;
  });
  const value = onBigints(node, operands, args, tables);
  const truth = operationOf(node.op).truth === true;
  return isSmall(node.type) && !truth ? `Number(${value})` : value;
}

/** A dropped part of more than 52 bits is left to bigints. */
function halves({ op, type }: Expression, [x]: readonly Expression[]): boolean {
  return op !== 'round' || x!.type.frac - type.frac <= 50;
}

function literal(code: bigint, asNumber: boolean): string {
  return asNumber ? `${code}` : `${code}n`;
}

function onNumbers(
  { op, args, detail, type }: Expression,
  operands: readonly Expression[],
  tables: (readonly (number | bigint)[])[],
): string {
  const [a, b, c] = args.map((arg) => `v${arg}`) as [string, string, string];
  const [x, y] = operands;
  switch (op) {
    case 'abs':
      return `Math.abs(${a})`;
    case 'min':
    case 'max':
      return `Math.${op}(${a}, ${b})`;
    case 'align':
      return `${a} * ${2 ** (type.frac - x!.type.frac)}`;
    case 'shift':
      return `${a} * ${table(tables, powers.map(Number))}[${b} - ${wrapped(y!.type.int[0])}]`;
    case 'round':
      return `roundNumber.${detail.rounding as Rounding}(${a} * ${2 ** (type.frac - x!.type.frac)})`;
    case 'wrap': {
      const [lo, size] = [wrapped(detail.int![0]), detail.int![1] - detail.int![0] + 1n];
      return `${a} - Math.floor((${a} - ${lo}) / ${size}) * ${size}`;
    }
    case 'lookup':
      return `${table(tables, detail.table!.map(Number))}[${a}]`;
    case 'saturate':
      return saturation(a, x!.type, detail.int!, '');
    default:
      return common(op, a, b, c);
  }
}

function onBigints(
  { op, detail, type }: Expression,
  operands: readonly Expression[],
  args: readonly string[],
  tables: (readonly (number | bigint)[])[],
): string {
  const [a, b, c] = args as [string, string, string];
  const [x, y] = operands;
  switch (op) {
    case 'abs':
      return `(${a} < 0n ? -${a} : ${a})`;
    case 'min':
      return `(${a} < ${b} ? ${a} : ${b})`;
    case 'max':
      return `(${a} > ${b} ? ${a} : ${b})`;
    case 'align':
      return `(${a} << ${type.frac - x!.type.frac}n)`;
    case 'shift':
      return `(${a} << (${b} - ${wrapped(y!.type.int[0], 'n')}))`;
    case 'round':
      return `roundShift(${a}, ${x!.type.frac - type.frac}, '${detail.rounding}')`;
    case 'wrap':
      return `BigInt.as${detail.int![0] < 0n ? 'Int' : 'Uint'}N(${widthOf(type)}, ${a})`;
    case 'lookup':
      return `${table(tables, detail.table!)}[${a}]`;
    case 'saturate':
      return `(${saturation(a, x!.type, detail.int!, 'n')})`;
    default:
      return `(${common(op, a, b, c)})`;
  }
}

/** What reads the same on numbers and on bigints. */
function common(op: Expression['op'], a: string, b: string, c: string): string {
  const texts: Partial<Record<Expression['op'], string>> = {
    ...{ add: `${a} + ${b}`, sub: `${a} - ${b}`, mul: `${a} * ${b}`, point: a, narrow: a },
    ...{ less: `${a} < ${b}`, equal: `${a} === ${b}`, not: `!${a}`, and: `${a} && ${b}`, or: `${a} || ${b}` },
    select: `${a} ? ${b} : ${c}`,
  };
  return texts[op]!;
}

/** Comparisons with the bounds that are ever passed. */
function saturation(a: string, { int }: Elem, [lo, hi]: readonly [bigint, bigint], suffix: string): string {
  const least = lo > int[0] ? `${a} < ${lo}${suffix} ? ${lo}${suffix} : ` : '';
  const most = hi < int[1] ? `${a} > ${hi}${suffix} ? ${hi}${suffix} : ` : '';
  return `${least}${most}${a}`;
}

function wrapped(code: bigint, suffix = ''): string {
  return code < 0n ? `(${code}${suffix})` : `${code}${suffix}`;
}

const powers = Array.from({ length: 64 }, (_, n) => 1n << BigInt(n));

function table(tables: (readonly (number | bigint)[])[], entries: readonly (number | bigint)[]): string {
  return `tables[${tables.push(entries) - 1}]`;
}
