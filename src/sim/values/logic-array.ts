// LogicArray: a vector of Logic with the indices of a range, and its conversions to integers and bytes.
import { deprecated } from './deprecated.ts';
import { formatInteger } from './format.ts';
import { IndexedArray, rangeOf } from './indexed.ts';
import { bitsOf, exact, type Integer, signedOf, unsignedOf } from './integers.ts';
import { Logic, type LogicLike, logicSymbols } from './logic.ts';
import { Range, show } from './range.ts';
import { type ResolveMode, resolveText, resolveX, strongText } from './resolve.ts';

/** What a LogicArray is made from: a literal, elements, another array, or an integer together with a range. */
export type LogicArrayLike = string | Integer | boolean | Iterable<LogicLike>;

/** Order of the bytes of an integer. */
export type ByteOrder = 'big' | 'little';

/** How an integer that does not fit is taken: `error` throws, `wrap` keeps its lowest bits. */
export interface OverflowOptions {
  readonly onOverflow?: 'error' | 'wrap';
}

/** A vector of Logic, leftmost bit highest; the range is `length - 1 downto 0` unless one, or a length, is given. */
export class LogicArray extends IndexedArray<Logic> {
  /** Symbols from left to right. */
  private text: string;

  /**
   * From a literal (`_` separates), from elements, or from an integer in `-2^(n-1) .. 2^n-1` with its range or length n.
   * Throws RangeError for a value that does not fit, TypeError for another type or an integer without range.
   */
  constructor(value: LogicArrayLike, range?: Range | number) {
    const given = range === undefined ? undefined : rangeOf(range, descending);
    const text = textOf(value, given);
    super(given ?? (value instanceof LogicArray ? value.range : descending(text.length)));
    if (text.length !== this.length) {
      throw new RangeError(`value must have the ${this.length} bits of ${this.range.repr()}, not ${text.length}`);
    }
    this.text = text;
  }

  /** The vector of an unsigned integer. Throws RangeError when it is negative or does not fit. */
  static fromUnsigned(value: Integer, range: Range | number, options: OverflowOptions = {}): LogicArray {
    const number = exact('value', value);
    if (number < 0n) throw new RangeError(`value must be an unsigned integer, not ${value}`);
    return fitted(number, rangeOf(range, descending), options, (width) => [0n, (1n << width) - 1n]);
  }

  /** The vector of an integer in two's complement. Throws RangeError when it does not fit. */
  static fromSigned(value: Integer, range: Range | number, options: OverflowOptions = {}): LogicArray {
    const limit = (width: bigint): [bigint, bigint] => [-(1n << (width - 1n)), (1n << (width - 1n)) - 1n];
    return fitted(exact('value', value), rangeOf(range, descending), options, limit);
  }

  /** The vector of bytes; a range, where one is given, must have eight indices a byte. */
  static fromBytes(bytes: Uint8Array, byteOrder: ByteOrder, range?: Range | number): LogicArray {
    const indices = range === undefined ? descending(8 * bytes.length) : rangeOf(range, descending);
    if (indices.length !== 8 * bytes.length || bytes.length === 0) {
      throw new RangeError(`bytes must fill the ${indices.length} bits of ${indices.repr()}, not ${8 * bytes.length}`);
    }
    return new LogicArray([...ordered(bytes, byteOrder)].map((byte) => bitsOf(BigInt(byte), 8)).join(''), indices);
  }

  /** The unsigned integer. Throws RangeError for a null vector and, unless `setResolveX` chose a mode, for X, Z and the like. */
  toUnsigned(): Integer {
    return unsignedOf(this.bits());
  }

  /** The integer in two's complement. Throws as `toUnsigned`. */
  toSigned(): Integer {
    return signedOf(this.bits());
  }

