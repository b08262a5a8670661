// The core file in FuseSoC: lint, and the bench in a work root of its own, where memories and vectors must be found.
import { execFile } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packaging } from '../../support/python.ts';
import { packagedFolder } from './design.ts';

const exec = promisify(execFile);
const fpga = await packagedFolder('ultrascale-plus');
const asic = await packagedFolder('asic');
const python = await packaging();
const bad = await packagedFolder('ultrascale-plus', { vendor: 'acme' });

/** Runs a target, and gives the exit status and what was printed. */
async function fusesoc(folder: string, vendor: string, target: string): Promise<{ status: number; text: string }> {
  const { env } = python as Extract<typeof python, { missing?: undefined }>;
  const root = join(folder, 'work', target);
  const args = ['--cores-root', folder, 'run', '--work-root', root, '--target', target];
  try {
    const run = await exec('fusesoc', [...args, `${vendor}:generated:tiny_net:1.0`], {
      // The run-time library of Verilator is the same each time.
      env: { ...env, OBJCACHE: 'ccache' },
      cwd: folder,
    });
    return { status: 0, text: run.stdout + run.stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, text: stdout + stderr };
  }
}

test('names the files of the file lists, each once', () => {
  const text = readFileSync(join(fpga.folder, 'tiny_net.core'), 'utf8');
  expect(text.startsWith('CAPI=2:\n')).toBe(true);
  const { filesets } = parse(text.replace('CAPI=2:\n', ''));
  const names = (set: string): string[] =>
    filesets[set].files.map((file: string | object) => (typeof file === 'string' ? file : Object.keys(file)[0]!));
  const list = (name: string) => readFileSync(join(fpga.folder, name), 'utf8').trim().split('\n');
  expect(names('rtl')).toEqual([...list('filelist.f'), ...fpga.manifest.memories]);
  expect([...list('filelist.f'), ...names('axi')]).toEqual(list('filelist_axi.f'));
  expect(names('tb')).toEqual(fpga.bench.files);
});

describe.skipIf(python.missing !== undefined)(`FuseSoC ${python.missing ?? ''}`, () => {
  test.each([fpga, asic])(
    'lints the wrapper with all warnings of Verilator',
    { timeout: 120_000 },
    async ({ folder }) => {
      const { status, text } = await fusesoc(folder, 'dendra', 'lint');
      expect([status, /%(Warning|Error)/.test(text)], text).toEqual([0, false]);
    },
  );

  test('shows a warning of the lint', { timeout: 120_000 }, async () => {
    appendFileSync(join(bad.folder, 'rtl/tiny_net_ip.v'), 'module unused; wire unused; endmodule\n');
    const { status, text } = await fusesoc(bad.folder, 'acme', 'lint');
    expect([status, /%Warning-\w+:/.test(text)], text).toEqual([1, true]);
  });

  test.each([fpga, asic])(
    'runs the bench in Icarus with the golden vectors',
    { timeout: 120_000 },
    async ({ folder }) => {
      const { status, text } = await fusesoc(folder, 'dendra', 'sim_icarus');
      expect(
        [status, /PASS tiny_net: 16 beats compared in \d+ cycles \(stalls: none, seed 1\)/.test(text)],
        text,
      ).toEqual([0, true]);
    },
  );

  test('reads the memory files of the core: another weight is another result', { timeout: 120_000 }, async () => {
    const memory = join(bad.folder, bad.manifest.memories[0]!);
    const lines = readFileSync(memory, 'utf8').trim().split('\n');
    writeFileSync(memory, `${lines.map((line) => line.replaceAll(/./g, '0')).join('\n')}\n`);
    const { status, text } = await fusesoc(bad.folder, 'acme', 'sim_icarus');
    expect([status, text.includes('FAIL tiny_net: cycle')], text).toEqual([1, true]);
  });

  test('runs the bench in Verilator', { timeout: 240_000 }, async () => {
    const { status, text } = await fusesoc(fpga.folder, 'dendra', 'sim');
    expect([status, text.includes('PASS tiny_net: 16 beats compared')], text).toEqual([0, true]);
  });
});

test('the cycles of the README are those of the bench', async () => {
  const { folder, bench } = fpga;
  await exec('iverilog', ['-g2012', '-o', 'tb.vvp', '-f', 'filelist.f', 'tb/tb_tiny_net.sv'], { cwd: folder });
  await exec('vvp', ['tb.vvp', '+record=record.txt'], { cwd: folder });
  const record = readFileSync(join(folder, 'record.txt'), 'utf8');
  const last = Math.max(...[...record.matchAll(/^O \d+ (\d+) /gm)].map(([, cycle]) => Number(cycle)));
  expect(last + 1).toBe(bench.cycles);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(
    `The 2 samples of the bench take ${last + 1} cycles`,
  );
});
