// The data of the Verilog templates: signals with explicit widths, and registers, stage by stage.
import { ceilLog2, type Elem, isSigned, signedWidth, widthOf } from '../ir/index.ts';
import { literal, range, roundUp } from '../ir/verilog.ts';
import type { Datapath, Operand, Product, Register, Signal, Table } from './datapath.ts';
import { type Expression, type ExpressionGraph, operationOf } from './expression.ts';
import { namesOf } from './names.ts';
import type { Schedule } from './pipeline.ts';
import { isWire } from './wires.ts';

/** The datapath of a graph that `hardwareGraph` gave, under a schedule; results come in the given types. */
export function datapath(graph: ExpressionGraph, schedule: Schedule, types: Readonly<Record<string, Elem>>): Datapath {
  return new Writer(graph, schedule, types).datapath();
}

class Writer {
  readonly #nodes: readonly Expression[];
  readonly #graph: ExpressionGraph;
  readonly #schedule: Schedule;
  readonly #names: readonly string[];
  readonly #wires: readonly boolean[];
  readonly #types: Readonly<Record<string, Elem>>;
  readonly #tables: Table[] = [];
  readonly #dropped: string[] = [];
  /** Signals of which more than the sign is read, and the lower bits of those whose sign is read, by signal. */
  readonly #whole = new Set<string>();
  readonly #belowSign = new Map<string, string>();
  /** First and last stage in which each signal is read. */
  readonly #from: number[];
  readonly #until: number[];
  readonly #signals: Signal[][];

  constructor(graph: ExpressionGraph, schedule: Schedule, types: Readonly<Record<string, Elem>>) {
    this.#graph = graph;
    this.#nodes = graph.nodes;
    this.#schedule = schedule;
    this.#names = namesOf(graph.nodes);
    this.#wires = graph.nodes.map((_, number) => isWire(graph.nodes, number));
    this.#types = types;
    this.#from = graph.nodes.map(() => Number.POSITIVE_INFINITY);
    this.#until = graph.nodes.map(() => -1);
    this.#signals = Array.from({ length: schedule.stages + 1 }, () => []);
  }

  datapath(): Datapath {
    const { stages, stage, stateStage } = this.#schedule;
    this.#nodes.forEach((node, number) => {
      if (!this.#wires[number]) for (const arg of node.args) this.#read(arg, stage[number]!);
    });
    for (const node of Object.values(this.#graph.outputs)) this.#read(node, stages);
    for (const { next } of Object.values(this.#graph.states)) this.#read(next, stateStage!);
    this.#nodes.forEach((node, number) => {
      if (this.#wires[number]) return;
      const at = stage[number]!;
      const leaf = node.op === 'input' || node.op === 'state';
      const expression = leaf ? false : this.#expression(node, at, `${this.#names[number]}_${at}`);
      this.#signals[at]!.push({ name: this.#at(number, at), type: typeOf(node), expression });
    });
    const registers = this.#registers();
    const leaves = this.#nodes.flatMap(({ op, detail }, number) => {
      const signal = this.#at(number, stage[number]!);
      return op === 'input' || op === 'state' ? [{ op, name: detail.name!, signal, number }] : [];
    });
    return {
      inputs: leaves.filter(({ op }) => op === 'input').map(({ name, signal }) => ({ name, signal })),
      outputs: Object.entries(this.#graph.outputs).map(([name, node]) => {
        const type = this.#types[name]!;
        return { name, type, signal: this.#sized(node, stages, type) };
      }),
      states: leaves
        .filter(({ op }) => op === 'state')
        .map(({ name, signal }) => {
          const { next, type } = this.#graph.states[name]!;
          return { name, signal, next: this.#sized(next, stateStage!, type), width: widthOf(type) };
        }),
      stages: this.#signals.map((signals, number) => ({
        number,
        signals,
        registers: registers[number]!,
        products: this.#products(number),
        multipliers: [],
      })),
      tables: this.#tables,
      unused: [
        ...leaves.filter(({ number }) => this.#until[number]! < 0).map(({ signal }) => signal),
        ...this.#dropped,
        ...[...this.#belowSign].flatMap(([signal, bits]) => (this.#whole.has(signal) ? [] : [bits])),
      ],
    };
  }

  /** Marks what an operand is made of as read in a stage. */
  #read(number: number, stage: number): void {
    const node = this.#nodes[number]!;
    if (this.#wires[number]) for (const arg of node.args) this.#read(arg, stage);
    else {
      this.#from[number] = Math.min(this.#from[number]!, stage);
      this.#until[number] = Math.max(this.#until[number]!, stage);
    }
  }

