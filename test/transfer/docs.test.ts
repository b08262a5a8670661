// The design in docs/tasks/write-a-transfer-function.md loads as it stands, and says what the page says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { type Graph, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the first example of the page is a design, and calling its function gives the number of the page', async () => {
  const page = readFileSync(join(root, 'docs/tasks/write-a-transfer-function.md'), 'utf8');
  const [, code] = /```ts\n(.*?)```/s.exec(page)!;
  // Beside the tests, since its imports go one folder up.
  const file = join(root, 'test', `page-${process.pid}.ts`);
  writeFileSync(file, code!);
  try {
    const module = (await import(pathToFileURL(file).href)) as {
      readonly default: Graph;
      cooperation(values: { R: number; C: number }): number;
    };
    expect(module.cooperation({ R: 1, C: 0.5 })).toBe(4);
    const { edges } = lower(module.default, registry, targets['ultrascale-plus'], { compose });
    expect(edges.map(({ type }) => type.elem.int)).toContainEqual([0n, 96n]);
  } finally {
    rmSync(file);
  }
});
