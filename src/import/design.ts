// Loads a design by its file name: a module with a graph, or a graph file.
import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { DendraError, type Graph, type Tensor } from '../ir/index.ts';
import { readGraph } from './graph-json.ts';
import { graphEntries, schemaError } from './graph-schema.ts';
import { readInput, readNpz } from './npz.ts';

/** The graph of a `.ts` module (its default export, or what that function returns) or of a `.graph.json` file. */
export async function loadDesign(path: string): Promise<Graph> {
  if (path.endsWith('.graph.json')) return loadGraphFile(path);
  const extension = extname(path);
  if (['.ts', '.mts', '.js', '.mjs'].includes(extension)) return loadModule(path);
  const later = extension === '.onnx' || extension === '.nir';
  throw new DendraError(
    later
      ? `a design must be a .ts module or a .graph.json file, not yet ${extension}`
      : `a design must be a .ts module or a .graph.json file, not "${path}"`,
    {
      file: path,
      rule: 'design-format',
      hint: later ? `${extension} files come with a later release; write the graph as a .ts module` : undefined,
    },
  );
}

/** Samples by graph input, a tensor a step. */
export type DesignSamples = readonly Readonly<Record<string, readonly Tensor[]>>[];

/** The samples that a `.ts` module offers with its graph: what its export `samples` returns; nothing for other designs. */
export async function loadSamples(path: string): Promise<DesignSamples | undefined> {
  if (path.endsWith('.graph.json')) return undefined;
  const { samples } = (await import(pathToFileURL(resolve(path)).href)) as { readonly samples?: unknown };
  if (typeof samples !== 'function') return undefined;
  const wrong = (sentence: string): DendraError => new DendraError(sentence, { file: path, rule: 'design-samples' });
  let given: unknown;
  try {
    given = await samples();
  } catch (error) {
    throw wrong(`samples() of a design must give samples, not fail: ${String(error)}`);
  }
  if (!Array.isArray(given)) throw wrong(`samples() of a design must give a list of samples, not ${typeof given}`);
  return given as DesignSamples;
}

async function loadGraphFile(path: string): Promise<Graph> {
  const bytes = await readInput(path);
  const folder = dirname(path);
  const archives = new Map<string, Record<string, Tensor>>();
  return readGraph(new TextDecoder().decode(bytes), path, (file, array) => {
    const tensors = archives.get(file) ?? readArchive(resolve(folder, file), file);
    archives.set(file, tensors);
    const found = tensors[array];
    if (found === undefined) {
      throw new DendraError(`array must be one of "${file}", not "${array}"`, {
        rule: 'npz-array',
        hint: `use one of ${Object.keys(tensors).join(', ')}`,
      });
    }
    return found;
  });
}

function readArchive(path: string, file: string): Record<string, Tensor> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new DendraError(`file must be an archive beside the graph file, not "${file}", which cannot be read`, {
      rule: 'file-readable',
    });
  }
  return readNpz(bytes, { file });
}

async function loadModule(path: string): Promise<Graph> {
  // A missing file is told apart from a module that the design imports and that is missing.
  await readInput(path);
  let exported: unknown;
  try {
    const module = (await import(pathToFileURL(resolve(path)).href)) as { readonly default?: unknown };
    exported = typeof module.default === 'function' ? await module.default() : await module.default;
  } catch (error) {
    if (error instanceof DendraError) throw error.at({ file: path });
    throw new DendraError(`a design must be a module that loads, not one that fails: ${String(error)}`, {
      file: path,
      rule: 'design-loads',
      hint: String(error).includes('outside a module')
        ? 'write "type": "module" into the package.json beside it, or call it .mts'
        : undefined,
    });
  }
  if (isGraph(exported)) {
    const result = v.safeParse(v.object(graphEntries), exported);
    if (!result.success) throw schemaError(result.issues[0], 'a graph', path);
    return { ...exported, file: path };
  }
  throw new DendraError(`the default export must be a graph or a function that returns one, not ${kindOf(exported)}`, {
    file: path,
    rule: 'design-export',
    hint: 'end the module with: export default g.build();',
  });
}

function isGraph(x: unknown): x is Graph {
  if (typeof x !== 'object' || x === null || !('name' in x) || !('steps' in x)) return false;
  return ['inputs', 'outputs', 'nodes'].every((key) => Array.isArray((x as Record<string, unknown>)[key]));
}

function kindOf(x: unknown): string {
  if (typeof x === 'object' && x !== null && 'build' in x) return 'a builder';
  return x === undefined ? 'nothing' : x === null ? 'null' : `of type ${typeof x}`;
}
