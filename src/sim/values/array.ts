// Array of any elements with the indices of a range: the value of an unpacked array.
import { IndexedArray, rangeOf, sameValue } from './indexed.ts';
import { Range, show } from './range.ts';

/** Elements of an unpacked array; the range is `0 to length - 1` unless one, or a length, is given. */
export class HdlArray<T> extends IndexedArray<T> {
  private elements: T[];

  /** Throws TypeError for elements that cannot be iterated and RangeError when their number is not that of the range. */
  constructor(elements: Iterable<T>, range?: Range | number) {
    if (typeof elements?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`elements must be iterable, not ${show(elements)}`);
    }
    const list = [...elements];
    super(range === undefined ? ascending(list.length) : rangeOf(range, ascending));
    if (list.length !== this.length) {
      throw new RangeError(`elements must be the ${this.length} of ${this.range.repr()}, not ${list.length}`);
    }
    this.elements = list;
  }

  override get(index: number): T {
    return this.elements[this.position(index)];
  }

  /** Replaces one element. */
  set(index: number, value: T): void {
    this.elements[this.position(index)] = value;
  }

  /** The elements from index `left` to index `right`, both included, under their own indices. */
  slice(left?: number, right?: number): HdlArray<T> {
    const { from, to, range } = this.span(left, right);
    return new HdlArray(this.elements.slice(from, to + 1), range);
  }

  /** Replaces the elements from index `left` to index `right` by as many others. */
  setSlice(left: number | undefined, right: number | undefined, values: Iterable<T>): void {
    const { from, to, range } = this.span(left, right);
    const list = [...values];
    if (list.length !== to - from + 1) {
      throw new RangeError(`elements must be the ${range.length} of ${range.repr()}, not ${list.length}`);
    }
    this.elements.splice(from, list.length, ...list);
  }

  /** True for an array, of either kind, with equal elements in the same order; ranges do not count. */
  equals(other: unknown): boolean {
    if (!(other instanceof HdlArray || globalThis.Array.isArray(other))) return false;
    const others = [...other];
    return (
      others.length === this.elements.length &&
      this.elements.every((element, position) => sameValue(element, others[position]))
    );
  }

  override [Symbol.iterator](): Iterator<T> {
    return this.elements[Symbol.iterator]();
  }

  override repr(): string {
    return `Array([${this.elements.map(show).join(', ')}], ${this.range.repr()})`;
  }
}

function ascending(length: number): Range {
  return new Range(0, 'to', length - 1);
}
