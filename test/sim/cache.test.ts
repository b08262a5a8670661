// The build cache: one build per key, bounded size, nothing left of failures or of dead processes.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cachedFolder, contentHash } from '../../src/sim/cache.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dendra-test-'));
  vi.stubEnv('DENDRA_CACHE', root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const fill = (bytes: number) => (folder: string) => writeFile(join(folder, 'sim'), Buffer.alloc(bytes));

/** A process id that no process has. */
const nobody = 2 ** 22 + 1;

test('a key is built once, also when two ask at the same time', async () => {
  let builds = 0;
  const build = async (folder: string) => {
    builds++;
    await fill(10)(folder);
  };
  const entries = await Promise.all([cachedFolder('key', build), cachedFolder('key', build)]);
  expect(builds).toBe(1);
  expect(entries.map(({ cached }) => cached).sort()).toEqual([false, true]);
  expect(await readdir(root)).toEqual(['key']);
});

test('a failed build leaves nothing behind and is tried again', async () => {
  const fail = () => Promise.reject(new Error('no compiler'));
  await expect(cachedFolder('key', fail)).rejects.toThrow('no compiler');
  expect(await readdir(root)).toEqual([]);
  expect(await cachedFolder('key', fill(1))).toMatchObject({ cached: false });
});

test('the lock and the draft of a dead process do not block', async () => {
  await mkdir(join(root, 'key.lock'));
  await writeFile(join(root, 'key.lock', 'owner'), `${nobody}`);
  await mkdir(join(root, `draft-${nobody}-abc`));
  await cachedFolder('key', fill(1));
  expect(await readdir(root)).toEqual(['key']);
});

test('many that find the lock of a dead process all get the entry', async () => {
  const keys = Array.from({ length: 20 }, (_, i) => `key${i}`);
  for (const key of keys) {
    await mkdir(join(root, `${key}.lock`));
    await writeFile(join(root, `${key}.lock`, 'owner'), `${nobody}`);
  }
  const entries = await Promise.all(keys.flatMap((key) => Array.from({ length: 4 }, () => cachedFolder(key, fill(1)))));
  expect(entries).toHaveLength(80);
  expect((await readdir(root)).sort()).toEqual(keys.sort());
});

test('a lock whose owner gave no sign of life does not block, although a process has that number', async () => {
  const path = join(root, 'key.lock');
  await mkdir(path);
  await writeFile(join(path, 'owner'), `${process.pid}`);
  const time = new Date(Date.now() - 60_000);
  await utimes(path, time, time);
  await cachedFolder('key', fill(1));
  expect(await readdir(root)).toEqual(['key']);
});

test('an entry that another process made in the meantime is taken', async () => {
  const entry = await cachedFolder('key', async (draft) => {
    await fill(1)(draft);
    await mkdir(join(root, 'key'));
    await fill(2)(join(root, 'key'));
  });
  expect(await readdir(root)).toEqual(['key']);
  expect(await readdir(entry.folder)).toEqual(['sim']);
});

test('entries used longest ago go when the cache exceeds its bound', async () => {
  vi.stubEnv('DENDRA_CACHE_MB', '1');
  for (const [name, age] of [
    ['old', 300],
    ['used', 200],
    ['recent', 100],
  ] as const) {
    await cachedFolder(name, fill(300_000));
    const time = new Date(Date.now() - age * 1000);
    await utimes(join(root, name), time, time);
  }
  await cachedFolder('used', fill(0));
  await cachedFolder('new', fill(600_000));
  expect((await readdir(root)).sort()).toEqual(['new', 'used']);
});

test('the hash depends on where one text ends and the next begins', () => {
  expect(contentHash(['ab', 'c'])).not.toBe(contentHash(['a', 'bc']));
});
