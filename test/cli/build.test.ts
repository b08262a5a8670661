// dendra build: the folder it writes and what it prints.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

describe('dendra build', () => {
  test('--json lists exactly the files of the folder, with the hash of the manifest', async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier());
    const { status, out, err } = await dendra(folder, ['build', 'design.ts', '--json']);
    expect([status, err]).toEqual([0, '']);
    const { design, files, irHash } = JSON.parse(out);
    const written = join(folder, 'rtl_out/rect');
    const found = readdirSync(written, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(written.length + 1));
    expect(design).toBe('rect');
    expect(files).toEqual(found.sort());
    expect(files).toContain('filelist.f');
    expect(JSON.parse(readFileSync(join(written, 'manifest.json'), 'utf8')).irHash).toBe(irHash);
    expect(readdirSync(join(folder, 'rtl_out'))).toEqual(['rect']);
  });

  test('gives the same bytes twice, in any folder', async () => {
    const [a, b] = [temporary(), temporary()];
    for (const folder of [a, b]) {
      writeDesign(folder, 'design.ts', rectifier());
      expect((await dendra(folder, ['build', 'design.ts', '--out', 'o'])).status).toBe(0);
    }
    for (const file of ['manifest.json', 'filelist.f', 'rtl/rect.sv', 'rtl/rect_half.sv']) {
      expect(readFileSync(join(a, 'o/rect', file), 'utf8')).toBe(readFileSync(join(b, 'o/rect', file), 'utf8'));
    }
  });

  test('--target asic names the reset of that target', async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier());
    const { status, out } = await dendra(folder, ['build', 'design.ts', '--target', 'asic']);
    expect([status, out.replace(/\d+ files/, 'files').replace(/hash \w+/, 'hash')]).toEqual([
      0,
      'rect: files in rtl_out/rect (asic, hash)\n',
    ]);
    const manifest = JSON.parse(readFileSync(join(folder, 'rtl_out/rect/manifest.json'), 'utf8'));
    expect(manifest.reset).toEqual({ port: 'rst_ni', active: 0 });
  });

  test('--part, --period and --vendor reach the package', async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier());
    const read = (path: string) => readFileSync(join(folder, 'rtl_out/rect', path), 'utf8');
    const args = ['build', 'design.ts', '--period', '2.5', '--vendor', 'acme', '--part'];
    expect((await dendra(folder, [...args, 'xck26'])).status).toBe(0);
    expect(read('vivado/ooc.tcl')).toContain('"xck26-sfvc784-2LV-c"');
    expect(read('constraints/rect_ooc.xdc')).toContain('-period 2.5 ');
    expect(read('rect.core')).toContain('name: acme:generated:rect:1.0\n');
    expect((await dendra(folder, [...args, 'xczu7ev-ffvf1517-3-e'])).status).toBe(0);
    expect(read('vivado/ooc.tcl')).toContain('"xczu7ev-ffvf1517-3-e"');
    // Vivado knows it, if not by area here.
    expect((await dendra(folder, [...args, 'xczu2eg-sbva484-1-e'])).status).toBe(0);
    expect(read('vivado/ooc.tcl')).toContain('"xczu2eg-sbva484-1-e"');
  });

  test.for([
    [['--period', '0'], '--period must be a number from 0.1 to 1000, not 0\n  (rule option-value)\n'],
    [['--period', 'fast'], '--period must be a number from 0.1 to 1000, not fast\n  (rule option-value)\n'],
    [
      ['--part', 'xck62-sfvc784-2LV-c'],
      'part must be a known one, not xck62\n  (rule part-known)\n  did you mean xck26? use one of ' +
        'xczu3eg, xczu5ev, xczu7ev, xczu9eg, xck26, xcvu9p\n',
    ],
    [
      ['--part', 'xck26', '--target', 'asic'],
      'part must be left out for target asic, not xck26-sfvc784-2LV-c\n  (rule package-option)\n',
    ],
    [
      ['--vendor', 'a b'],
      'vendor must be a word of letters, digits, dots and hyphens, not a b\n  (rule package-option)\n',
    ],
  ] as const)('refuses %s and writes nothing', async ([options, message]) => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier());
    const { status, out, err } = await dendra(folder, ['build', 'design.ts', ...options]);
    expect([status, out, err.replace(/^.*\n(?=\S+ must)/s, '')]).toEqual([2, '', message]);
    expect(readdirSync(folder)).not.toContain('rtl_out');
  });
});
