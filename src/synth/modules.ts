// The modules of an emitted design: which files each one needs, and when two of them are the same hardware.
import type { Files } from '../codegen/index.ts';
import { contentHash } from '../sim/cache.ts';

/** RTL and memory files as text. */
export function sourcesOf(files: Files): Record<string, string> {
  const wanted = Object.entries(files).filter(([path]) => /\.(sv|mem)$/.test(path));
  return Object.fromEntries(
    wanted.map(([path, content]) => [path, typeof content === 'string' ? content : `${[...content()].join('\n')}\n`]),
  );
}

/** File of a module. */
export function fileOf(module: string): string {
  return `rtl/${module}.sv`;
}

/** A hash of all that a module is made of but its name; modules in `closed` count by name, not by content. */
export function moduleHash(
  sources: Readonly<Record<string, string>>,
  module: string,
  closed: ReadonlySet<string>,
): string {
  const seen = new Set<string>();
  const pending = [fileOf(module)];
  const texts: string[] = [];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const text = sources[path];
    if (text === undefined || seen.has(path)) continue;
    seen.add(path);
    // Comments name the node; names of memory files name the module.
    texts.push((path.endsWith('.sv') ? text.replace(/^\s*\/\/.*$/gm, '') : text).replaceAll(module, 'unit'));
    if (!path.endsWith('.sv')) continue;
    for (const [, memory] of text.matchAll(/"(mem\/[^"]+)"/g)) pending.push(memory!);
    for (const [, name] of text.matchAll(/^\s+(\w+) (?:#\(|\w+ \()/gm))
      if (!closed.has(name!)) pending.push(fileOf(name!));
  }
  return contentHash(texts);
}
