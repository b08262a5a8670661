// A transfer function as an inline function of HLS C++ with ap_int types: every width is written out, nothing converts by itself.
import { type Elem, isSigned, signedWidth, widthOf } from '../ir/index.ts';
import { roundUp } from '../ir/verilog.ts';
import { type Expression, type ExpressionGraph, operationOf, resultsOf } from './expression.ts';
import { namesOf } from './names.ts';
import { withProducts } from './shift-add.ts';

/** Nodes that are written where they are read. */
const inline = new Set(['input', 'state', 'constant', 'point', 'align', 'not']);

/** The C++ type of an interval. */
export function hlsType(type: Elem): string {
  return `${isSigned(type) ? 'ap_int' : 'ap_uint'}<${widthOf(type)}>`;
}

/**
 * The text of a function `void name(...)`: operands by value, then states, which it replaces by their next values, then results,
 * both by reference and in the order of the graph. The text needs `ap_int.h`.
 */
export function hlsFunction(graph: ExpressionGraph, name: string): string {
  return new Writer(withProducts(graph), name).text();
}

class Writer {
  readonly #graph: ExpressionGraph;
  readonly #nodes: readonly Expression[];
  readonly #names: string[];
  readonly #name: string;
  readonly #lines: string[] = [];
  #tables = 0;

  constructor(graph: ExpressionGraph, name: string) {
    this.#graph = graph;
    this.#nodes = graph.nodes;
    this.#name = name;
    this.#names = namesOf(graph.nodes).map((each) => (keywords.has(each) ? `${each}_` : each));
  }

