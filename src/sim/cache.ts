// The build cache: one folder per content hash, built once even by two processes, bounded in size.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, sweep } from './work-folder.ts';

/** Folder of the cache: DENDRA_CACHE, or ~/.cache/dendra. */
export function cacheFolder(): string {
  return process.env.DENDRA_CACHE ?? join(homedir(), '.cache', 'dendra');
}

/** Bytes that the cache may hold: DENDRA_CACHE_MB, or 2000. */
function cacheLimit(): number {
  return Number(process.env.DENDRA_CACHE_MB ?? 2000) * 1e6;
}

/** Hash of texts, each with its length so that boundaries count. */
export function contentHash(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}

/** An entry of the cache. */
export interface Entry {
  readonly folder: string;
  readonly cached: boolean;
}

/** The entry of a key; `fill` writes into an empty folder that becomes the entry when it succeeds. */
export async function cachedFolder(key: string, fill: (folder: string) => Promise<void>): Promise<Entry> {
  const root = cacheFolder();
  const folder = join(root, key);
  if (await touch(folder)) return { folder, cached: true };
  await mkdir(root, { recursive: true });
  const release = await lock(join(root, `${key}.lock`));
  try {
    if (await touch(folder)) return { folder, cached: true };
    const draft = await mkdtemp(join(root, `draft-${process.pid}-`));
    try {
      await fill(draft);
      // Where two processes held the lock after all, the entry of the first one stays.
      await rename(draft, folder).catch(async (error) => {
        if (!(await touch(folder))) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } finally {
    await release();
  }
  await evict(root, key);
  return { folder, cached: false };
}

/** Marks an entry as used now; false when there is none. */
async function touch(folder: string): Promise<boolean> {
  const now = new Date();
  return utimes(folder, now, now).then(
    () => true,
    () => false,
  );
}

/** Milliseconds between two signs of life of the owner of a lock, and after how many without one it counts as dead. */
const beat = 2000;
const silence = 30_000;

/** Takes a lock folder; one whose owner died is taken over. */
async function lock(path: string): Promise<() => Promise<void>> {
  const owner = `${process.pid} ${randomUUID()}`;
  // Made aside and then moved, a lock names its owner from the first moment on.
  const made = await mkdtemp(join(path, '..', `draft-${process.pid}-`));
  await writeFile(join(made, 'owner'), owner);
  while (!(await move(made, path))) {
    const other = await ownerOf(path);
    if (await isAbandoned(path, other)) await unlock(path, other);
    else await sleep(50);
  }
  const alive = setInterval(() => void touch(path), beat).unref();
  return () => {
    clearInterval(alive);
    return unlock(path, owner);
  };
}

/** Removes the lock of that owner, whoever else does so too. */
async function unlock(path: string, owner: string): Promise<void> {
  if ((await ownerOf(path)) !== owner) return;
  // Whoever takes the lock at this very moment may lose it here. Then two hold it, which costs a build and harms no entry.
  const removed = await mkdtemp(join(path, '..', `draft-${process.pid}-`));
  await move(path, removed);
  await rm(removed, { recursive: true, force: true });
}

/** Moves a folder to where there is none, or an empty one; false where it is gone or another one is in its place. */
async function move(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) return false;
      throw error;
    },
  );
}

/** Who holds a lock: its process, and what tells its locks apart; empty when it is gone. */
function ownerOf(path: string): Promise<string> {
  return readFile(join(path, 'owner'), 'utf8').catch(() => '');
}

async function isAbandoned(path: string, owner: string): Promise<boolean> {
  if (owner === '') return false;
  if (!isAlive(Number.parseInt(owner, 10))) return true;
  // A living process may be another one that got the same number.
  return stat(path).then(
    (s) => Date.now() - s.mtimeMs > silence,
    () => false,
  );
}

/** Removes drafts of dead processes, then the entries used longest ago until the cache fits; `keep` stays. */
async function evict(root: string, keep: string): Promise<void> {
  const entries: { path: string; used: number; bytes: number }[] = [];
  await sweep(root, 'draft-');
  for (const name of await readdir(root)) {
    const path = join(root, name);
    if (name !== keep && !/^draft-|\.lock$/.test(name)) {
      const used = await stat(path).catch(() => undefined);
      if (used?.isDirectory()) entries.push({ path, used: used.mtimeMs, bytes: await sizeOfFolder(path) });
    }
  }
  let total = entries.reduce((sum, entry) => sum + entry.bytes, await sizeOfFolder(join(root, keep)));
  entries.sort((a, b) => a.used - b.used);
  for (const { path, used, bytes } of entries) {
    // An entry used a moment ago may be about to start in another process.
    if (total <= cacheLimit() || Date.now() - used < 60_000) break;
    await rm(path, { recursive: true, force: true });
    total -= bytes;
  }
}

async function sizeOfFolder(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(path).catch(() => [])) {
    bytes += await stat(join(path, name)).then(
      (s) => s.size,
      () => 0,
    );
  }
  return bytes;
}
