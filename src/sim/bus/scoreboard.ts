// Scoreboard: what a design must give, in order, against what it gives.
import { atTestEnd, Event, startSoon, type Task, type Trigger, Waitable } from '../kernel/index.ts';
import type { Receiver } from './receiver.ts';

/** A design gave something else than was expected. */
export class ScoreboardError extends Error {
  override name = 'ScoreboardError';
}

/** Compares items in order. The first difference fails the test, and so do items that are missing at its end or at `finish`. */
export class Scoreboard<T> {
  readonly name: string;
  /** Items that came and were right. */
  matched = 0;
  private readonly expected: T[] = [];
  private readonly changed: Event;
  /** True from an expectation on until `finish` has judged it. */
  private open = false;

  constructor(name: string) {
    this.name = name;
    this.changed = new Event(`scoreboard ${name}`);
  }

  /** Adds what is expected next. Of an object only the properties that are not undefined are compared. */
  expect(...items: readonly T[]): void {
    this.expected.push(...items);
    if (!this.open) atTestEnd(() => this.open && this.finish());
    this.open = true;
  }

  /** Compares all that a monitor or sink collects from now on; `map` gives the part to compare. */
  watch<R>(from: Receiver<R>, map: (item: R) => T = (item) => item as unknown as T): Task<void> {
    const observe = (item: R): void => this.observe(map(item));
    const task = startSoon(function* (): Generator<Trigger, void, unknown> {
      for (;;) observe(yield* from.recv());
    });
    task.name = `scoreboard ${this.name}`;
    return task;
  }

  /** Compares one item; throws a ScoreboardError. */
  observe(item: T): void {
    if (this.matched === this.expected.length) {
      throw new ScoreboardError(`${this.name} must give ${this.matched} items, not another one: ${shown(item)}`);
    }
    const wrong = difference('', this.expected[this.matched], item);
    if (wrong !== undefined) throw new ScoreboardError(`item ${this.matched} of ${this.name}${wrong}`);
    this.matched++;
    this.changed.set();
  }

  /** Waits until all that is expected has come. */
  wait(): Waitable<void> {
    const missing = (): boolean => this.matched < this.expected.length;
    const { changed } = this;
    return new Waitable(
      () => `scoreboard ${this.name} with ${this.matched} of ${this.expected.length} items`,
      function* () {
        while (missing()) {
          changed.clear();
          yield* changed.wait();
        }
      },
    );
  }

  /** Throws a ScoreboardError when something has not come. */
  finish(): void {
    this.open = false;
    const { length } = this.expected;
    if (this.matched < length) {
      throw new ScoreboardError(
        `${this.name} must give ${length} items, not ${this.matched}: next is ${shown(this.expected[this.matched])}`,
      );
    }
  }
}

/** The first difference as the end of a sentence, with the path to it. */
function difference(path: string, expected: unknown, actual: unknown): string | undefined {
  if (isList(expected) && isList(actual)) {
    for (let i = 0; i < Math.min(expected.length, actual.length); i++) {
      const wrong = difference(`${path}[${i}]`, expected[i], actual[i]);
      if (wrong !== undefined) return wrong;
    }
    if (expected.length === actual.length) return undefined;
    return `${dotted(path)} must have ${expected.length} elements, not ${actual.length}`;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const [key, value] of Object.entries(expected)) {
      if (value === undefined || typeof value === 'function') continue;
      const wrong = difference(`${path}.${key}`, value, actual[key]);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  // biome-ignore lint/suspicious/noDoubleEquals: a number equals the bigint of the same value
  const same = isNumber(expected) && isNumber(actual) ? expected == actual : expected === actual;
  return same ? undefined : `${dotted(path)} must be ${shown(expected)}, not ${shown(actual)}`;
}

function dotted(path: string): string {
  return path === '' ? '' : `: ${path.replace(/^\./, '')}`;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (isList(value)) {
    const items = Array.from(value).slice(0, 8).map(shown);
    return `[${items.join(', ')}${value.length > 8 ? `, ... ${value.length}` : ''}]`;
  }
  if (!isObject(value)) return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined && typeof part !== 'function');
  return `{ ${parts.map(([key, part]) => `${key}: ${shown(part)}`).join(', ')} }`;
}
