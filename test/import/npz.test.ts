// .npy and .npz: what numpy writes is read exactly, what is written is read by numpy, and damage is refused.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadNpz, readNpy, readNpz, writeNpy, writeNpz } from '../../src/import/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'npz-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A .npy file made by hand. */
function npy(header: string, data: ArrayBufferView): Uint8Array {
  const text = `${header.padEnd(117)}\n`;
  const out = Buffer.alloc(10 + text.length + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  out.write(text, 10, 'latin1');
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + text.length);
  return out;
}
const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;

const readable: readonly (readonly [descr: string, data: ArrayBufferView, values: readonly (number | bigint)[]])[] = [
  ['|i1', new Int8Array([-128, 127]), [-128, 127]],
  ['<i2', new Int16Array([-32768, 32767]), [-32768, 32767]],
  ['<i4', new Int32Array([-(2 ** 31), 2 ** 31 - 1]), [-(2 ** 31), 2 ** 31 - 1]],
  ['<i8', new BigInt64Array([-5n, 7n]), [-5, 7]],
  ['<i8', new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]), [-(2n ** 63n), 2n ** 63n - 1n]],
  ['|u1', new Uint8Array([0, 255]), [0, 255]],
  ['<u2', new Uint16Array([0, 65535]), [0, 65535]],
  ['<u4', new Uint32Array([0, 2 ** 31 - 1]), [0, 2 ** 31 - 1]],
  ['<u4', new Uint32Array([0, 2 ** 32 - 1]), [0n, 2n ** 32n - 1n]],
  ['|b1', new Uint8Array([0, 1]), [0, 1]],
  ['<f4', new Float32Array([-3, 16777216]), [-3, 16777216]],
  ['<f8', new Float64Array([-0, 2 ** 53 - 1]), [0n, 2n ** 53n - 1n]],
];

const refused: readonly (readonly [title: string, bytes: Uint8Array, sentence: string])[] = [
  [
    'a float with a fraction',
    npy(header('<f4', '2,'), new Float32Array([1, 0.5])),
    'array "w" must hold integers alone, not 0.5 at position 1',
  ],
  [
    'NaN',
    npy(header('<f8', '1,'), new Float64Array([Number.NaN])),
    'array "w" must hold integers alone, not NaN at position 0',
  ],
  [
    'infinity',
    npy(header('<f8', '1,'), new Float64Array([Number.NEGATIVE_INFINITY])),
    'array "w" must hold integers alone, not -Infinity at position 0',
  ],
  ['a truncated array', npy(header('<i4', '4,'), new Int32Array(3)), 'array "w" must hold 16 bytes of data, not 12'],
  [
    'an array with bytes to spare',
    npy(header('<i4', '2,'), new Int32Array(3)),
    'array "w" must hold 8 bytes of data, not 12',
  ],
  [
    'a truncated header',
    npy(header('<i4', '2,'), new Int32Array(2)).subarray(0, 60),
    'array "w" must hold its whole header, not a part of it',
  ],
  [
    'Fortran order',
    npy(header('<i4', '1, 1', 'True'), new Int32Array(1)),
    'array "w" must be in C order, not in Fortran order',
  ],
  ['objects', npy(header('|O', '1,'), new Int32Array(1)), 'array "w" must be of a plain integer type, not "|O"'],
  [
    'big-endian integers',
    npy(header('>i4', '1,'), new Int32Array(1)),
    'array "w" must be of a plain integer type, not ">i4"',
  ],
  [
    'a structured array',
    npy(`{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }`, new Int32Array(1)),
    'array "w" must be of a plain integer type, not structured',
  ],
  [
    'another file',
    Buffer.from('not an array at all'),
    'array "w" must begin with the npy signature, not with something else',
  ],
];

describe('npy', () => {
  for (const [descr, data, values] of readable) {
    test(`reads ${descr} with the values ${values.join(' and ')}`, () => {
      const { shape, data: read } = readNpy(npy(header(descr, '2,'), data));
      expect(shape).toEqual([2]);
      expect([...read]).toEqual(values);
    });
  }

  for (const [title, bytes, sentence] of refused) {
    test(`refuses ${title}`, () => {
      expect(() => readNpy(bytes, { file: 'x.npz', array: 'w' })).toThrow(`${sentence}\n  at x.npz (rule npy-`);
    });
  }

  test('reads what it writes: scalars, vectors and empty arrays', () => {
    for (const t of [
      { shape: [], data: new Int32Array([7]) },
      { shape: [3], data: new Int32Array([1, -2, 3]) },
      { shape: [0, 4], data: new Int32Array(0) },
      { shape: [2, 1], data: new BigInt64Array([2n ** 40n, -1n]) },
    ]) {
      expect(readNpy(writeNpy(t))).toEqual(t);
    }
  });
});

describe('npz', () => {
  const tensors = {
    a: { shape: [2, 2], data: new Int32Array([1, 2, 3, -4]) },
    b: { shape: [1], data: new Int32Array(1) },
  };

  test('reads what it writes, and writes equal tensors to equal bytes', () => {
    expect(readNpz(writeNpz(tensors))).toEqual(tensors);
    expect(writeNpz(tensors)).toEqual(writeNpz(tensors));
    expect(readNpz(writeNpz(tensors), {}, 'b')).toEqual({ b: tensors.b });
  });

  test('refuses a truncated archive and an array that is not there', async () => {
    const path = join(folder, 'cut.npz');
    writeFileSync(path, writeNpz(tensors).slice(0, 90));
    await expect(loadNpz(path)).rejects.toThrow(/^the file must be a whole \.npz archive, not damaged/);
    expect(() => readNpz(writeNpz(tensors), { file: 'x.npz' }, 'aa')).toThrow(
      `array must be one of the archive, not "aa"\n  at x.npz (rule npz-array)\n  did you mean "a"?`,
    );
    await expect(loadNpz(join(folder, 'absent.npz'))).rejects.toThrow('the file must be readable, not missing');
  });

  // Debian's own Python has numpy where the first one on the path has not.
  const pythons = ['python3', '/usr/bin/python3'];
  const python = pythons.find((program) => spawnSync(program, ['-c', 'import numpy']).status === 0);
  test.skipIf(python === undefined)('agrees with numpy in both directions (skipped without numpy)', () => {
    const [ours, theirs] = [join(folder, 'ours.npz'), join(folder, 'theirs.npz')];
    writeFileSync(ours, writeNpz(tensors));
    const script = `import numpy as n, sys
z = n.load(sys.argv[1]); n.savez_compressed(sys.argv[2], a=z["a"].astype("i8"), c=z["a"] > 1, s=n.uint8(9))`;
    expect(spawnSync(python!, ['-c', script, ours, theirs], { encoding: 'utf8' }).stderr).toBe('');
    expect(readNpz(readFileSync(theirs))).toEqual({
      a: tensors.a,
      c: { shape: [2, 2], data: new Int32Array([0, 1, 1, 0]) },
      s: { shape: [], data: new Int32Array([9]) },
    });
  });
});
