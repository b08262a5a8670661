// The example of docs/tasks/bus-models.md runs as it stands.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dendra-bus-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = () =>
  execa(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], {
    reject: false,
    all: true,
    env: { NO_COLOR: '1' },
  });

test('the example of bus-models.md passes, and fails when its design adds 2', async () => {
  const page = readFileSync(join(root, 'docs/tasks/bus-models.md'), 'utf8');
  const [design, bench] = [/```systemverilog\n(.*?)```/s, /```ts\n(.*?)```/s].map((block) => block.exec(page)![1]!);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    "export default { test: { include: ['*.test.ts'], testTimeout: 100_000 } };",
  );
  writeFileSync(join(folder, 'adder.test.ts'), bench!.replaceAll("'../src/", `'${root}src/`));
  writeFileSync(join(folder, 'adder.sv'), design!);
  const good = await run();
  expect(good.all).toContain('1 passed');
  writeFileSync(join(folder, 'adder.sv'), design!.replace("+ 8'd1", "+ 8'd2"));
  const bad = await run();
  expect(bad.all).toMatch(/ScoreboardError: item 0 of m_axis: \[0\] must be \d+, not \d+/);
});
