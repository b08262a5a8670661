// transfer(): one TypeScript function that runs as it is, and from whose source the golden model and hardware are made.
import type { Node } from 'ts-morph';
import { DendraError, type Elem } from '../ir/index.ts';
import type { Callee } from './algebra.ts';
import { ExpressionBuilder } from './builder.ts';
import { numberOf } from './builtins.ts';
import { type CallSite, callSite } from './call-site.ts';
import { codeAt, type Dyadic, describeRange, dyadic, reduce, toNumber } from './dyadic.ts';
import { exact } from './exact.ts';
import { type ExpressionGraph, type Multiplication, multiplications, type State } from './expression.ts';
import { graphToJson } from './json.ts';
import { Reader } from './reader.ts';
import { finish } from './rebuild.ts';
import { callAt, morph, placeOf, resolveName } from './source.ts';
import { fromHost, type Value } from './value.ts';

/** Formats by name: what q() and uq() give, or any interval from elem(). */
export type Formats = Readonly<Record<string, Elem>>;

/** Ordinary numbers under the same names. */
export type Numbers<F> = { readonly [K in keyof F]: number };

/** A state variable, one for each element of a tensor: its format, and its value at the start of a sample. */
export interface StateVariable {
  readonly format: Elem;
  /** 0 when absent. */
  readonly initial?: number;
}

/** What a function has besides its inputs. */
export interface Options<S, C> {
  /** Values that the function returns under these names and finds again at the next firing. */
  readonly state?: S;
  /** Values from outside that the function uses: numbers, texts, formats, lists and other transfer functions. */
  readonly constants?: C;
  /** What hardware makes of products with constants: 'multiplier' (the default), or 'shift-add', shifts and sums. */
  readonly multiply?: Multiplication;
}

/** A transfer function: call it with numbers, or give it to the unit `transfer`. */
export interface Transfer<V, R> extends Callee {
  /** Runs the function as TypeScript runs it; on exact integers instead where some value needs more than 53 bits. */
  (values: V): R;
  /** True when no value of the function needs more than 53 bits, so that a call runs it as it is. */
  readonly exactInNumbers: boolean;
  /** What makes the graph file of a design self-contained. */
  toJSON(): unknown;
}

/** Transfer functions by the place of the call that made them; a place that ran twice made several. */
const made = new Map<string, Callee[]>();

/**
 * Makes a transfer function. `fn` takes an object of inputs, and state where there is one, and `constants`; it returns a
 * number, called `y`, or an object of results and next states. Throws a DendraError, at the first use of the hardware's
 * form, for source that hardware has no counterpart of.
 */
export function transfer<
  const I extends Formats,
  R extends number | Readonly<Record<string, number>>,
  const S extends Readonly<Record<string, StateVariable>> = Record<never, never>,
  C extends Readonly<Record<string, unknown>> = Record<never, never>,
>(
  inputs: I,
  fn: (values: Numbers<I> & Numbers<S>, constants: C) => R,
  options: Options<S, C> = {},
): Transfer<Numbers<I> & Numbers<S>, R> {
  const stack = new Error().stack!;
  const states: Readonly<Record<string, StateVariable>> = options.state ?? {};
  const { multiply } = options;
  if (multiply !== undefined && !multiplications.includes(multiply)) {
    const sentence = `multiply must be one of ${multiplications.join(', ')}, not "${multiply}"`;
    throw new DendraError(sentence, { rule: 'transfer-multiply' });
  }
  const formats: Formats = {
    ...inputs,
    ...Object.fromEntries(Object.entries(states).map(([name, { format }]) => [name, format])),
  };
  const source = new Source(stack, states, formats, options);
  const run = (values: Numbers<I> & Numbers<S>): R => {
    const given = checked(source.name, formats, values);
    if (source.read().exactInNumbers) return fn(values, (options.constants ?? {}) as C);
    const results = Object.entries(source.exactly(given)).map(([name, value]) => [name, toNumber(value)] as const);
    return (source.single ? results[0]![1] : Object.fromEntries(results)) as R;
  };
  const callee: Transfer<Numbers<I> & Numbers<S>, R> = Object.defineProperties(run, {
    name: { get: () => source.name },
    single: { get: () => source.single },
    formats: { value: formats },
    graph: { get: () => source.read().graph },
    exactInNumbers: { get: () => source.read().exactInNumbers },
    exactly: { value: (values: Readonly<Record<string, Dyadic>>) => source.exactly(values) },
    toJSON: { value: () => graphToJson(source.read().graph) },
  }) as never;
  register(stack, callee);
  return callee;
}

