// What Array and LogicArray share: indices of a range instead of positions from 0.
import { integer, Range, show } from './range.ts';

/** A sequence of fixed length whose elements are named by the indices of a range. */
export abstract class IndexedArray<T> implements Iterable<T> {
  private indices: Range;

  protected constructor(range: Range) {
    this.indices = range;
  }

  /** The indices; assigning another range of the same length renames the elements. */
  get range(): Range {
    return this.indices;
  }

  set range(range: Range) {
    if (!(range instanceof Range)) throw new TypeError(`range must be a Range, not ${show(range)}`);
    if (range.length !== this.length) {
      throw new RangeError(`range must have ${this.length} indices, not the ${range.length} of ${range.repr()}`);
    }
    this.indices = range;
  }

  /** Index of the first element. */
  get left(): number {
    return this.indices.left;
  }

  /** Direction of the indices. */
  get direction(): 'to' | 'downto' {
    return this.indices.direction;
  }

  /** Index of the last element. */
  get right(): number {
    return this.indices.right;
  }

  /** Number of elements. */
  get length(): number {
    return this.indices.length;
  }

  /** Element at an index of the range. Throws RangeError outside the range. */
  abstract get(index: number): T;

  abstract [Symbol.iterator](): Iterator<T>;

  /** The elements from right to left. */
  *reversed(): Generator<T, void, undefined> {
    yield* [...this].reverse();
  }

  /** Whether an element equals a value. */
  includes(value: unknown): boolean {
    return [...this].some((element) => sameValue(element, value));
  }

  /** How many elements equal a value. */
  count(value: unknown): number {
    return [...this].filter((element) => sameValue(element, value)).length;
  }

  /** First index, from `start` to `stop` in the array's direction, of an element that equals a value. Throws RangeError without one. */
  index(value: unknown, start: number = this.left, stop: number = this.right): number {
    for (const index of new Range(start, this.direction, stop)) {
      if (sameValue(this.get(index), value)) return index;
    }
    throw new RangeError(`value must be an element of ${this.repr()}, not ${show(value)}`);
  }

  /** The array as Python would print it. */
  abstract repr(): string;

  /** What the console prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.repr();
  }

  /** Position of an index from the left. */
  protected position(index: number): number {
    integer('index', index);
    if (!this.indices.includes(index)) throw new RangeError(`index must be in ${this.indices.repr()}, not ${index}`);
    return this.indices.index(index);
  }

  /** Positions and range of a slice, both bounds included; a bound left out is the array's own. */
  protected span(left: number = this.left, right: number = this.right): { from: number; to: number; range: Range } {
    const from = this.position(left);
    const to = this.position(right);
    if (from > to) {
      throw new RangeError(`slice must run as ${this.indices.repr()} does, not from ${left} to ${right}`);
    }
    return { from, to, range: new Range(left, this.direction, right) };
  }
}

/** Equality of two elements: their own `equals` where they have one, else identity. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'object' && a !== null && 'equals' in a && typeof a.equals === 'function') return a.equals(b);
  return a === b;
}

/** A range, or one of a given length. Throws TypeError for anything else. */
export function rangeOf(range: Range | number, ofLength: (length: number) => Range): Range {
  if (range instanceof Range) return range;
  if (typeof range === 'number' && Number.isSafeInteger(range)) return ofLength(range);
  throw new TypeError(`range must be a Range or a length, not ${show(range)}`);
}
