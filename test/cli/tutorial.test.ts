// The tutorial on one's own Verilog, run as it is printed: its files, and its lines for `dendra` and the shell.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { designHandle } from '../../src/sim/model/index.ts';
import { typeErrors } from '../support/type-errors.ts';
import { dendra, temporary } from './support.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/tasks/test-your-own-verilog.md', import.meta.url)), 'utf8');

test('with typed ports the bench of the tutorial compiles, and a misspelt port does not', async () => {
  const folder = temporary();
  const file = (name: string): string => new RegExp(`// ${name}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
  writeFileSync(join(folder, 'counter.sv'), file('counter.sv'));
  const options = { sources: [join(folder, 'counter.sv')], top: 'counter', parameters: { Width: 4 } };
  writeFileSync(join(folder, 'counter.dut.ts'), await designHandle(options));
  const typed = file('counter.hw.ts')
    .replaceAll('type Dut, ', '')
    .replaceAll(': Dut', ': CounterDut')
    .replaceAll('hwtest(', 'hwtest<CounterDut>(');
  const bench = `import type { CounterDut } from './counter.dut.ts';\n${typed}`;
  writeFileSync(join(folder, 'good.hw.ts'), bench);
  writeFileSync(join(folder, 'bad.hw.ts'), bench.replace('dut.enable_i', 'dut.enabel_i'));
  const errors = typeErrors(folder, 'good.hw.ts', 'bad.hw.ts');
  expect(errors).toMatch(
    /^bad\.hw\.ts.*Property 'enabel_i' does not exist on type 'CounterDut'\. Did you mean 'enable_i'\?\n$/,
  );
});

test('the tutorial passes, then fails after the change that it names', async () => {
  const folder = temporary();
  for (const [, text, name] of page.matchAll(/```(?:sv|ts)\n(\/\/ (\S+)\n[\s\S]*?)```/g)) {
    writeFileSync(join(folder, name!), text!);
  }
  expect(existsSync(join(folder, 'counter.hw.ts'))).toBe(true);
  const section = /## Run it\n([\s\S]*?)\n\| to /.exec(page)![1]!;
  const printed = /```\n([\s\S]*?)\n```/.exec(section)![1]!;
  const lines = [...section.matchAll(/^ {4}(.+)$/gm)].map(([, line]) => line!);
  expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'npx dendra',
    'sed -i',
    'npx dendra',
    'sed -i',
    'npx dendra',
  ]);

  const first = await dendra(folder, lines[0]!.split(' ').slice(2));
  expect([first.status, first.out.trimEnd().split('\n').at(-1)]).toEqual([0, printed]);
  execFileSync('sh', ['-c', lines[1]!], { cwd: folder });
  const second = await dendra(folder, lines[2]!.split(' ').slice(2));
  expect([second.status, second.out.trimEnd().split('\n').at(-1)]).toEqual([
    1,
    printed.replace('0 failed', '1 failed'),
  ]);
  expect(second.err).toContain(`waves: ${folder}/waves/counter/counts_enabled_cycles-9d03f7.vcd`);
  execFileSync('sh', ['-c', lines[3]!], { cwd: folder });
  expect((await dendra(folder, lines[4]!.split(' ').slice(2))).status).toBe(0);
});
