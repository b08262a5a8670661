// The texts a design is made of: the sources, what they include, and where they call $fatal.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DendraError, nearest } from '../../ir/index.ts';
import type { ModelOptions } from './options.ts';

/** A file as Verilator names it, with its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All files that decide what is built: the sources, then what they may include or instantiate from other folders. */
export async function readSources(options: ModelOptions): Promise<SourceFile[]> {
  const files = new Map<string, string>();
  const at = (path: string): string => resolve(options.folder ?? '.', path);
  const add = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const text = await readFile(at(path), 'utf8');
    files.set(path, text);
    for (const [, name] of text.matchAll(/^[ \t]*`include\s+"([^"\n]+)"/gm)) {
      // Verilator looks in the folders of -I and in the present one; a missing file is its error to report.
      const found = ['.', ...(options.includes ?? [])]
        .map((folder) => join(folder, name))
        .find((path) => existsSync(at(path)));
      if (found !== undefined) await add(found);
    }
  };
  for (const path of options.sources) {
    if (!existsSync(at(path))) {
      throw new DendraError(`source must be a file, not ${path}`, {
        rule: 'source-exists',
        hint: `paths are relative to ${options.folder ?? 'the present folder'}`,
      });
    }
    await add(path);
  }
  for (const folder of options.includes ?? []) {
    for (const name of (await readdir(at(folder))).sort()) if (/\.s?vh?$/.test(name)) await add(join(folder, name));
  }
  return [...files].map(([path, text]) => ({ path, text }));
}

/** Modules that the sources define, by a reading that knows no macros. */
export function moduleNames(files: readonly SourceFile[]): string[] {
  const names = files.flatMap(({ text }) => {
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '');
    return [...code.matchAll(/^\s*module\s+(?:automatic\s+|static\s+)?([A-Za-z_]\w*)/gm)].map(([, name]) => name);
  });
  return [...new Set(names)];
}

/** Lines that call $fatal: older Verilators compile it to the same code as $error. */
export function fatalLines(files: readonly SourceFile[]): { path: string; line: number }[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((code, i) => (/\$fatal\b/.test(code) ? [{ path, line: i + 1 }] : [])),
  );
}

/** The error of a top that no source defines. */
export function missingTop(options: ModelOptions, files: readonly SourceFile[]): DendraError {
  const names = moduleNames(files);
  const meant = nearest(options.top, names);
  const known = `modules are ${names.slice(0, 20).join(', ') || 'none'}${names.length > 20 ? ', ...' : ''}`;
  return new DendraError(`top must be a module of the sources, not ${options.top}`, {
    rule: 'top-exists',
    hint: meant === undefined ? known : `did you mean ${meant}? ${known}`,
  });
}
