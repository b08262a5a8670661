// Graph files (.graph.json, version 1): written with sorted keys and short lines, read through a schema.
import * as v from 'valibot';
import { DendraError, type Graph } from '../ir/index.ts';
import { graphEntries, schemaError } from './graph-schema.ts';
import { decodeTensors, encodeValue, type LoadArray } from './tensor-json.ts';

const version = 1;
const fileSchema = v.strictObject({
  format: v.literal('dendra-graph', '"dendra-graph"'),
  version: v.literal(version, `${version}`),
  ...graphEntries,
});

/** The text of a graph file; equal graphs give equal texts. */
export function writeGraph({ name, steps, goal, inputs, nodes, outputs, file }: Graph): string {
  const json = {
    format: 'dendra-graph',
    version,
    name,
    steps,
    ...(goal === undefined ? {} : { goal: encodeValue(goal) }),
    inputs: inputs.map(({ elem, shape, lanes, ...input }) => ({
      name: input.name,
      elem: { lo: encodeValue(elem.int[0]), hi: encodeValue(elem.int[1]), frac: elem.frac },
      shape,
      ...(lanes === undefined ? {} : { lanes }),
    })),
    nodes: nodes.map(({ name: node, kind, attrs, inputs: from, fold }) => ({
      name: node,
      kind,
      attrs: at(file, node, () => encodeValue(attrs ?? {})),
      inputs: encodeValue(from),
      ...(fold === undefined ? {} : { fold: encodeValue(fold) }),
    })),
    outputs: outputs.map((output) => ({ name: output.name, from: output.from })),
  };
  return `${print(json, '')}\n`;
}

/** The graph of a file's text; `load` fetches arrays that the file names in archives. */
export function readGraph(source: string, file: string | undefined, load: LoadArray): Graph {
  const json = parse(source, file);
  checkVersion(json, file);
  const result = v.safeParse(fileSchema, json);
  if (!result.success) throw schemaError(result.issues[0], 'a graph file', file);
  const { name, steps, goal, inputs, nodes, outputs } = result.output;
  return {
    name,
    steps,
    inputs,
    outputs,
    nodes: nodes.map((node) => ({ ...node, attrs: at(file, node.name, () => decodeTensors(node.attrs, load)) })),
    ...(goal === undefined ? {} : { goal }),
    file,
  };
}

function parse(source: string, file: string | undefined): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new DendraError(`a graph file must be JSON, not malformed: ${(error as Error).message}`, {
      file,
      rule: 'graph-json',
    });
  }
}

/** A version of the future is said so before anything else about the file is. */
function checkVersion(json: unknown, file: string | undefined): void {
  const given = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof given !== 'number' || given <= version) return;
  throw new DendraError(`version must be ${version}, not ${given}`, {
    file,
    attribute: 'version',
    rule: 'graph-version',
    hint: 'a newer dendra wrote this file; update dendra',
  });
}

function at<R>(file: string | undefined, node: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw error instanceof DendraError ? error.at({ file, node }) : error;
  }
}

/** JSON with what is short on one line: a changed node changes few lines, and a tensor takes one. */
function print(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const items = Array.isArray(value)
    ? value.map((item) => print(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${print(item, inner)}`);
  const length = items.reduce((sum, item) => sum + item.length + 2, indent.length);
  const pad = Array.isArray(value) || items.length === 0 ? '' : ' ';
  if (length <= 100 && !items.some((item) => item.includes('\n')))
    return `${open}${pad}${items.join(', ')}${pad}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item}`).join(',\n')}\n${indent}${close}`;
}
