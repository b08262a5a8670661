// Waves in both formats, also of a model that stopped, and line coverage.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, clock, settle, storages, thrown } from './open.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dendra-waves-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the waves of five steps that end with `how`. */
async function wavesOf(waves: 'vcd' | 'fst', how: number): Promise<Buffer> {
  const instance = (await build('stops', { waves })).open();
  const file = join(folder, `${how}.${waves}`);
  instance.traceOpen(file);
  const { clk_i, how_i } = storages(instance);
  for (let time = 0; time < 5; time++) {
    instance.setTime(time);
    how_i[0] = time === 3 ? how : 0;
    clk_i[0] = time % 2;
    if (time === 3 && how !== 0) expect(thrown(() => instance.eval())).toMatchObject({ kind: 'fatal' });
    else if (time < 3 || how === 0) instance.eval();
    if (time < 3 || how === 0) instance.traceDump();
  }
  instance.traceClose();
  instance.free();
  return readFileSync(file);
}

test('VCD has the ports and a change at each time', async () => {
  const text = String(await wavesOf('vcd', 0));
  expect(text).toMatch(/\$var wire +1 \S+ clk_i \$end/);
  expect([...text.matchAll(/^#(\d+)$/gm)].map(([, time]) => Number(time))).toEqual([0, 1, 2, 3, 4]);
});

test('a model that stops leaves the waves so far', async () => {
  const text = String(await wavesOf('vcd', 3));
  expect([...text.matchAll(/^#(\d+)$/gm)].map(([, time]) => Number(time))).toEqual([0, 1, 2]);
});

test('FST begins with a complete header block', async () => {
  const bytes = await wavesOf('fst', 0);
  // Block type 0, its length 329, first and last time.
  expect(bytes[0]).toBe(0);
  expect(bytes.readBigUInt64BE(1)).toBe(329n);
  expect([bytes.readBigUInt64BE(9), bytes.readBigUInt64BE(17)]).toEqual([0n, 4n]);
});

test('waves that cannot be written are an error', async () => {
  const instance = (await build('stops', { waves: 'vcd' })).open();
  const file = join(folder, 'no', 'such', 'folder.vcd');
  expect(() => instance.traceOpen(file)).toThrow(`waves must go to a file that can be written, not ${file}`);
  instance.free();
});

test('coverage counts how often each line ran', async () => {
  const instance = (await build('counter', { coverage: true })).open();
  const { rst_ni, en_i } = storages(instance);
  rst_ni[0] = 1;
  en_i[0] = 1;
  settle(instance);
  for (let i = 0; i < 4; i++) clock(instance);
  const file = join(folder, 'coverage.dat');
  instance.writeCoverage(file);
  instance.free();
  const counts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('elsif') || line.includes('counter.sv'));
  expect(counts.some((line) => line.endsWith("' 4"))).toBe(true);
});
