// What consoles and reports of failed comparisons show of the kernel's objects: a line, not all that they refer to.

const printed = Symbol('printed');

/** Gives the objects of a class a text, wherever they or what holds them is printed; the text must not throw. */
export function printsAs<T extends object>(type: { prototype: T }, text: (object: T) => string): void {
  const print = {
    configurable: true,
    value(this: T) {
      return text(this);
    },
  };
  Object.defineProperties(type.prototype, {
    // vitest clones plain objects, with all that they refer to, before it prints how they differ.
    [Symbol.toStringTag]: {
      configurable: true,
      get(this: T) {
        return this.constructor.name;
      },
    },
    [Symbol.for('nodejs.util.inspect.custom')]: print,
    [printed]: print,
    toJSON: print,
  });
}

/**
 * Replaces what a failed comparison holds of such objects by their texts, for as long as they have a value: vitest prints it after
 * the end of the simulation, and where two types differ it prints all that they refer to.
 */
export function settleComparison(error: unknown): void {
  if (!(error instanceof Error && 'actual' in error && 'expected' in error)) return;
  error.actual = withTexts(error.actual, 5);
  error.expected = withTexts(error.expected, 5);
}

function withTexts(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (printed in value) return (value[printed] as () => string)();
  if (Array.isArray(value)) return value.map((item) => withTexts(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const texts = Object.entries(value).map(([key, item]) => [key, withTexts(item, depth - 1)]);
  return { ...value, ...Object.fromEntries(texts) };
}
