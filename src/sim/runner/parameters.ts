// Parametrised tests: combinations of values and their names, as cocotb makes them.

/** A value with a name of its own. */
export class Param<T> {
  readonly value: T;
  readonly name: string;

  constructor(value: T, name: string) {
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new RangeError(`name of a Param must be an identifier, not ${JSON.stringify(name)}`);
    this.value = value;
    this.name = name;
  }
}

/** Values by parameter: a list for one name, or a list of tuples for several, `'a,b'`. */
export type ParameterGrid = Readonly<Record<string, readonly unknown[]>>;

/** One combination: the values by name, and the suffix of the test's name. */
export interface Combination {
  readonly values: Readonly<Record<string, unknown>>;
  readonly suffix: string;
}

/** All combinations in the order of declaration, the last parameter changing fastest. */
export function combinations(grid: ParameterGrid): Combination[] {
  let result: Combination[] = [{ values: {}, suffix: '' }];
  for (const [key, options] of Object.entries(grid)) {
    const names = key.split(',').map((name) => name.trim());
    result = result.flatMap((before) =>
      options.map((option, index) => {
        const picked = pick(key, names, option);
        const label = names.map((name) => `/${name}=${labelOf(picked[name], index)}`).join('');
        const values = Object.fromEntries(names.map((name) => [name, unnamed(picked[name])]));
        return { values: { ...before.values, ...values }, suffix: before.suffix + label };
      }),
    );
  }
  return result;
}

function pick(key: string, names: readonly string[], option: unknown): Record<string, unknown> {
  if (names.length === 1) return { [names[0]!]: option };
  if (!Array.isArray(option) || option.length !== names.length) {
    throw new RangeError(`each value of ${key} must be a tuple of ${names.length}, not ${JSON.stringify(option)}`);
  }
  return Object.fromEntries(names.map((name, i) => [name, option[i]]));
}

function unnamed(option: unknown): unknown {
  return option instanceof Param ? option.value : option;
}

function labelOf(option: unknown, index: number): string {
  if (option instanceof Param) return option.name;
  if (option === null) return 'null';
  if (typeof option === 'number' || typeof option === 'bigint' || typeof option === 'boolean') return String(option);
  if (typeof option === 'string' && /^\w{1,15}$/.test(option)) return option;
  if (typeof option === 'function' && /^\w{1,15}$/.test(option.name)) return option.name;
  return String(index);
}
