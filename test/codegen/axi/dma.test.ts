// The part of the emitted Python driver that packs and unpacks tensors, with numpy, against the bytes of golden tensors.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { axiInterface, emit } from '../../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../../src/golden/index.ts';
import { elem, graph, type Lowered, signedElem, type Tensor, targets } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import { numpy } from '../../support/python.ts';
import { writeFiles } from '../../support/write-files.ts';
import { bytesOf, pairDesign } from './design.ts';

const found = await numpy();
const script = fileURLToPath(new URL('dma.py', import.meta.url));

/** Rows of 20 bits that survive: an output whose length is known at run time, and an element in three bytes. */
function prunedDesign(): Lowered {
  const g = graph('pruned_net');
  const x = g.input('x', signedElem(20), [6, 3]);
  const score = g.input('score', elem(0, 4095), [6]);
  const mask = g.node('top-k', 'best', { k: 4, emit: ['mask'] }, { x: score });
  g.output('y', g.node('gather', 'kept', { length: 'kept' }, { x, mask }));
  return lower(g.build(), registry, targets['ultrascale-plus'], { compose });
}

/** What `tolist` of numpy gives of a tensor. */
function nested({ shape, data }: Tensor): unknown {
  const rows = (from: number, [size = 0, ...rest]: readonly number[]): unknown[] =>
    Array.from({ length: size }, (_, i) => {
      const each = rest.reduce((product, dim) => product * dim, 1);
      return rest.length === 0 ? Number(data[from + i]) : rows(from + i * each, rest);
    });
  return rows(0, shape);
}

test.skipIf(found.missing !== undefined).each([
  ['whole tensors, two a sample', () => pairDesign('ultrascale-plus')],
  ['a run-time length and elements of three bytes', prunedDesign],
])(`numpy: %s${found.missing ?? ''}`, (_, design) => {
  if (found.missing !== undefined) return;
  const lowered = design();
  const { files, manifest } = emit(lowered);
  const folder = mkdtempSync(join(tmpdir(), 'dendra-dma-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  const [sample] = randomSamples(lowered, 1, 9);
  const { outputs } = runGolden(lowered, [sample!])[0]!;
  const bytes = Object.fromEntries(axiInterface(manifest).streams.map(({ stream, laneBytes }) => [stream, laneBytes]));
  const packed = (tensors: Readonly<Record<string, readonly Tensor[]>>) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, all]) => [name, all.map(({ data }) => bytesOf(data, bytes[name]!))]),
    );
  const inputs = Object.fromEntries(
    Object.entries(sample!).map(([name, all]) => [name, all.map(({ data }) => [...data].map(Number))]),
  );
  const args = [script, join(folder, 'driver'), manifest.design];
  const request = JSON.stringify({ inputs, outputs: packed(outputs) });
  const answer = JSON.parse(execFileSync(found.python, args, { input: request, env: found.env }).toString());
  expect(answer.sent).toEqual(packed(sample!));
  expect(answer.outputs).toEqual(
    Object.fromEntries(Object.entries(outputs).map(([name, all]) => [name, all.map(nested)])),
  );
  for (const { name, width, signed } of manifest.inputs) {
    const low = signed ? -(2 ** (width - 1)) : 0;
    const given = 2 ** width;
    expect(answer.refused[name]).toBe(
      `tensor of ${name} must hold ${low} to ${low + given - 1}, not ${given} to ${given}`,
    );
  }
  const [{ name, shape }] = manifest.inputs as [(typeof manifest.inputs)[number]];
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  expect(answer.shapeless).toBe(`tensor of ${name} must have shape ${tuple}, not (2, 2, 2, 2)`);
});
