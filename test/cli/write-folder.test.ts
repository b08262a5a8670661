// Output folders are written whole or not at all, also when they are large or writing is cut off.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removeDrafts, writeFolder, writeWhole } from '../../src/cli/write-folder.ts';
import { temporary } from './support.ts';

const go = new AbortController().signal;
const manifest = '{ "generator": "dendra 0.1.0" }';

function* lines(count: number, at: (i: number) => void = () => {}): Iterable<string> {
  for (let i = 0; i < count; i++) {
    at(i);
    yield (i & 255).toString(16).padStart(2, '0');
  }
}

describe('writeFolder', () => {
  test('replaces a folder and moves the named results over', async () => {
    const folder = join(temporary(), 'design');
    await writeFolder(folder, { 'manifest.json': manifest, 'rtl/a.sv': 'a', 'mem/w.mem': () => lines(3) }, go);
    mkdirSync(join(folder, 'failures'));
    writeFileSync(join(folder, 'failures', 'x'), 'kept');
    await writeFolder(folder, { 'manifest.json': manifest, 'rtl/b.sv': 'b' }, go, ['failures']);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'failures',
      'failures/x',
      'manifest.json',
      'rtl',
      'rtl/b.sv',
    ]);
  });

  test('writes one word a line', async () => {
    const folder = join(temporary(), 'design');
    await writeFolder(folder, { 'mem/w.mem': () => lines(3) }, go);
    expect(readFileSync(join(folder, 'mem/w.mem'), 'utf8')).toBe('00\n01\n02\n');
  });

  test('leaves the folder before, and nothing else, when a file cannot be produced', async () => {
    const parent = temporary();
    const folder = join(parent, 'design');
    await writeFolder(folder, { 'manifest.json': manifest }, go);
    const broken = (): Iterable<string> => {
      throw new Error('no words');
    };
    await expect(writeFolder(folder, { a: 'a', b: broken }, go)).rejects.toThrow('no words');
    expect(readdirSync(parent, { recursive: true }).sort()).toEqual(['design', 'design/manifest.json']);
  });

  test('stops at a signal within a large file and leaves nothing', async () => {
    const parent = temporary();
    const controller = new AbortController();
    const words = () => lines(3_000_000, (i) => i === 1_000_000 && controller.abort());
    await expect(writeFolder(join(parent, 'design'), { words }, controller.signal)).rejects.toThrow('aborted');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('removeDrafts removes what is half-written, for a process that ends at once', async () => {
    const parent = temporary();
    let drafts: string[] = [];
    const words = () =>
      lines(10, (i) => {
        if (i !== 5) return;
        drafts = readdirSync(parent);
        removeDrafts();
        expect(readdirSync(parent)).toEqual([]);
      });
    await expect(writeFolder(join(parent, 'design'), { words }, go)).rejects.toThrow('ENOENT');
    expect(drafts).toEqual([`.design.draft-${process.pid}`]);
  });

  test('never replaces a folder that dendra did not write', async () => {
    const folder = join(temporary(), 'mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    await expect(writeFolder(folder, { a: 'a' }, go)).rejects.toThrow(
      [
        `the output folder must be new, empty or one that dendra wrote, not ${folder}`,
        '  (rule output-folder)',
        '  choose another one with --out, or remove it',
      ].join('\n'),
    );
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test('a path through a file is an error of the input', async () => {
    const file = join(temporary(), 'file');
    writeFileSync(file, '');
    const folder = join(file, 'design');
    await expect(writeFolder(folder, { a: 'a' }, go)).rejects.toThrow(
      `the output must be writable, not ${folder} (ENOTDIR)\n  (rule output-writable)`,
    );
  });

  test.skipIf(!existsSync('/proc/self'))('a folder that the system has no place for is one, too', async () => {
    await expect(writeFolder('/proc/none/design', { a: 'a' }, go)).rejects.toThrow(
      'the output must be writable, not /proc/none/design (ENOENT)\n  (rule output-writable)',
    );
  });

  test('writes 10 million words in less than 30 s and 1 GB', async () => {
    const folder = join(temporary(), 'design');
    const start = performance.now();
    await writeFolder(folder, { 'mem/w.mem': () => lines(10_000_000) }, go);
    expect((performance.now() - start) / 1000).toBeLessThan(30);
    expect(statSync(join(folder, 'mem/w.mem')).size).toBe(30_000_000);
    expect(process.memoryUsage().rss).toBeLessThan(1e9);
  });
});

describe('writeWhole', () => {
  test('makes the folder and leaves no draft', async () => {
    const parent = temporary();
    await writeWhole(join(parent, 'a/b'), 'text');
    expect(existsSync(join(parent, 'a/b'))).toBe(true);
    expect(readdirSync(join(parent, 'a'))).toEqual(['b']);
  });
});