  /** The name of a value in a stage. */
  #at(number: number, stage: number): string {
    return `${this.#names[number]}_${stage}`;
  }

  /** The registers behind each stage: a value is kept from the stage of its logic to the last one that reads it. */
  #registers(): Register[][] {
    const registers: Register[][] = this.#signals.map(() => []);
    for (const [number, node] of this.#nodes.entries()) {
      if (this.#wires[number]) continue;
      for (let stage = this.#schedule.stage[number]!; stage < this.#until[number]!; stage++) {
        const from = this.#at(number, stage);
        this.#whole.add(from);
        registers[stage]!.push({ to: this.#at(number, stage + 1), from, type: typeOf(node) });
      }
    }
    return registers;
  }

  /** Products of a stage that are read in later ones only; those with a constant are left out, as adders may be smaller. */
  #products(stage: number): Product[] {
    return this.#nodes.flatMap((node, number) => {
      const { op, args, type } = node;
      const kept = this.#schedule.stage[number] === stage && this.#until[number]! > stage;
      if (op !== 'mul' || !kept || this.#from[number] === stage) return [];
      if (args.some((arg) => this.#nodes[arg]!.op === 'constant')) return [];
      const [signal, register] = [this.#at(number, stage), this.#at(number, stage + 1)];
      const operand = (arg: number): Operand => {
        const bits = signedWidth(this.#nodes[arg]!.type);
        return { bits, value: this.#value(arg, stage, bits) };
      };
      const operands = [operand(args[0]!), operand(args[1]!)] as const;
      return [{ signal, register, type: typeOf(node), bits: widthOf(type), operands }];
    });
  }

  /** A value as a signed expression of `bits` bits, wide enough for it. */
  #value(number: number, stage: number, bits: number): string {
    const { op, args, detail, type } = this.#nodes[number]!;
    if (op === 'constant') return literal(detail.int![0], bits, true);
    if (op === 'point') return this.#value(args[0]!, stage, bits);
    if (op === 'align') {
      const places = type.frac - this.#nodes[args[0]!]!.type.frac;
      return `(${this.#value(args[0]!, stage, bits)} <<< ${places})`;
    }
    if (op === 'sub' && this.#wires[number]) return `(~${this.#value(args[1]!, stage, bits)})`;
    if (op === 'select' && this.#wires[number]) {
      const [a, b] = [args[1]!, args[2]!].map((arg) => this.#value(arg, stage, bits));
      return `(${this.#truth(args[0]!, stage)} ? ${a} : ${b})`;
    }
    const name = this.#at(number, stage);
    this.#whole.add(name);
    if (!isSigned(type)) return `(${bits})'($signed({1'b0, ${name}}))`;
    return widthOf(type) === bits ? name : `(${bits})'(${name})`;
  }

  /** A truth value. */
  #truth(number: number, stage: number): string {
    const { op, args, detail } = this.#nodes[number]!;
    if (op === 'constant') return `1'b${detail.int![0]}`;
    return op === 'not' ? `!${this.#truth(args[0]!, stage)}` : this.#at(number, stage);
  }

  /** A value in exactly the bits of a type that holds it. */
  #sized(number: number, stage: number, type: Elem): string {
    const { type: own } = this.#nodes[number]!;
    const bits = widthOf(type);
    if (!this.#wires[number] && widthOf(own) === bits) {
      this.#whole.add(this.#at(number, stage));
      return this.#at(number, stage);
    }
    const wide = Math.max(signedWidth(own), bits);
    const value = this.#value(number, stage, wide);
    return wide === bits ? value : `(${bits})'(${value})`;
  }

  #expression(node: Expression, stage: number, name: string): string {
    const { op, args, detail, type } = node;
    const types = args.map((arg) => this.#nodes[arg]!.type);
    const own = widthOf(type);
    const truth = operationOf(op).truth === true;
    const wide = Math.max(...types.map(signedWidth), truth ? 1 : signedWidth(type));
    const operand = (index: number, bits = wide): string => this.#value(args[index]!, stage, bits);
    const cut = (text: string, bits = wide): string => (bits === own ? text : `(${own})'(${text})`);
    switch (op) {
      case 'add':
        return cut(`${operand(0)} + ${operand(1)}`);
      case 'sub':
        return cut(`${operand(0)} - ${operand(1)}`);
      case 'mul':
        return cut(`${operand(0)} * ${operand(1)}`);
      case 'less':
        return this.#sign(args[0]!, args[1]!, stage) ?? `${operand(0)} < ${operand(1)}`;
      case 'equal':
        return `${operand(0)} == ${operand(1)}`;
      case 'and':
        return `${this.#truth(args[0]!, stage)} && ${this.#truth(args[1]!, stage)}`;
      case 'or':
        return `${this.#truth(args[0]!, stage)} || ${this.#truth(args[1]!, stage)}`;
      case 'select': {
        const bits = Math.max(signedWidth(types[1]!), signedWidth(types[2]!), signedWidth(type));
        const choice = `${this.#truth(args[0]!, stage)} ? ${operand(1, bits)} : ${operand(2, bits)}`;
        return cut(choice, bits);
      }
      case 'shift': {
        const [, n] = types;
        const bits = signedWidth({ int: [n!.int[0] < 0n ? n!.int[0] : 0n, n!.int[1] - n!.int[0]], frac: 0 });
        const amount =
          n!.int[0] === 0n ? operand(1, Math.max(bits, signedWidth(n!))) : this.#amount(args[1]!, stage, n!, bits);
        const value = Math.max(signedWidth(types[0]!), signedWidth(type));
        return cut(`${operand(0, value)} <<< ${amount}`, value);
      }
      case 'round':
        return this.#rounded(node, stage, name);
      case 'narrow':
      case 'wrap': {
        const bits = Math.max(signedWidth(types[0]!), own);
        this.#drop(args[0]!, stage, own);
        return cut(operand(0, bits), bits);
      }
      case 'lookup': {
        const width = widthOf(type);
        const used = detail.table!.slice(0, Number(types[0]!.int[1]) + 1);
        const table = `table${this.#tables.length}`;
        this.#tables.push({ name: table, entries: used, width });
        const bits = Math.max(1, ceilLog2(used.length));
        const index = this.#sized(args[0]!, stage, { int: [0n, (1n << BigInt(bits)) - 1n], frac: 0 });
        if (/^\w+$/.test(index)) return `${table}[${index}]`;
        // Icarus 11 reads X from an array in a continuous assignment whose index is a shift.
        this.#signals[stage]!.push({ name: `${name}_index`, type: range(bits), expression: index });
        return `${table}[${name}_index]`;
      }
      default:
        throw new Error(`internal: ${op} has no expression`);
    }
  }

  /** The sign bit where a signal is compared with 0: Yosys makes a carry chain of some such comparisons. */
  #sign(number: number, bound: number, stage: number): string | undefined {
    const { op, args, type } = this.#nodes[number]!;
    const { op: constant, detail } = this.#nodes[bound]!;
    if (constant !== 'constant' || detail.int![0] !== 0n) return undefined;
    if (op === 'point' || op === 'align') return this.#sign(args[0]!, bound, stage);
    if (this.#wires[number]) return undefined;
    const signal = this.#at(number, stage);
    const top = widthOf(type) - 1;
    if (top > 0) this.#belowSign.set(signal, `${signal}[${top - 1}:0]`);
    return `${signal}[${top}]`;
  }

  /** Notes the bits of a signal that a value keeps out of its lowest `kept` bits. */
  #drop(number: number, stage: number, kept: number): void {
    const { op, args, type } = this.#nodes[number]!;
    if (op === 'constant' || (op === 'select' && this.#wires[number])) return;
    if (op === 'sub' && this.#wires[number]) this.#drop(args[1]!, stage, kept);
    else if (op === 'point' || op === 'align') {
      const places = op === 'align' ? type.frac - this.#nodes[args[0]!]!.type.frac : 0;
      this.#drop(args[0]!, stage, Math.max(0, kept - places));
    } else if (widthOf(type) > kept) {
      this.#dropped.push(`${this.#at(number, stage)}[${widthOf(type) - 1}:${kept}]`);
    }
  }

  /** n less its least value, which is never negative. */
  #amount(number: number, stage: number, n: Elem, bits: number): string {
    const wide = Math.max(bits, signedWidth(n)) + 1;
    return `(${this.#value(number, stage, wide)} - ${literal(n.int[0], wide, true)})`;
  }

  /** The floor, and one more where the rounding says so; the dropped bits have names of their own. */
  #rounded({ args, detail, type }: Expression, stage: number, name: string): string {
    const from = this.#nodes[args[0]!]!.type;
    const places = from.frac - type.frac;
    const wide = Math.max(signedWidth(from), places + 1, signedWidth(type));
    const own = widthOf(type);
    const cut = (text: string): string => (wide === own ? text : `(${own})'(${text})`);
    const up = roundUp(detail.rounding!, places);
    const value = this.#value(args[0]!, stage, wide);
    if (up === undefined) return cut(`${value} >>> ${places}`);
    const exact = `${name}_exact`;
    const signals = this.#signals[stage]!;
    signals.push({ name: exact, type: `signed ${range(wide)}`, expression: value });
    const bits = {
      half: `${exact}[${places - 1}]`,
      below: places > 1 ? `|${exact}[${places - 2}:0]` : "1'b0",
      any: `|${exact}[${places - 1}:0]`,
      negative: `${exact}[${wide - 1}]`,
      odd: `${exact}[${places}]`,
    };
    for (const use of up.uses) signals.push({ name: `${name}_${use}`, type: '', expression: bits[use] });
    const condition = up.condition.replaceAll(/\w+/g, (use) => `${name}_${use}`);
    return cut(`(${exact} >>> ${places}) + $signed((${wide})'(${condition}))`);
  }
}

function typeOf({ op, type }: Expression): string {
  if (operationOf(op).truth === true) return '';
  return `${isSigned(type) ? 'signed ' : ''}${range(widthOf(type))}`;
}
