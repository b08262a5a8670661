// Finds the syntax of a transfer function, and of the names that it uses, in the files of the author.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallExpression, Node, Project, SourceFile } from 'ts-morph';
import { DendraError } from '../ir/index.ts';
import type { CallSite } from './call-site.ts';

type Morph = typeof import('ts-morph');

let loaded: Morph | undefined;
let project: Project | undefined;

/** ts-morph, which takes a third of a second to load: only where a function is read. */
export function morph(): Morph {
  loaded ??= createRequire(import.meta.url)('ts-morph') as Morph;
  return loaded;
}

const files = new Map<string, { readonly text: string; readonly source: SourceFile }>();

/** The syntax of a file, parsed alone and again only when its text has changed. */
export function sourceFile(path: string): SourceFile {
  const known = files.get(path);
  const text = readFileSync(path, 'utf8');
  if (known?.text === text) return known.source;
  project ??= new (morph().Project)({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true },
  });
  const source = project.createSourceFile(path, text, { overwrite: true });
  files.set(path, { text, source });
  return source;
}

/** `file:line:column` of a node, with the path below the working folder where it is there. */
export function placeOf(node: Node): string {
  const source = node.getSourceFile();
  const { line, column } = source.getLineAndColumnAtPos(node.getStart());
  const path = source.getFilePath();
  const near = relative(process.cwd(), path);
  return `${near.startsWith('..') ? path : near}:${line}:${column}`;
}

/** The call of `transfer` or `approximate` at a place. */
export function callAt({ file, line, column }: CallSite): CallExpression {
  const source = sourceFile(file);
  const { Node: is } = morph();
  const position = source.compilerNode.getPositionOfLineAndCharacter(line - 1, column - 1);
  for (let node = source.getDescendantAtPos(position); node !== undefined; node = node.getParent()) {
    if (is.isCallExpression(node)) return node;
  }
  throw new DendraError('the source of a transfer function must be the file that runs, not another version of it', {
    file: `${file}:${line}:${column}`,
    rule: 'transfer-source',
    hint: 'run the module itself, not a bundle of it',
  });
}

/** What a name stands for at the level of its module. */
export type Meaning =
  /** A function of dendra, by the name under which dendra exports it. */
  | { readonly kind: 'dendra'; readonly name: string }
  /** A constant or a function of the author, with its syntax. */
  | { readonly kind: 'value'; readonly node: Node }
  | { readonly kind: 'other'; readonly text: string };

const own = dirname(dirname(fileURLToPath(import.meta.url)));

/** Looks a name up from a place on: in the blocks around it, then in the module, whose imports of own files it follows. */
export function resolveName(name: string, from: Node): Meaning | undefined {
  const { Node: is } = morph();
  for (let node: Node | undefined = from; node !== undefined; node = node.getParent()) {
    if (!is.isStatemented(node)) continue;
    const variable = node.getVariableDeclaration(name);
    if (variable !== undefined) {
      const kind = variable.getVariableStatement()?.getDeclarationKind();
      const value = variable.getInitializer();
      if (kind !== 'const' || value === undefined) return { kind: 'other', text: `a ${kind} variable` };
      return { kind: 'value', node: value };
    }
    const declared = node.getFunction(name);
    if (declared !== undefined) return { kind: 'value', node: declared };
  }
  const source = from.getSourceFile();
  for (const declaration of source.getImportDeclarations()) {
    const found = declaration
      .getNamedImports()
      .find((each) => (each.getAliasNode()?.getText() ?? each.getName()) === name);
    if (found === undefined) continue;
    const specifier = declaration.getModuleSpecifierValue();
    const exported = found.getName();
    if (/^dendra(\/transfer)?$/.test(specifier)) return ofDendra(exported);
    if (!/^[./]/.test(specifier)) return { kind: 'other', text: `an import from "${specifier}"` };
    const path = fileOf(resolve(dirname(source.getFilePath()), specifier));
    if (path === undefined) return { kind: 'other', text: `an import from "${specifier}"` };
    if (isOwn(path)) return ofDendra(exported);
    return resolveName(exported, sourceFile(path)) ?? { kind: 'other', text: `an import from "${specifier}"` };
  }
  return undefined;
}

/** A function of the library, which is a constant of its module, or one that the reader knows itself. */
function ofDendra(name: string): Meaning {
  const library = sourceFile(fileOf(join(own, 'transfer', 'library', 'standard.js'))!);
  const made = library.getVariableDeclaration(name);
  return made?.isExported() === true ? { kind: 'value', node: made.getInitializerOrThrow() } : { kind: 'dendra', name };
}

/** An import may name the file that TypeScript makes of a source, or leave out the ending. */
function fileOf(path: string): string | undefined {
  return [path, path.replace(/js$/, 'ts'), `${path}.ts`, `${path}.js`].find((each) => existsSync(each));
}

/** True for the entries of dendra that export these functions. */
function isOwn(path: string): boolean {
  return ['index', 'transfer/index', 'transfer/functions'].some(
    (entry) => path.replace(/\.[jt]s$/, '') === join(own, entry),
  );
}