  /** The bytes of the unsigned integer, as many as hold all bits. Throws as `toUnsigned`. */
  toBytes(byteOrder: ByteOrder): Uint8Array {
    const count = Math.ceil(this.length / 8);
    const bits = this.bits().padStart(8 * count, '0');
    const bytes = Uint8Array.from({ length: count }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2));
    return ordered(bytes, byteOrder);
  }

  /** Whether any bit is 1; false for a null vector. Throws as `toUnsigned`. */
  toBoolean(): boolean {
    if (this.length === 0) return false;
    return resolveX() === 'error' ? this.bits().includes('1') : /[1H]/.test(this.text);
  }

  /** Whether every element is 0, 1, L or H. */
  get isResolvable(): boolean {
    return /^[01LH]*$/.test(this.text);
  }

  /** The vector with everything but 0 and 1 resolved; `random` gives numbers in [0, 1). */
  resolve(mode: ResolveMode, random?: () => number): LogicArray {
    return new LogicArray(resolveText(this.text, mode, random), this.range);
  }

  override get(index: number): Logic {
    return new Logic(this.text[this.position(index)]);
  }

  /** Replaces one element. */
  set(index: number, value: LogicLike): void {
    const position = this.position(index);
    this.text = this.text.slice(0, position) + new Logic(value).symbol + this.text.slice(position + 1);
  }

  /** The elements from index `left` to index `right`, both included, under their own indices. */
  slice(left?: number, right?: number): LogicArray {
    const { from, to, range } = this.span(left, right);
    return new LogicArray(this.text.slice(from, to + 1), range);
  }

  /** Replaces the elements from index `left` to index `right`, both included. */
  setSlice(left: number | undefined, right: number | undefined, value: LogicArrayLike): void {
    const { from, to } = this.span(left, right);
    const { text } = new LogicArray(value, to - from + 1);
    this.text = this.text.slice(0, from) + text + this.text.slice(to + 1);
  }

  /** Element by element; the range of the result is `length - 1 downto 0`. Throws RangeError for unequal lengths. */
  and(other: LogicArray): LogicArray {
    return this.zip(other, 'and');
  }

  /** Element by element, as `and`. */
  or(other: LogicArray): LogicArray {
    return this.zip(other, 'or');
  }

  /** Element by element, as `and`. */
  xor(other: LogicArray): LogicArray {
    return this.zip(other, 'xor');
  }

  /** Complement of each element; the range of the result is `length - 1 downto 0`. */
  not(): LogicArray {
    return new LogicArray([...this].map((element) => element.not()));
  }

  /**
   * True for the same elements, whatever their range: as a LogicArray, a literal (either case, no `_`), elements, or an
   * integer (read as signed when it is negative). Never true for an integer when an element is X, Z or the like.
   */
  equals(other: unknown): boolean {
    if (typeof other === 'string') return this.text === other.toUpperCase();
    if (other instanceof LogicArray) return this.text === other.text;
    try {
      if (Array.isArray(other)) return this.text === new LogicArray(other).text;
      if (!['number', 'bigint', 'boolean'].includes(typeof other) || this.length === 0) return false;
      const value = exact('value', other);
      return BigInt(value < 0n ? this.toSigned() : this.toUnsigned()) === value;
    } catch {
      return false;
    }
  }

  override *[Symbol.iterator](): Iterator<Logic> {
    for (const symbol of this.text) yield new Logic(symbol);
  }

  /** The literal, leftmost element first. */
  override toString(): string {
    return this.text;
  }

  /** The unsigned integer by a specifier `[#][_|,](b|o|d|x|X)` of Python; the literal without one. */
  format(spec = ''): string {
    return spec === '' ? this.text : formatInteger(BigInt(this.toUnsigned()), this.length, spec);
  }

  /** The unsigned integer, so that `Number(array)` and comparisons work; the literal in template strings. */
  [Symbol.toPrimitive](hint: string): string | Integer {
    return hint === 'string' ? this.text : this.toUnsigned();
  }

  /** `LogicArray('01', Range(1, 'downto', 0))` */
  override repr(): string {
    return `LogicArray('${this.text}', ${this.range.repr()})`;
  }

  /** @deprecated Write `toUnsigned()`. */
  get integer(): Integer {
    deprecated('LogicArray.integer', 'toUnsigned()');
    return this.toUnsigned();
  }

  /** @deprecated Write `toSigned()`. */
  get signedInteger(): Integer {
    deprecated('LogicArray.signedInteger', 'toSigned()');
    return this.toSigned();
  }

  /** @deprecated Write `toString()`. */
  get binstr(): string {
    deprecated('LogicArray.binstr', 'toString()');
    return this.text;
  }

  /** @deprecated Write `toBytes('big')`. */
  get buff(): Uint8Array {
    deprecated('LogicArray.buff', "toBytes('big')");
    return this.toBytes('big');
  }

  private bits(): string {
    if (this.length === 0) throw new RangeError('vector must have at least one bit to become an integer, not 0');
    const strong = strongText(this.text);
    const bits = /^[01]*$/.test(strong) ? strong : resolveText(this.text, resolveX());
    if (/^[01]*$/.test(bits)) return bits;
    throw new RangeError(`vector must hold 0, 1, L and H alone to become an integer, not ${this.text}`);
  }

  private zip(other: LogicArray, operation: 'and' | 'or' | 'xor'): LogicArray {
    if (!(other instanceof LogicArray)) {
      throw new TypeError(`operand of ${operation} must be a LogicArray, not ${show(other)}`);
    }
    if (other.length !== this.length) {
      throw new RangeError(`operand of ${operation} must have ${this.length} elements, not ${other.length}`);
    }
    const others = [...other];
    return new LogicArray([...this].map((element, position) => element[operation](others[position])));
  }
}

