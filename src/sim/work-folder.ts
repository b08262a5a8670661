// Temporary folders that disappear with the work, or at the latest when a later process starts.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a task with a new folder and removes it afterwards. */
export async function withWorkFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  swept ??= sweep(tmpdir(), 'dendra-run-');
  await swept;
  const folder = await mkdtemp(join(tmpdir(), `dendra-run-${process.pid}-`));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let swept: Promise<void> | undefined;

/** Removes the folders `<prefix><pid>-*` of processes that were killed before they could do it. */
export async function sweep(root: string, prefix: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid > 0 && !isAlive(pid)) await rm(join(root, name), { recursive: true, force: true });
  }
}

/** True when a process of this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
