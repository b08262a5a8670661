// Graph files and designs: what is written is read again, by bytes; what is wrong is said with its place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadDesign, readGraph, writeGraph, writeNpz } from '../../src/import/index.ts';
import { type Graph, graph, signedElem, targets, tensor } from '../../src/ir/index.ts';
import { describeGraph, lower } from '../../src/passes/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

const folder = mkdtempSync(join(tmpdir(), 'graph-'));
afterAll(() => rmSync(folder, { recursive: true }));
const noArrays = (): never => {
  throw new Error('no array is expected');
};

function example(weights = tensor(signedElem(8), [2, 3], [1, -2, 3, 4, 5, -128])): Graph {
  const g = graph('example', { steps: 2, goal: { cycles: 100 } });
  g.input('x', signedElem(40, 3), [weights.shape[1]!], { lanes: 1 });
  g.node('dense', 'layer', { weights, skip: false }, { x: 'x' }, { fold: { pes: 1 } });
  g.output('out', 'layer');
  return g.build();
}

function written(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('graph files', () => {
  test('are written in a form that shows changes by line', () => {
    expect(writeGraph(example())).toMatchInlineSnapshot(`
      "{
        "format": "dendra-graph",
        "version": 1,
        "name": "example",
        "steps": 2,
        "goal": { "cycles": 100 },
        "inputs": [
          {
            "name": "x",
            "elem": { "lo": -549755813888, "hi": 549755813887, "frac": 3 },
            "shape": [3],
            "lanes": 1
          }
        ],
        "nodes": [
          {
            "name": "layer",
            "kind": "dense",
            "attrs": { "skip": false, "weights": { "shape": [2, 3], "dtype": "int8", "data": "Af4DBAWA" } },
            "inputs": { "x": "x" },
            "fold": { "pes": 1 }
          }
        ],
        "outputs": [{ "name": "out", "from": "layer" }]
      }
      "
    `);
  });

  test('are read as the graph that was written', () => {
    const text = writeGraph(example());
    const read = readGraph(text, 'a.graph.json', noArrays);
    expect(read).toEqual({ ...example(), file: 'a.graph.json' });
    expect(writeGraph(read)).toBe(text);
  });

  test('keep bounds beyond 2^53 exactly', () => {
    const g = { ...example(), inputs: [{ name: 'x', elem: signedElem(64), shape: [3] }] };
    expect(writeGraph(g)).toContain('"lo": "-9223372036854775808"');
    expect(readGraph(writeGraph(g), undefined, noArrays).inputs).toEqual(g.inputs);
  });

  test('keep tensors of every element size exactly', () => {
    for (const values of [
      [-128, 127],
      [-129, 128],
      [-32769, 32768],
      [-(2n ** 62n), 5n],
    ]) {
      const weights = tensor(signedElem(typeof values[0] === 'bigint' ? 64 : 32), [1, 2], values);
      const { attrs } = readGraph(writeGraph(example(weights)), undefined, noArrays).nodes[0]!;
      expect((attrs as { weights: unknown }).weights).toEqual(weights);
    }
  });

  test('take tensors from an archive beside them', async () => {
    const weights = tensor(signedElem(8), [2, 3], [1, 2, 3, 4, 5, 6]);
    written('w.npz', writeNpz({ first: weights }));
    const inline = writeGraph(example(weights));
    const text = inline.replace(/\{ "shape": [^}]*\}/, '{ "file": "w.npz", "array": "first" }');
    expect(text).not.toBe(inline);
    const read = await loadDesign(written('archive.graph.json', text));
    expect((read.nodes[0]!.attrs as { weights: unknown }).weights).toEqual(weights);
    const missing = written('missing.graph.json', text.replace('"first"', '"second"'));
    await expect(loadDesign(missing)).rejects.toThrow(
      `array must be one of "w.npz", not "second"\n  at ${missing}, node "layer" (rule npz-array)\n  use one of first`,
    );
  });

  const wrong: readonly (readonly [title: string, text: string, message: string])[] = [
    [
      'of a future version',
      writeGraph(example()).replace('"version": 1', '"version": 2'),
      `version must be 1, not 2
  at g.graph.json, attribute "version" (rule graph-version)
  a newer dendra wrote this file; update dendra`,
    ],
    [
      'with an unknown key',
      writeGraph(example()).replace('"kind"', '"kin": "x", "kind"'),
      `nodes.0.kin must be left out, not given
  at g.graph.json, attribute "nodes.0.kin" (rule graph-schema)`,
    ],
    [
      'without steps',
      writeGraph(example()).replace('"steps": 2,', ''),
      `steps must be given, not left out
  at g.graph.json, attribute "steps" (rule graph-schema)`,
    ],
    [
      'with a tensor of too few bytes',
      writeGraph(example()).replace('"shape": [2, 3]', '"shape": [2, 4]'),
      `data must be 8 bytes in base64, not 6
  at g.graph.json, node "layer" (rule tensor-data)`,
    ],
  ];
  for (const [title, text, message] of wrong) {
    test(`are refused ${title}`, () => {
      expect(() => readGraph(text, 'g.graph.json', noArrays)).toThrow(expect.objectContaining({ message }));
    });
  }

  test('are refused when they are no JSON', () => {
    expect(() => readGraph('{', 'g.graph.json', noArrays)).toThrow(/^a graph file must be JSON, not malformed/);
  });

  test('of ten million weights are lowered, written and read within seconds', () => {
    const side = [2500, 4000];
    const weights = { shape: side, data: new Int32Array(1e7).map((_, i) => (i % 255) - 127) };
    const g = { ...example(weights), goal: { cycles: 10_000_000 } };
    const start = performance.now();
    expect(lower(g, fakeUnits, targets.asic).cells).toHaveLength(1);
    const read = readGraph(writeGraph(g), undefined, noArrays);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect((read.nodes[0]!.attrs as { weights: typeof weights }).weights.data[1234567]).toBe((1234567 % 255) - 127);
  });
});

