// docs/tasks/cocotb-names.md: every public name of both versions of cocotb has a row, and what it calls ours is in the package.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as entry from '../../../src/sim/runner/index.ts';
import { type CocotbVersion, cocotb } from '../../support/python.ts';
import { typeErrors } from '../../support/type-errors.ts';

interface Row {
  readonly module: string;
  readonly names: readonly string[];
  readonly here: string;
}

const docs = new URL('../../../docs/tasks/', import.meta.url);
const spans = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);

/** Rows of the tables, with the module that their heading names. */
function rowsOf(page: string): Row[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [module, ...lines] = section.split('\n') as [string, ...string[]];
      return lines
        .filter((line) => line.startsWith('| `'))
        .map((line) => {
          const [, left, here] = line.split('|') as [string, string, string];
          return { module, names: spans(left), here };
        });
    });
}

const rows = rowsOf(readFileSync(new URL('cocotb-names.md', docs), 'utf8'));
const versions: CocotbVersion[] = ['1.9.2', '2.1.0'];
const installed = await Promise.all(versions.map((version) => cocotb(version)));
const script = fileURLToPath(new URL('names.py', import.meta.url));

/** Names of both versions by module. */
const names = new Map<string, Set<string>>();
for (const { python, env } of installed.flatMap((one) => (one.missing === undefined ? [one] : []))) {
  const { stdout } = await promisify(execFile)(python, [script], { env });
  for (const [module, found] of Object.entries(JSON.parse(stdout) as Record<string, string[]>)) {
    names.set(module, new Set([...(names.get(module) ?? []), ...found]));
  }
}

const missing = installed
  .map((one) => one.missing ?? '')
  .join(' ')
  .trim();
describe.skipIf(missing !== '')(`the names of cocotb ${missing}`, () => {
  const modules = [...new Set([...names.keys(), ...rows.map(({ module }) => module)])].sort();
  test.each(modules)('%s: every name has one row, and no other name has any', (module) => {
    const listed = rows.filter((row) => row.module === module).flatMap((row) => row.names);
    expect(listed.toSorted()).toEqual([...(names.get(module) ?? [])].sort());
  });
});

/** What stands for objects in the right column, and as what the compiler sees it. */
const objects = `
declare const dut: entry.HierarchyHandle;
declare const task: entry.Task<unknown>;
declare const context: entry.HwtestContext;
declare const value: entry.LogicArray;
void [dut, task, context, value];`;

test('what is called ours is in the package', () => {
  const ours = [...new Set(rows.flatMap(({ here }) => spans(here)))].filter(
    (span) => !/^(dendra[ /]|--|\.)|^expect$/.test(span),
  );
  expect(ours.length).toBeGreaterThan(80);
  const root = (span: string): string => /^\w+/.exec(span)![0];
  const lines = ours.map((span, i) => {
    if (objects.includes(`const ${root(span)}:`)) return `void ${span};`;
    return root(span) in entry ? `void entry.${span};` : `export type T${i} = entry.${span};`;
  });
  const folder = mkdtempSync(join(tmpdir(), 'dendra-names-'));
  try {
    writeFileSync(join(folder, 'names.ts'), ["import * as entry from 'dendra/hwtest';", objects, ...lines].join('\n'));
    expect(typeErrors(folder, 'names.ts')).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every row has a counterpart, or says none and why', () => {
  for (const { names, here } of rows) {
    const reason = /^ none(:? .{5,}| \((Python|simulator|inside)\)(: .+)?)$/.test(here.trimEnd());
    expect(reason || /^ (`|the first argument)/.test(here), `${names.join()}: ${here}`).toBe(true);
  }
});
