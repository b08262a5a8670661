// Writes output folders whole or not at all: into a draft beside the target, which then takes its place.
import { renameSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { DendraError } from '../ir/index.ts';
import { breathe } from './context.ts';

/** Files by path; a large one gives its lines one by one. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array | (() => Iterable<string>)>>;

/** Drafts of this process, removed when it ends before they are complete. */
const drafts = new Set<string>();
/** Characters that are collected before they are written. */
const chunk = 1 << 20;

/** Removes what is half-written; for the end of the process, and therefore synchronous. */
export function removeDrafts(): void {
  for (const draft of drafts) rmSync(draft, { recursive: true, force: true });
  drafts.clear();
}

/** Replaces a folder by these files; entries named in `keep` move over from the folder before. */
export async function writeFolder(
  folder: string,
  files: FolderFiles,
  signal: AbortSignal,
  keep: readonly string[] = [],
): Promise<void> {
  const target = resolve(folder);
  const draft = join(dirname(target), `.${basename(target)}.draft-${process.pid}`);
  const old = `${draft}-old`;
  await writable(folder, async () => {
    await refuseForeign(target, folder);
    await makeFolder(dirname(target));
    drafts.add(draft);
    try {
      await mkdir(draft);
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(draft, path)), { recursive: true });
        await writeContent(join(draft, path), content, signal);
        signal.throwIfAborted();
      }
      swap(target, draft, old, keep);
    } finally {
      drafts.delete(draft);
      await rm(draft, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
    }
  });
}

/** Replaces one file, whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = resolve(path);
  const draft = join(dirname(target), `.${basename(target)}.draft-${process.pid}`);
  await writable(path, async () => {
    await makeFolder(dirname(target));
    drafts.add(draft);
    try {
      await writeFile(draft, content);
      await rename(draft, target);
    } finally {
      drafts.delete(draft);
      await rm(draft, { force: true });
    }
  });
}

/** Makes a folder and those around it. Node's own way never ends below /proc, where a folder cannot be made and is not there. */
async function makeFolder(path: string, parents = true): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || !parents) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path, false);
  }
}

async function writeContent(path: string, content: FolderFiles[string], signal: AbortSignal): Promise<void> {
  if (typeof content !== 'function') return writeFile(path, content);
  const file = await open(path, 'w');
  try {
    let text = '';
    for (const line of content()) {
      text += line;
      text += '\n';
      if (text.length < chunk) continue;
      await file.write(text);
      text = '';
      await breathe(signal);
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}

/** A folder that dendra did not write is never replaced. */
async function refuseForeign(target: string, folder: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return;
  const manifest = await readFile(join(target, 'manifest.json'), 'utf8').catch(() => '');
  if (manifest.includes('"generator": "dendra')) return;
  throw new DendraError(`the output folder must be new, empty or one that dendra wrote, not ${folder}`, {
    rule: 'output-folder',
    hint: 'choose another one with --out, or remove it',
  });
}

/** Puts the draft in the place of the target; synchronous, so that no signal comes between the two names. */
function swap(target: string, draft: string, old: string, keep: readonly string[]): void {
  for (const name of keep) renameIfThere(join(target, name), join(draft, name));
  renameIfThere(target, old);
  try {
    renameSync(draft, target);
  } catch (error) {
    renameIfThere(old, target);
    throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Turns what the system refuses into an error of the input. */
async function writable(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (
      !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY', 'ENOSPC', 'EISDIR', 'ENOENT'].includes(code ?? '')
    )
      throw error;
    throw new DendraError(`the output must be writable, not ${path} (${code})`, { rule: 'output-writable' });
  }
}
