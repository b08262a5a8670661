// The examples emit the same bytes from any folder, in any locale and time zone, and nothing of the machine they ran on.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const examples = ['top-k', 'spiking-digits', 'av-digits'];
const places = [
  { folder: 'here', env: { LC_ALL: 'C.UTF-8', TZ: 'UTC' } },
  { folder: 'some where/else', env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' } },
];

/** Text of all files below a folder. */
function contents(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

const hash = (files: Map<string, string>): string =>
  createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex');

describe.for(examples)('the files of example %s', (name) => {
  let folder: string;
  let first: Map<string, string>;
  let second: Map<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-same-'));
    [first, second] = places.map((place) => {
      const cwd = join(folder, place.folder);
      mkdirSync(cwd, { recursive: true });
      const design = join(root, 'examples', name, 'design.ts');
      const args = [join(root, 'src/cli/main.ts'), 'build', design, '--out', 'out'];
      execFileSync(process.execPath, args, { cwd, env: { ...process.env, ...place.env }, stdio: 'pipe' });
      return contents(join(cwd, 'out'));
    }) as [Map<string, string>, Map<string, string>];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are the same bytes in another folder, locale and time zone', () => {
    expect([...second.keys()]).toEqual([...first.keys()]);
    const different = [...first].filter(([path, text]) => second.get(path) !== text).map(([path]) => path);
    expect(different).toEqual([]);
    expect(hash(second)).toBe(hash(first));
  });

  test('hold three benches, vectors and a typed handle', () => {
    const design = name === 'top-k' ? 'top_k_scores' : name.replaceAll('-', '_');
    const python = [`cocotb/test_${design}.py`, 'cocotb/Makefile', 'cocotb/run.py', 'vectors/counters.json'];
    for (const file of [
      `tb/tb_${design}.sv`,
      `bench/${design}.hw.ts`,
      ...python,
      `${design}.dut.ts`,
      'filelist.f',
      'manifest.json',
    ]) {
      expect([...first.keys()]).toContain(`${design}/${file}`);
    }
    expect([...first.keys()].filter((path) => path.startsWith(`${design}/vectors/`)).length).toBeGreaterThan(1);
  });

  test('hold no path, no name of the machine and no date', () => {
    const year = new Date().getFullYear();
    const machine = [root, folder, homedir(), tmpdir(), `${hostname()}`].filter((text) => text.length > 4);
    const date = new RegExp(`\\b${year}-\\d\\d|\\b\\d\\d:\\d\\d:\\d\\d\\b|\\bGMT\\b`);
    for (const [path, text] of first) {
      expect(
        machine.filter((word) => text.includes(word)),
        path,
      ).toEqual([]);
      expect(date.exec(text), path).toBeNull();
      expect(/(?:^|[\s"'(])\/(?:home|root|tmp|usr|work|Users)\//.exec(text), path).toBeNull();
    }
  });
});
