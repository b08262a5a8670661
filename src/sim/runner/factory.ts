// TestFactory: all combinations of options of one test function, numbered.

import { register } from './hwtest.ts';
import type { HwtestOptions, ParametrizedFunction } from './options.ts';

/** Generates tests `name_001` and on, one for each combination of the options added. */
export class TestFactory {
  private readonly name: string;
  private readonly run: ParametrizedFunction;
  private readonly options = new Map<string, readonly unknown[]>();

  /** From a named function, or a name and a function. */
  constructor(name: string, run: ParametrizedFunction);
  constructor(run: ParametrizedFunction);
  constructor(first: string | ParametrizedFunction, run?: ParametrizedFunction) {
    this.run = typeof first === 'string' ? run! : first;
    this.name = typeof first === 'string' ? first : first.name;
    if (this.name === '') throw new TypeError('TestFactory must be given a named function or a name, not neither');
  }

  /** Values of an option, or tuples of values of several names at once. */
  addOption(name: string | readonly string[], values: readonly unknown[]): this {
    this.options.set(typeof name === 'string' ? name : name.join(','), values);
    return this;
  }

  /** Registers the tests, with text before and after their names. */
  generateTests({
    prefix = '',
    postfix = '',
    ...options
  }: { prefix?: string; postfix?: string } & HwtestOptions = {}): void {
    for (const [i, values] of product([...this.options]).entries()) {
      const name = `${prefix}${this.name}${postfix}_${String(i + 1).padStart(3, '0')}`;
      register(name, options, (dut, context) => this.run(dut, context, values));
    }
  }
}

/** All combinations, the last option changing fastest. */
function product(options: readonly (readonly [string, readonly unknown[]])[]): Record<string, unknown>[] {
  let result: Record<string, unknown>[] = [{}];
  for (const [key, values] of options) {
    const names = key.split(',');
    result = result.flatMap((before) =>
      values.map((value) => ({
        ...before,
        ...(names.length === 1
          ? { [key]: value }
          : Object.fromEntries(names.map((name, i) => [name, (value as unknown[])[i]]))),
      })),
    );
  }
  return result;
}