  text(): string {
    const parameters = this.#nodes.flatMap(({ op, type }, number) =>
      op === 'input' ? [`${hlsType(type)} ${this.#names[number]}`] : [],
    );
    for (const [number, { op, type }] of this.#nodes.entries()) {
      if (op === 'state') parameters.push(`${hlsType(type)} &${this.#names[number]}`);
    }
    const results = Object.entries(this.#graph.outputs).map(([name, node]) => {
      const { type } = this.#nodes[node]!;
      parameters.push(`${hlsType(type)} &out_${name}`);
      return `  out_${name} = ${this.#sized(node, type)};`;
    });
    for (const [number, node] of this.#nodes.entries()) {
      if (inline.has(node.op)) continue;
      const declared = operationOf(node.op).truth === true ? 'bool' : hlsType(node.type);
      const expression = this.#expression(node, this.#names[number]!);
      this.#lines.push(`  const ${declared} ${this.#names[number]} = ${expression};`);
    }
    // All next values are there before the first state changes.
    const states = Object.entries(this.#graph.states).map(([name, { type, next }]) => {
      const number = this.#nodes.findIndex(({ op, detail }) => op === 'state' && detail.name === name);
      this.#lines.push(`  const ${hlsType(type)} next_${this.#names[number]} = ${this.#sized(next, type)};`);
      return `  ${this.#names[number]} = next_${this.#names[number]};`;
    });
    // -Wextra asks about operands that nothing depends on.
    const read = new Set(
      this.#nodes.flatMap(({ args }) => args).concat(resultsOf(this.#graph).map(([, node]) => node)),
    );
    for (const [number, { op }] of this.#nodes.entries()) {
      if (op === 'input' && !read.has(number)) this.#lines.unshift(`  (void)${this.#names[number]};`);
    }
    const head = `inline void ${this.#name}(${parameters.join(', ')}) {`;
    return [head, '#pragma HLS INLINE', ...this.#lines, ...results, ...states, '}', ''].join('\n');
  }

  /** A value as an expression of type `ap_int<bits>`, wide enough for it. */
  #value(number: number, bits: number): string {
    const { op, args, detail, type } = this.#nodes[number]!;
    if (op === 'constant') return constant(detail.int![0], bits);
    if (op === 'point') return this.#value(args[0]!, bits);
    if (op === 'align') {
      return `ap_int<${bits}>(${this.#value(args[0]!, bits)} << ${type.frac - this.#nodes[args[0]!]!.type.frac})`;
    }
    return `ap_int<${bits}>(${this.#names[number]})`;
  }

  #truth(number: number): string {
    const { op, args, detail } = this.#nodes[number]!;
    if (op === 'constant') return detail.int![0] === 1n ? 'true' : 'false';
    return op === 'not' ? `!${this.#truth(args[0]!)}` : this.#names[number]!;
  }

  /** A value in exactly the type of an interval that holds it. */
  #sized(number: number, type: Elem): string {
    const wide = Math.max(signedWidth(this.#nodes[number]!.type), widthOf(type));
    return `${hlsType(type)}(${this.#value(number, wide)})`;
  }

  #expression(node: Expression, name: string): string {
    const { op, args, detail, type } = node;
    const types = args.map((arg) => this.#nodes[arg]!.type);
    const truth = operationOf(op).truth === true;
    const wide = Math.max(...types.map(signedWidth), truth ? 1 : signedWidth(type));
    const operand = (index: number, bits = wide): string => this.#value(args[index]!, bits);
    const cut = (text: string): string => `${hlsType(type)}(${text})`;
    switch (op) {
      case 'add':
        return cut(`${operand(0)} + ${operand(1)}`);
      case 'sub':
        return cut(`${operand(0)} - ${operand(1)}`);
      case 'mul':
        return cut(`${operand(0)} * ${operand(1)}`);
      case 'abs':
        return cut(`${operand(0)} < 0 ? ap_int<${wide}>(-${operand(0)}) : ${operand(0)}`);
      case 'min':
        return cut(`${operand(0)} < ${operand(1)} ? ${operand(0)} : ${operand(1)}`);
      case 'max':
        return cut(`${operand(0)} > ${operand(1)} ? ${operand(0)} : ${operand(1)}`);
      case 'less':
        return `${operand(0)} < ${operand(1)}`;
      case 'equal':
        return `${operand(0)} == ${operand(1)}`;
      case 'and':
        return `${this.#truth(args[0]!)} && ${this.#truth(args[1]!)}`;
      case 'or':
        return `${this.#truth(args[0]!)} || ${this.#truth(args[1]!)}`;
      case 'select': {
        const bits = Math.max(signedWidth(types[1]!), signedWidth(types[2]!), signedWidth(type));
        return cut(`${this.#truth(args[0]!)} ? ${operand(1, bits)} : ${operand(2, bits)}`);
      }
      case 'shift': {
        const bits = signedWidth(types[1]!) + 1;
        const places = `ap_int<${bits}>(${operand(1, bits)} - ${constant(types[1]!.int[0], bits)}).to_int()`;
        return cut(`${operand(0, Math.max(signedWidth(types[0]!), signedWidth(type)))} << ${places}`);
      }
      case 'round':
        return this.#rounded(node, name);
      case 'saturate': {
        const [lo, hi] = detail.int!;
        const least = lo > types[0]!.int[0] ? `${operand(0)} < ${constant(lo, wide)} ? ${constant(lo, wide)} : ` : '';
        const most = hi < types[0]!.int[1] ? `${operand(0)} > ${constant(hi, wide)} ? ${constant(hi, wide)} : ` : '';
        return cut(`${least}${most}${operand(0)}`);
      }
      case 'narrow':
      case 'wrap':
        return cut(operand(0, Math.max(signedWidth(types[0]!), widthOf(type))));
      case 'lookup': {
        const used = detail.table!.slice(0, Number(types[0]!.int[1]) + 1);
        const table = `table${this.#tables++}`;
        const entries = used.map((entry) => integer(entry)).join(', ');
        this.#lines.push(`  static const ${plainType(type)} ${table}[${used.length}] = {${entries}};`);
        return `${hlsType(type)}(${table}[ap_int<${signedWidth(types[0]!)}>(${operand(0, signedWidth(types[0]!))}).to_int()])`;
      }
      default:
        throw new Error(`internal: ${op} has no expression`);
    }
  }

  /** The floor, and one more where the rounding says so. */
  #rounded({ args, detail, type }: Expression, name: string): string {
    const from = this.#nodes[args[0]!]!.type;
    const places = from.frac - type.frac;
    const wide = Math.max(signedWidth(from), places + 1, signedWidth(type));
    const up = roundUp(detail.rounding!, places);
    const value = this.#value(args[0]!, wide);
    if (up === undefined) return `${hlsType(type)}(${value} >> ${places})`;
    const exact = `${name}_exact`;
    this.#lines.push(`  const ap_int<${wide}> ${exact} = ${value};`);
    const bits = {
      half: `${exact}[${places - 1}]`,
      below: places > 1 ? `${exact}.range(${places - 2}, 0) != 0` : 'false',
      any: `${exact}.range(${places - 1}, 0) != 0`,
      negative: `${exact} < 0`,
      odd: `${exact}[${places}]`,
    };
    for (const use of up.uses) this.#lines.push(`  const bool ${name}_${use} = ${bits[use]};`);
    const condition = up.condition.replaceAll(/\w+/g, (use) => `${name}_${use}`);
    return `${hlsType(type)}((${exact} >> ${places}) + ap_int<${wide}>((${condition}) ? 1 : 0))`;
  }
}

/** The narrowest built-in type of an interval: ap_int has no constant initialisers. */
function plainType(type: Elem): string {
  const bits = widthOf(type);
  const name = bits <= 8 ? 'char' : bits <= 16 ? 'short' : bits <= 32 ? 'int' : 'long long';
  return `${isSigned(type) ? 'signed' : 'unsigned'} ${name}`;
}

/** Words of C++ that an author in TypeScript may use as names. */
const keywords = new Set(
  `alignas alignof and and_eq asm auto bitand bitor bool char compl concept constexpr double dynamic_cast explicit extern float
  friend goto inline int long mutable namespace noexcept not not_eq operator or or_eq register short signed sizeof static_assert
  static_cast struct template thread_local typedef typeid typename union unsigned using virtual volatile wchar_t xor xor_eq`.split(
    /\s+/,
  ),
);

function constant(value: bigint, bits: number): string {
  return `ap_int<${bits}>(${integer(value)})`;
}

/** A C++ literal of 64 bits; the least one has no literal of its own. */
function integer(value: bigint): string {
  if (value === -(1n << 63n)) return '(-9223372036854775807LL - 1)';
  if (value >= 1n << 63n) return `${value}ULL`;
  const small = value >= -(1n << 31n) + 1n && value < 1n << 31n;
  return small ? `${value}` : `${value}LL`;
}
