// The typed handle of a user's Verilog: its text, and what the compiler says of a bench that uses it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { designHandle } from '../../../src/sim/model/index.ts';
import { typeErrors } from '../../support/type-errors.ts';
import { rtl } from './open.ts';

describe('the typed handle of any design', () => {
  let folder: string;
  let counter: string;
  let errors: string;
  /** Statements of a bench, one a line; each good line is named `ok` in its comment. */
  const lines = [
    'dut.count.rst_ni.value = 0;',
    'dut.count.en_i.set(1); // ok',
    'dut.count.en_i.set(2);',
    'dut.count.en_i.set(-1); // ok',
    'dut.count.en_i.set(-2);',
    'dut.count.count_o.value = 1;',
    'dut.count.cuont_o.value;',
    'dut.shapes.w16_i.set(65535); // ok',
    'dut.shapes.w16_i.set(65536);',
    'dut.shapes.w65_i.set(36893488147419103231n); // ok',
    'dut.shapes.w65_i.set(36893488147419103232n);',
    'dut.shapes.w65_i.set(1);',
    'dut.shapes.w16_i.set(Math.floor(Math.random() * 9)); // ok',
    'dut.shapes.array_i.at(2).set(31); // ok',
    'dut.shapes.array_i.at(3).set(31);',
    'dut.shapes.array_i.at(-1).set(31);',
    'dut.shapes.up_i.at(7).set(31); // ok',
    'dut.shapes.up_i.at(8).set(31);',
    'dut.shapes.below_o.at(-1).value; // ok',
    'dut.shapes.below_o.at(-2).value;',
    'dut.shapes.array_i[2].set(31);',
    'dut.shapes.array_i.at(0).set(32);',
    'dut.shapes.array_i.value = [1, 2, 3]; // ok',
    'dut.shapes.wide_array_o.value = [1n, 2n];',
    'const wide: bigint = dut.shapes.wide_array_o.at(1).value; // ok',
    "const odd: number = dut.shapes['odd[0]'].value; // ok",
    'const width: 5 = parameters.Width; // ok',
    'const limit: 33 = parameters.Limit;',
  ];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-handle-'));
    const parameters = { Width: 5 };
    counter = await designHandle({ sources: [rtl('counter')], top: 'counter', parameters });
    writeFileSync(join(folder, 'counter.dut.ts'), counter);
    writeFileSync(join(folder, 'shapes.dut.ts'), await designHandle({ sources: [rtl('shapes')], top: 'shapes' }));
    const use = [
      "import { parameters, type CounterDut } from './counter.dut.ts';",
      "import type { ShapesDut } from './shapes.dut.ts';",
      'declare const dut: { count: CounterDut; shapes: ShapesDut };',
      ...lines,
      'export { limit, odd, wide, width };',
    ];
    writeFileSync(join(folder, 'use.ts'), use.join('\n'));
    errors = typeErrors(folder, 'use.ts');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has ports with the widths that the parameters give, and the parameters', async () => {
    await expect(counter).toMatchFileSnapshot('counter.dut.ts');
  });

  test.each(lines.map((line, i) => [line, i + 4] as const))('%s', (line, number) => {
    const good = line.endsWith('// ok') || line.includes('rst_ni');
    const found = errors.split('\n').filter((text) => text.startsWith(`use.ts(${number},`));
    expect(found.length > 0).toBe(!good);
    if (line.includes('set(65536)')) expect(found[0]).toContain('"value must lie between -32768 and 65535"');
  });
});
