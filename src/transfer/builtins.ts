// What the functions of dendra and of Math mean to the reader of a transfer function.
import { DendraError, type Elem, type Rounding, roundings, signedElem, unsignedElem } from '../ir/index.ts';
import { type Algebra, type Overflow, overflows } from './algebra.ts';
import type { Dyadic } from './dyadic.ts';
import { codeAt } from './dyadic.ts';
import { describeKind, type Value } from './value.ts';

/** Arguments of a call, each asked for as what it must be. */
export class Arguments<V> {
  readonly algebra: Algebra<V>;
  readonly #name: string;
  readonly #values: readonly Value<V>[];

  constructor(algebra: Algebra<V>, name: string, values: readonly Value<V>[]) {
    this.algebra = algebra;
    this.#name = name;
    this.#values = values;
  }

  /** Throws unless there are as many arguments. */
  count(least: number, most: number = least): this {
    const given = this.#values.length;
    if (given >= least && given <= most) return this;
    const expected = most === least ? `${least}` : `at least ${least}`;
    throw new DendraError(`${this.#name} must have ${expected} argument${most === 1 ? '' : 's'}, not ${given}`, {
      rule: 'transfer-arguments',
    });
  }

  number(index: number): V {
    return numberOf(this.algebra, this.#values[index]!, `argument ${index + 1} of ${this.#name}`);
  }

  numbers(): V[] {
    return this.#values.map((_, index) => this.number(index));
  }

  constant(index: number): Dyadic {
    const known = this.algebra.constantOf(this.number(index));
    if (known !== undefined) return known;
    throw this.#wrong(index, 'a constant', 'a value that depends on an input');
  }

  integer(index: number): number {
    const value = this.constant(index);
    if (value.frac <= 0) return Number(codeAt(value, 0));
    throw this.#wrong(index, 'an integer', 'a fraction');
  }

  /** An integer that may be left out, and is then 0. */
  optional(index: number): number {
    return index < this.#values.length ? this.integer(index) : 0;
  }

  format(index: number): Elem {
    const value = this.#values[index]!;
    if (value.kind === 'format') return value.format;
    throw this.#wrong(index, 'a format, such as q(8, 4)', describeKind(this.algebra, value));
  }

  oneOf<T extends string>(index: number, names: readonly T[]): T {
    const value = this.#values[index]!;
    if (value.kind !== 'text') {
      throw this.#wrong(index, `one of ${names.join(', ')}`, describeKind(this.algebra, value));
    }
    const found = names.find((name) => name === value.text);
    if (found === undefined) throw this.#wrong(index, `one of ${names.join(', ')}`, `"${value.text}"`);
    return found;
  }

  table(index: number): Dyadic[] {
    const value = this.#values[index]!;
    const entries = value.kind === 'list' ? value.items : [];
    const known = entries.map((item) => (item.kind === 'number' ? this.algebra.constantOf(item.x) : undefined));
    if (known.length > 0 && known.every((entry) => entry !== undefined)) return known;
    throw this.#wrong(
      index,
      'a list of constants',
      known.length > 0 ? 'one of values' : describeKind(this.algebra, value),
    );
  }

  #wrong(index: number, expected: string, given: string): DendraError {
    return new DendraError(`argument ${index + 1} of ${this.#name} must be ${expected}, not ${given}`, {
      rule: 'transfer-arguments',
    });
  }
}

/** The number that a value must be. */
export function numberOf<V>(algebra: Algebra<V>, value: Value<V>, subject: string): V {
  if (value.kind === 'number' && !algebra.isTruth(value.x)) return value.x;
  throw new DendraError(`${subject} must be a number, not ${describeKind(algebra, value)}`, {
    rule: 'transfer-kind',
    hint: value.kind === 'number' ? 'write condition ? 1 : 0' : undefined,
  });
}

type Builtin = <V>(args: Arguments<V>) => Value<V>;

const scalar = <V>(x: V): Value<V> => ({ kind: 'number', x });
const zero: Dyadic = { code: 0n, frac: 0 };
const six: Dyadic = { code: 6n, frac: 0 };

const rounded =
  (rounding: Rounding): Builtin =>
  (args) =>
    scalar(args.count(1).algebra.round(args.number(0), 0, rounding));

const extreme =
  (which: 'min' | 'max'): Builtin =>
  (args) => {
    const [first, ...rest] = args.count(1, Number.POSITIVE_INFINITY).numbers();
    return scalar(rest.reduce((a, b) => args.algebra[which](a, b), first!));
  };

const magnitude: Builtin = (args) => scalar(args.count(1).algebra.abs(args.number(0)));

/** The functions that dendra exports for transfer functions. */
export const builtins: Readonly<Record<string, Builtin>> = {
  q: (args) => {
    args.count(1, 2);
    return { kind: 'format', format: signedElem(args.integer(0), args.optional(1)) };
  },
  uq: (args) => {
    args.count(1, 2);
    return { kind: 'format', format: unsignedElem(args.integer(0), args.optional(1)) };
  },
  quantise: (args) => {
    const [x, format] = [args.count(4).number(0), args.format(1)];
    const overflow: Overflow = args.oneOf(3, overflows);
    return scalar(args.algebra.quantise(x, format, args.oneOf(2, roundings), overflow));
  },
  abs: magnitude,
  min: extreme('min'),
  max: extreme('max'),
  clamp: (args) => {
    const [x, lo, hi] = args.count(3).numbers() as [never, never, never];
    return scalar(args.algebra.max(lo, args.algebra.min(x, hi)));
  },
  relu: (args) => scalar(args.count(1).algebra.max(args.number(0), args.algebra.constant(zero))),
  relu6: (args) => {
    const { algebra } = args.count(1);
    return scalar(algebra.max(algebra.constant(zero), algebra.min(args.number(0), algebra.constant(six))));
  },
  floor: rounded('floor'),
  fraction: (args) => scalar(args.count(1).algebra.fraction(args.number(0))),
  lookup: (args) => scalar(args.count(2).algebra.lookup(args.table(0), args.number(1))),
};

/** The functions of Math that are exact. */
export const mathBuiltins: Readonly<Record<string, Builtin>> = {
  abs: magnitude,
  min: extreme('min'),
  max: extreme('max'),
  floor: rounded('floor'),
  ceil: rounded('ceil'),
  trunc: rounded('toZero'),
  round: rounded('halfUp'),
};
