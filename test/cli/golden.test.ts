// dendra golden and dendra compare: arrays in, arrays out, differences.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadNpz, writeNpz } from '../../src/import/index.ts';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

const ramp = Int32Array.from({ length: 30 }, (_, i) => (i % 16) - 8);

function withInputs(): string {
  const folder = temporary();
  writeDesign(folder, 'design.ts', rectifier());
  writeFileSync(join(folder, 'in.npz'), writeNpz({ x: { shape: [3, 2, 5], data: ramp } }));
  return folder;
}

describe('dendra golden', () => {
  test('writes [samples, steps, ...] per output', async () => {
    const folder = withInputs();
    const args = ['golden', 'design.ts', '--inputs', 'in.npz', '--outputs', 'out.npz'];
    expect(await dendra(folder, args)).toEqual({
      status: 0,
      out: 'rect: 3 samples into out.npz\n  y [3, 2, 5]\n',
      err: '',
    });
    const { y } = await loadNpz(join(folder, 'out.npz'));
    expect(y).toEqual({ shape: [3, 2, 5], data: ramp.map((v) => Math.max(v, 0)) });
  });

  test('--layers keeps the tensor of every edge', async () => {
    const folder = withInputs();
    const args = ['golden', 'design.ts', '--inputs', 'in.npz', '--outputs', 'o/out.npz', '--layers', '--json'];
    const { status, out } = await dendra(folder, args);
    expect([status, JSON.parse(out)]).toEqual([
      0,
      { design: 'rect', outputs: { y: [3, 2, 5], x: [3, 2, 5], 'half.y': [3, 2, 5] } },
    ]);
    const arrays = await loadNpz(join(folder, 'o/out.npz'));
    expect(arrays.x!.data).toEqual(ramp);
    expect(arrays['half.y']).toEqual(arrays.y);
  });
});

describe('dendra compare', () => {
  test('says first and total differences and ends with status 1', async () => {
    const folder = temporary();
    const one = { shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) };
    const two = { shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 50, 60) };
    const flat = { shape: [6], data: one.data };
    writeFileSync(join(folder, 'a.npz'), writeNpz({ same: one, more: one, shape: one, left: one }));
    writeFileSync(join(folder, 'b.npz'), writeNpz({ same: one, more: two, shape: flat, right: one }));
    expect(await dendra(folder, ['compare', 'a.npz', 'b.npz'])).toEqual({
      status: 1,
      out: [
        'left: only in the first file',
        'more: 2 of 6 elements differ, first [1, 1]: 5 and 50',
        'right: only in the second file',
        'same: equal, 6 elements',
        'shape: shape [2, 3] in the first file, [6] in the second',
        '1 of 5 tensors are equal\n',
      ].join('\n'),
      err: '',
    });
    const { status, out } = await dendra(folder, ['compare', 'a.npz', 'b.npz', '--json']);
    const { tensors, equal, differ } = JSON.parse(out);
    expect([status, equal, differ, tensors.length]).toEqual([1, 1, 4, 5]);
    expect(tensors[1]).toEqual({
      name: 'more',
      equal: false,
      elements: 6,
      differ: 2,
      first: { index: '[1, 1]', a: '5', b: '50' },
    });
  });

  test('of a file with itself ends with status 0', async () => {
    const folder = withInputs();
    expect(await dendra(folder, ['compare', 'in.npz', 'in.npz'])).toEqual({
      status: 0,
      out: 'x: equal, 30 elements\n1 of 1 tensors are equal\n',
      err: '',
    });
  });
});