function descending(length: number): Range {
  return new Range(length - 1, 'downto', 0);
}

function textOf(value: LogicArrayLike, range: Range | undefined): string {
  if (typeof value === 'string') return literal(value);
  if (value instanceof LogicArray) return value.toString();
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    const number = exact('value', value);
    if (range === undefined) throw new TypeError('range must be given with an integer, not undefined');
    return fitted(number, range, {}, (width) => [-(1n << (width - 1n)), (1n << width) - 1n]).toString();
  }
  if (typeof value?.[Symbol.iterator] === 'function') return [...value].map((v) => new Logic(v).symbol).join('');
  throw new TypeError(`value must be a literal, elements or an integer, not ${show(value)}`);
}

function literal(value: string): string {
  const text = value.replaceAll('_', '').toUpperCase();
  const stray = [...new Set(text)].filter((symbol) => !logicSymbols.includes(symbol));
  if (stray.length === 0) return text;
  throw new RangeError(`literal must be made of ${[...logicSymbols].join(' ')}, not ${stray.sort().join(' ')}`);
}

/** The vector of an integer that lies in the limits for its width, or of its lowest bits. */
function fitted(
  value: bigint,
  range: Range,
  { onOverflow = 'error' }: OverflowOptions,
  limits: (width: bigint) => [bigint, bigint],
): LogicArray {
  if (onOverflow !== 'error' && onOverflow !== 'wrap') {
    throw new RangeError(`onOverflow must be "error" or "wrap", not ${show(onOverflow)}`);
  }
  if (range.length === 0) throw new RangeError(`range of an integer must have at least one index, not ${range.repr()}`);
  const [lowest, highest] = limits(BigInt(range.length));
  if (onOverflow === 'error' && (value < lowest || value > highest)) {
    throw new RangeError(`value must be in ${lowest} .. ${highest} for ${range.repr()}, not ${value}`);
  }
  return new LogicArray(bitsOf(value, range.length), range);
}

function ordered(bytes: Uint8Array, byteOrder: ByteOrder): Uint8Array {
  if (byteOrder !== 'big' && byteOrder !== 'little') {
    throw new RangeError(`byte order must be "big" or "little", not ${show(byteOrder)}`);
  }
  return byteOrder === 'big' ? bytes : bytes.toReversed();
}
