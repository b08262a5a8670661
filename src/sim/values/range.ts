// Range of indices of a vector: ascending (`to`) or descending (`downto`), both bounds included.

/** Direction in which indices run from left to right. */
export type Direction = 'to' | 'downto';

/**
 * The indices from `left` to `right`, in order; empty when the direction leads away from `right`.
 * It is immutable, and `${range}` serves as its key in a Map or Set.
 */
export class Range implements Iterable<number> {
  readonly left: number;
  readonly direction: Direction;
  readonly right: number;

  /**
   * `new Range(7, 'downto', 0)`, or `new Range(7, 0)` with the direction taken from the bounds.
   * Throws TypeError for a bound that is no integer and RangeError for another direction.
   */
  constructor(left: number, right: number);
  constructor(left: number, direction: Direction | Uppercase<Direction>, right: number);
  constructor(left: number, second: number | string, third?: number) {
    if (typeof second === 'string') {
      this.right = integer('right bound of a range', third);
      this.direction = directionOf(second);
    } else {
      this.right = integer('right bound of a range', second);
      this.direction = left <= second ? 'to' : 'downto';
    }
    this.left = integer('left bound of a range', left);
  }

  /** Number of indices, 0 for a null range. */
  get length(): number {
    return Math.max(0, (this.right - this.left) * this.step + 1);
  }

  private get step(): number {
    return this.direction === 'to' ? 1 : -1;
  }

  /** Index at a position from the left; a negative position counts from the right. Throws RangeError outside. */
  at(position: number): number {
    const { length } = this;
    integer('position in a range', position);
    if (position < -length || position >= length) {
      throw new RangeError(`position must be one of the ${length} of ${this.repr()}, not ${position}`);
    }
    return this.left + this.step * (position < 0 ? position + length : position);
  }

  /** The indices from position `start` up to, without, position `stop`, as a range; bounds work as in Array.slice. */
  slice(start = 0, stop = this.length): Range {
    const { length } = this;
    const clamp = (position: number) => Math.min(Math.max(position < 0 ? position + length : position, 0), length);
    return new Range(this.left + this.step * clamp(start), this.direction, this.left + this.step * (clamp(stop) - 1));
  }

  /** Position of an index from the left. Throws RangeError when the range does not hold it. */
  index(value: number): number {
    const position = (value - this.left) * this.step;
    if (!Number.isInteger(position) || position < 0 || position >= this.length) {
      throw new RangeError(`index must be in ${this.repr()}, not ${value}`);
    }
    return position;
  }

  /** Whether the range holds an index. */
  includes(value: number): boolean {
    const position = (value - this.left) * this.step;
    return Number.isInteger(position) && position >= 0 && position < this.length;
  }

  /** How often the range holds an index: 0 or 1. */
  count(value: number): number {
    return this.includes(value) ? 1 : 0;
  }

  /** True for a range that yields the same indices in the same order: all null ranges are equal. */
  equals(other: unknown): boolean {
    if (!(other instanceof Range) || this.length !== other.length) return false;
    return this.length === 0 || (this.left === other.left && this.right === other.right);
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let position = 0; position < this.length; position++) yield this.left + this.step * position;
  }

  /** The indices from right to left. */
  *reversed(): Generator<number, void, undefined> {
    for (let position = this.length - 1; position >= 0; position--) yield this.left + this.step * position;
  }

  /** `7 downto 0` */
  toString(): string {
    return `${this.left} ${this.direction} ${this.right}`;
  }

  /** `Range(7, 'downto', 0)` */
  repr(): string {
    return `Range(${this.left}, '${this.direction}', ${this.right})`;
  }

  /** What the console prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.repr();
  }
}

function directionOf(text: string): Direction {
  const direction = text.toLowerCase();
  if (direction === 'to' || direction === 'downto') return direction;
  throw new RangeError(`direction of a range must be "to" or "downto", not "${text}"`);
}

/** Returns an integer as it is. Throws TypeError, naming the subject, for anything else. */
export function integer(subject: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError(`${subject} must be an integer, not ${show(value)}`);
}

/** A value as an error message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined || typeof value !== 'object') return String(value);
  if ('repr' in value && typeof value.repr === 'function') return value.repr();
  return Array.isArray(value) ? 'an array' : `an object of ${value.constructor?.name ?? 'no class'}`;
}
