// Which tests the environment asks for, and the names of modules and of files of waves.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Environment } from './environment.ts';

/** Module of a test file, as cocotb would name it: `counter` of `benches/counter.hw.ts`. */
export function moduleOf(file: string): string {
  return basename(file).replace(/(\.(hw|test|spec))?\.[cm]?[jt]sx?$/, '');
}

/** `named`: asked for by name; `other`: not asked for while others are; `all`: nothing was said. */
export function selection(
  { modules, filter }: Pick<Environment, 'modules' | 'filter'>,
  module: string,
  test: string,
): 'all' | 'named' | 'other' {
  if (modules.length > 0 && !modules.includes(module)) return 'other';
  if (filter === undefined) return 'all';
  return filter.test(`${module}.${test}`) ? 'named' : 'other';
}

/** A file name from the name of a test; names that differ stay different. */
export function fileNameOf(test: string): string {
  const safe = test.replaceAll(/[^\w.=-]+/g, '_').slice(0, 100);
  return safe === test ? safe : `${safe}-${createHash('sha1').update(test).digest('hex').slice(0, 6)}`;
}