/** Remembers which call made a function, for calls of it within others. */
export function register(stack: string, callee: Callee): void {
  const key = keyOf(callSite(stack));
  made.set(key, [...(made.get(key) ?? []), callee]);
}

function keyOf({ file, line, column }: CallSite): string {
  return `${file}:${line}:${column}`;
}

/** The function that a call in a source made; undefined for other syntax. */
function calleeAt(node: Node): Callee | undefined {
  const { Node: is } = morph();
  if (!is.isCallExpression(node)) return undefined;
  const target = node.getExpression();
  const name = is.isPropertyAccessExpression(target) ? target.getNameNode() : target;
  const file = node.getSourceFile();
  const { line, column } = file.getLineAndColumnAtPos(name.getStart());
  const found = made.get(keyOf({ file: file.getFilePath(), line, column })) ?? [];
  if (found.length < 2) return found[0];
  throw new DendraError('a transfer function must be made once to be called by its name, not several times', {
    rule: 'transfer-ambiguous',
    hint: 'hand the one that is meant over as one of the option constants',
  });
}

/** What reading gave. */
interface Read {
  readonly graph: ExpressionGraph;
  readonly single: boolean;
  /** True when no value of the function needs more than 53 bits. */
  readonly exactInNumbers: boolean;
}

/** The source of one function, read when it is first needed. */
class Source {
  readonly #stack: string;
  readonly #states: Readonly<Record<string, StateVariable>>;
  readonly #formats: Formats;
  readonly #constants: Readonly<Record<string, unknown>>;
  readonly #multiply: Multiplication | undefined;
  #read: Read | 'reading' | undefined;

  constructor(
    stack: string,
    states: Readonly<Record<string, StateVariable>>,
    formats: Formats,
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
      throw new DendraError('a call must be of another function, not of one that is being called already', {
        rule: 'transfer-recursion',
        hint: 'hardware has no stack: write the steps out, or keep a state from firing to firing',
      });
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

/** The code of a number in a format; throws a DendraError where there is none. */
function codeOf(subject: string, format: Elem, value: number): bigint {
  const place = { rule: 'transfer-format' };
  const described = `a multiple of ${2 ** -format.frac} in ${describeRange(format)}`;
  if (!Number.isFinite(value)) throw new DendraError(`${subject} must be ${described}, not ${value}`, place);
  const given = dyadic(value);
  const scaled = reduce({ code: given.code, frac: given.frac - format.frac });
  const code = scaled.frac > 0 ? undefined : codeAt(scaled, 0);
  if (code !== undefined && code >= format.int[0] && code <= format.int[1]) return code;
  throw new DendraError(`${subject} must be ${described}, not ${value}`, place);
}

/** The operands of a call as exact values of their formats. */
export function checked(
  name: string,
  formats: Formats,
  values: Readonly<Record<string, number>>,
): Record<string, Dyadic> {
  return Object.fromEntries(
    Object.entries(formats).map(([input, format]) => {
      const code = codeOf(`input "${input}" of ${name}`, format, values[input] as number);
      return [input, { code, frac: format.frac }];
    }),
  );
}

/** True where any node of a graph is a state. */
export function isStateful({ states }: ExpressionGraph): boolean {
  return Object.keys(states).length > 0;
}