describe('loadDesign', () => {
  const plain = `const g = { name: 'd', steps: 1, inputs: [], outputs: [], nodes: [] };\n`;

  test('takes a graph, a function or a promise as the default export', async () => {
    const expected = { name: 'd', steps: 1, inputs: [], outputs: [], nodes: [] };
    for (const [i, end] of ['g', '() => g', 'async () => g', 'Promise.resolve(g)'].entries()) {
      const path = written(`design${i}.ts`, `${plain}export default ${end};\n`);
      expect(await loadDesign(path)).toEqual({ ...expected, file: path });
    }
  });

  const refused: readonly (readonly [title: string, file: string, text: string | undefined, message: string])[] = [
    ['an ONNX file', 'a.onnx', undefined, 'a design must be a .ts module or a .graph.json file, not yet .onnx'],
    ['a NIR file', 'a.nir', undefined, 'a design must be a .ts module or a .graph.json file, not yet .nir'],
    ['another file', 'a.txt', undefined, 'a design must be a .ts module or a .graph.json file, not "'],
    ['a missing module', 'absent.ts', undefined, 'the file must be readable, not missing'],
    [
      'a module that fails',
      'fails.ts',
      'throw new Error("boom");',
      'a design must be a module that loads, not one that fails: Error: boom',
    ],
    [
      'a module that exports nothing',
      'nothing.ts',
      'export {};',
      'the default export must be a graph or a function that returns one, not nothing',
    ],
    [
      'a builder',
      'builder.ts',
      'export default { build() {} };',
      'the default export must be a graph or a function that returns one, not a builder',
    ],
  ];
  for (const [title, file, text, message] of refused) {
    test(`refuses ${title}`, async () => {
      const path = text === undefined ? join(folder, file) : written(file, text);
      await expect(loadDesign(path)).rejects.toThrow(message);
      await expect(loadDesign(path)).rejects.toMatchObject({ code: 'input', place: { file: path } });
    });
  }
});

describe('describeGraph', () => {
  test('says a graph in one line a node, before and after lowering', () => {
    expect(describeGraph(example())).toMatchInlineSnapshot(`
      "graph example, 2 steps
      x: input { lanes: 1 } : 3 of -549755813888..549755813887/2^3
      layer: dense(weights: tensor 2x3, skip: false) { pes: 1 } <- x=x
      out: output <- layer
      "
    `);
    expect(describeGraph(lower(example(), fakeUnits, targets.asic))).toMatchInlineSnapshot(`
      "graph example, 2 steps, asic
      x: input : 3 of -549755813888..549755813887/2^3, 1 lane, depth 2
      layer: dense(weights: tensor 2x3, skip: false) { pes: 1 } <- x=x : 2 of -211106232532608..211106232532608/2^3, 1 lane, depth 3
      out: output <- layer.y
      "
    `);
  });
});
