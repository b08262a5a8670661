// Logic: one of the nine values of IEEE 1164, and Bit: one of two.
import { show } from './range.ts';
import { type ResolveMode, resolveText, resolveX } from './resolve.ts';

/** The nine values, in the order of the tables below. */
export const logicSymbols = 'UX01ZWLH-';

/** What a Logic is made from: a symbol in either case, 0, 1, a boolean or another Logic. */
export type LogicLike = string | number | bigint | boolean | Logic;

// Rows and columns as in logicSymbols.
const andTable = [
  'UU0UUU0UU',
  'UX0XXX0XX',
  '000000000',
  'UX01XX01X',
  'UX0XXX0XX',
  'UX0XXX0XX',
  '000000000',
  'UX01XX01X',
  'UX0XXX0XX',
];
const orTable = [
  'UUU1UUU1U',
  'UXX1XXX1X',
  'UX01XX01X',
  '111111111',
  'UXX1XXX1X',
  'UXX1XXX1X',
  'UX01XX01X',
  '111111111',
  'UXX1XXX1X',
];
const xorTable = [
  'UUUUUUUUU',
  'UXXXXXXXX',
  'UX01XX01X',
  'UX10XX10X',
  'UXXXXXXXX',
  'UXXXXXXXX',
  'UX01XX01X',
  'UX10XX10X',
  'UXXXXXXXX',
];
const notTable = 'UX10XX10X';

const known = new Map<unknown, Map<string, Logic>>();

/**
 * A four-state or nine-state value. Equal values of one class are the same object, so `===`, Set and Map work; every object
 * is true to JavaScript, so test `toBoolean()`.
 */
export class Logic {
  /** The symbols that the class admits. */
  static readonly symbols: string = logicSymbols;

  /** One of `UX01ZWLH-`. */
  readonly symbol: string;

  /** Throws RangeError for a string or number that names no value, TypeError for another type. */
  constructor(value: LogicLike) {
    const symbol = symbolOf(value, new.target);
    const instances = known.get(new.target) ?? new Map<string, Logic>();
    known.set(new.target, instances);
    const instance = instances.get(symbol);
    this.symbol = symbol;
    // biome-ignore lint/correctness/noConstructorReturn: equal values must be the same object
    if (instance !== undefined) return instance;
    instances.set(symbol, this);
    Object.freeze(this);
  }

  /** Logical and; of a Logic and a Bit, a Logic. */
  and<T extends Logic>(this: T, other: T): T {
    return combine(this, other, andTable, 'and');
  }

  /** Logical or; of a Logic and a Bit, a Logic. */
  or<T extends Logic>(this: T, other: T): T {
    return combine(this, other, orTable, 'or');
  }

  /** Exclusive or; of a Logic and a Bit, a Logic. */
  xor<T extends Logic>(this: T, other: T): T {
    return combine(this, other, xorTable, 'xor');
  }

  /** Logical complement; X for a value that is no 0, 1, L or H, and U for U. */
  not(): this {
    return this.same(notTable[logicSymbols.indexOf(this.symbol)]);
  }

  /** True for the same value as a Logic, symbol, 0, 1 or boolean; H and 1 differ. */
  equals(other: unknown): boolean {
    if (other instanceof Logic) return this.symbol === other.symbol;
    return isPrimitive(other) && symbolOrNone(other) === this.symbol;
  }

  /** Whether it is 0, 1, L or H, which convert to integers. */
  get isResolvable(): boolean {
    return '01LH'.includes(this.symbol);
  }

  /** The value with everything but 0 and 1 resolved. */
  resolve(mode: ResolveMode, random?: () => number): this {
    return this.same(resolveText(this.symbol, mode, random));
  }

  /** False for 0 and L, true for 1 and H. Throws RangeError otherwise, unless `setResolveX` chose a mode: then false. */
  toBoolean(): boolean {
    if (resolveX() === 'error' && !this.isResolvable) {
      throw new RangeError(`value must be 0, 1, L or H to become a boolean, not ${this.symbol}`);
    }
    return this.symbol === '1' || this.symbol === 'H';
  }

  /** 0 for 0 and L, 1 for 1 and H. Throws RangeError otherwise, unless `setResolveX` chose a mode that resolves it. */
  toNumber(): number {
    const symbol = this.isResolvable ? this.symbol : resolveText(this.symbol, resolveX());
    if (!'01LH'.includes(symbol)) {
      throw new RangeError(`value must be 0, 1, L or H to become an integer, not ${this.symbol}`);
    }
    return symbol === '1' || symbol === 'H' ? 1 : 0;
  }

  /** Makes `logic == 1` and arithmetic work. */
  valueOf(): number {
    return this.toNumber();
  }

  /** The symbol. */
  toString(): string {
    return this.symbol;
  }

  /** `Logic('X')` */
  repr(): string {
    return `${this.constructor.name}('${this.symbol}')`;
  }

  /** The symbol in template strings, the integer elsewhere. */
  [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'string' ? this.symbol : this.toNumber();
  }

  /** What the console prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.repr();
  }

  private same(symbol: string): this {
    return new (this.constructor as new (value: LogicLike) => this)(symbol);
  }
}

/** A two-state value: a Logic that can only be 0 or 1. */
export class Bit extends Logic {
  static override readonly symbols = '01';
}

function combine<T extends Logic>(a: T, b: T, table: readonly string[], name: string): T {
  if (!(b instanceof Logic)) throw new TypeError(`operand of ${name} must be a Logic, not ${show(b)}`);
  const symbol = table[logicSymbols.indexOf(a.symbol)][logicSymbols.indexOf(b.symbol)];
  const wider = b instanceof a.constructor ? a : b;
  return new (wider.constructor as new (value: LogicLike) => T)(symbol);
}

function symbolOf(value: LogicLike, { name, symbols }: typeof Logic): string {
  if (!(value instanceof Logic || isPrimitive(value))) {
    throw new TypeError(`${name} must be made from a string, 0, 1, a boolean or a Logic, not ${show(value)}`);
  }
  const symbol = value instanceof Logic ? value.symbol : symbolOrNone(value);
  if (symbol === undefined || !symbols.includes(symbol)) {
    throw new RangeError(`${name} must be one of ${[...symbols].join(' ')}, not ${show(value)}`);
  }
  return symbol;
}

function isPrimitive(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function symbolOrNone(value: string | number | bigint | boolean): string | undefined {
  const text = typeof value === 'string' ? value.toUpperCase() : `${Number(value)}`;
  const among = typeof value === 'string' ? logicSymbols : '01';
  return text.length === 1 && among.includes(text) ? text : undefined;
}
