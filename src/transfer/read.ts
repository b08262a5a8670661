// The source of one function, read when it is first needed: over expression nodes for hardware, over exact numbers for calls.
import type { Node } from 'ts-morph';
import { DendraError, type Elem } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import { numberOf } from './builtins.ts';
import { callSite } from './call-site.ts';
import type { Dyadic } from './dyadic.ts';
import { exact } from './exact.ts';
import type { ExpressionGraph, Multiplication, State } from './expression.ts';
import { calleeAt } from './made.ts';
import { codeOf } from './operands.ts';
import { Reader } from './reader.ts';
import { finish } from './rebuild.ts';
import { callAt, morph, placeOf, resolveName } from './source.ts';
import { recursion } from './syntax.ts';
import type { Options, StateVariable } from './transfer.ts';
import { fromHost, type Value } from './value.ts';

/** What reading gave. */
interface Read {
  readonly graph: ExpressionGraph;
  readonly single: boolean;
  /** True when no value of the function needs more than 53 bits. */
  readonly exactInNumbers: boolean;
}

/** The source of one function, read when it is first needed. */
export class Source {
  readonly #stack: string;
  readonly #states: Readonly<Record<string, StateVariable>>;
  readonly #formats: Readonly<Record<string, Elem>>;
  readonly #constants: Readonly<Record<string, unknown>>;
  readonly #multiply: Multiplication | undefined;
  #read: Read | 'reading' | undefined;

  constructor(
    stack: string,
    states: Readonly<Record<string, StateVariable>>,
    formats: Readonly<Record<string, Elem>>,
    { constants = {}, multiply }: Options<unknown, Readonly<Record<string, unknown>>>,
  ) {
    this.#stack = stack;
    this.#states = states;
    this.#formats = formats;
    this.#constants = constants;
    this.#multiply = multiply;
  }

  /** The name of the const that holds the function. */
  get name(): string {
    const { Node: is } = morph();
    const parent = callAt(callSite(this.#stack)).getParent();
    return is.isVariableDeclaration(parent) ? parent.getName() : 'a transfer function';
  }

  get single(): boolean {
    return this.read().single;
  }

  read(): Read {
    if (this.#read === 'reading') {
      throw recursion();
    }
    if (this.#read !== undefined) return this.#read;
    this.#read = 'reading';
    try {
      const read = this.#build();
      this.#read = read;
      return read;
    } finally {
      if (this.#read === 'reading') this.#read = undefined;
    }
  }

  #build(): Read {
    const builder = new ExpressionBuilder();
    const leaf = (name: string, format: Elem): number =>
      name in this.#states ? builder.state(name, format) : builder.input(name, format);
    const operands = Object.entries(this.#formats).map(([name, format]) => [name, leaf(name, format)] as const);
    const reader = new Reader<number>(builder, calleeAt);
    const fn = this.#syntax();
    const result = reader.apply(fn, this.#arguments(builder, Object.fromEntries(operands)));
    const values = result.kind === 'object' ? result.fields : { y: result };
    const nodes = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        located(fn, () => numberOf(builder, value, `result "${name}"`)),
      ]),
    );
    const states = Object.entries(this.#states).map(([name, { format, initial = 0 }]): [string, State] => {
      const next = nodes[name];
      if (next === undefined) {
        const expected = `an object with the next value of state "${name}"`;
        throw problem(fn, `the result must be ${expected}, not one without it`, 'transfer-state');
      }
      const start = codeOf(`the initial value of state "${name}"`, format, initial);
      const fitted = located(fn, () => builder.fit(`the next value of state "${name}"`, next, format));
      return [name, { type: format, initial: start, next: fitted }];
    });
    const outputs = Object.fromEntries(Object.entries(nodes).filter(([name]) => !(name in this.#states)));
    if (Object.keys(outputs).length === 0) {
      throw problem(fn, 'a transfer function must have a result, not only states', 'transfer-result');
    }
    const exactInNumbers = builder.nodes.every(({ type }) => type.int.every((end) => end <= safe && end >= -safe));
    return {
      graph: {
        ...finish(builder.nodes, outputs, Object.fromEntries(states)),
        ...(this.#multiply && { multiply: this.#multiply }),
      },
      single: result.kind !== 'object',
      exactInNumbers,
    };
  }

  /** The author's source on exact numbers. */
  exactly(values: Readonly<Record<string, Dyadic>>): Record<string, Dyadic> {
    const reader = new Reader(exact, calleeAt);
    const result = reader.apply(this.#syntax(), this.#arguments(exact, values));
    const fields = result.kind === 'object' ? result.fields : { y: result };
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, numberOf(exact, value, name) as Dyadic]),
    );
  }

  #arguments<V>(algebra: Parameters<typeof fromHost<V>>[0], values: Readonly<Record<string, V>>): Value<V>[] {
    const fields = Object.entries(values).map(([name, x]): [string, Value<V>] => [name, { kind: 'number', x }]);
    const constants = Object.entries(this.#constants).map(([name, given]): [string, Value<V>] => [
      name,
      located(this.#syntax(), () => fromHost(algebra, name, given)),
    ]);
    return [
      { kind: 'object', fields: Object.fromEntries(fields) },
      { kind: 'object', fields: Object.fromEntries(constants) },
    ];
  }

  /** The function as it stands in the call, or as the const or function declaration that the call names. */
  #syntax(): Node {
    const { Node: is } = morph();
    const call = callAt(callSite(this.#stack));
    const given = call.getArguments()[1];
    if (given === undefined) {
      throw problem(call, 'transfer() must be called with a function, not through another function', 'transfer-source');
    }
    let bare: Node = given;
    while (is.isParenthesizedExpression(bare) || is.isAsExpression(bare) || is.isSatisfiesExpression(bare)) {
      bare = bare.getExpression();
    }
    if (!is.isIdentifier(bare)) return bare;
    const meaning = resolveName(bare.getText(), call);
    return meaning?.kind === 'value' ? meaning.node : bare;
  }
}

const safe = 2n ** 53n;

function problem(node: Node, sentence: string, rule: string): DendraError {
  return new DendraError(sentence, { file: placeOf(node), rule });
}

function located<R>(node: Node, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw error instanceof DendraError ? error.at({ file: placeOf(node) }) : error;
  }
}
