// transfer(): one TypeScript function that runs as it is, and from whose source the golden model and hardware are made.
import { DendraError, type Elem } from '../ir/index.ts';
import type { Callee } from './algebra.ts';
import { type Dyadic, toNumber } from './dyadic.ts';
import { type Multiplication, multiplications } from './expression.ts';
import { graphToJson } from './json.ts';
import { register } from './made.ts';
import { checked } from './operands.ts';
import { Source } from './read.ts';

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
    name: { get: () => source.name, configurable: true },
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
