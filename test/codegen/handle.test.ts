// The typed handle of a design: its text, that it compiles strictly, and that a misspelt port does not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handle } from '../../src/codegen/handle.ts';
import { emit } from '../../src/codegen/index.ts';
import { typeErrors } from '../support/type-errors.ts';
import { writeFiles } from '../support/write-files.ts';
import { smallDesign } from './small.ts';

describe('the typed handle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-handle-'));
    writeFiles(folder, emit(smallDesign('asic')).files);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the compiler says of a bench that uses the handle. */
  function compile(...lines: string[]): string {
    const use = [
      "import { ports, type SmallNetDut } from './small_net.dut.ts';",
      'declare const dut: SmallNetDut;',
      ...lines,
    ];
    writeFileSync(join(folder, 'use.ts'), use.join('\n'));
    return typeErrors(folder, 'use.ts');
  }

  test('has every port of the top module, in order, with its width', async () => {
    const { files } = emit(smallDesign('asic'));
    const text = [...(files['small_net.dut.ts'] as () => Iterable<string>)()].join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('snapshots/small_net.dut.ts');
    const top = String(files['rtl/small_net.sv']);
    const declared = [...top.matchAll(/^ {2}(?:input |output) logic (?:\[\d+:0\])? *(\w+),?$/gm)].map(
      ([, name]) => name,
    );
    const listed = [...text.matchAll(/name: '(\w+)'/g)].map(([, name]) => name);
    expect(listed).toEqual(declared);
  });

  test('lets a bench write inputs and read outputs', () => {
    const lines = [
      'dut.x_valid_i.value = 1;',
      'const n: number = dut.y_data_o.value;',
      "const p: 'clk_i' = ports[0].name;",
    ];
    expect(compile(...lines, 'export { n, p };')).toBe('');
  });

  test.each([
    ['a misspelt port', 'dut.x_vaild_i.value = 1;', "Property 'x_vaild_i' does not exist on type 'SmallNetDut'"],
    ['writing an output', 'dut.y_data_o.value = 1;', "Cannot assign to 'value' because it is a read-only property"],
    ['a bigint where a number fits', 'export const n: bigint = dut.y_data_o.value;', "Type 'number' is not assignable"],
  ])('%s does not compile', (_, line, message) => {
    expect(compile(line, 'export { ports };')).toContain(message);
  });

  test('53 bits are a number, 54 bits a bigint', () => {
    const port = (bits: number) => ({ name: `w${bits}`, dir: 'in' as const, bits, signed: false });
    const text = handle('x', [port(53), port(54)]);
    expect(text).toContain("  readonly w53: InputPort<number, '4503599627370496', '9007199254740991'>;");
    expect(text).toContain("  readonly w54: InputPort<bigint, '9007199254740992', '18014398509481983'>;");
  });
});
