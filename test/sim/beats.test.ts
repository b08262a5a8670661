// Tensors to beats and back: every width, every lane count, fixed and run-time lengths.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elem, type ManifestStream, type Tensor, tensor } from '../../src/ir/index.ts';
import { encodeHex } from '../../src/sim/hex.ts';
import { packBeats, unpackBeats } from '../../src/sim/index.ts';

const base: ManifestStream = { name: 'x', lanes: 1, width: 8, signed: true, frac: 0, shape: [4], variable: false };
const ints = (...values: number[]): Tensor => ({ shape: [values.length], data: Int32Array.from(values) });

describe('beats of a stream', () => {
  test('lane 0 is in the lowest bits; only the final beat clears keep bits and sets last', () => {
    const beats = packBeats({ ...base, lanes: 3, width: 4, shape: [4] }, [ints(1, -1, 2, 3)], 1);
    expect(beats).toEqual({
      count: 2,
      words: 1,
      data: Uint32Array.of(0x2f1, 0x003),
      keepWords: 1,
      keep: Uint32Array.of(7, 1),
      last: Uint8Array.of(0, 1),
      eos: Uint8Array.of(0, 1),
    });
  });

  test('a tensor of run-time length closes with an empty beat, and eos closes every second tensor of two a sample', () => {
    const beats = packBeats({ ...base, variable: true }, [ints(5), ints(), ints(), ints()], 2);
    expect([...beats.keep]).toEqual([1, 0, 0, 0, 0]);
    expect([...beats.last]).toEqual([0, 1, 1, 1, 1]);
    expect([...beats.eos]).toEqual([0, 0, 1, 0, 1]);
  });

  test('the hexadecimal text holds eos, last, keep and data from the highest bit down', () => {
    const stream = { ...base, lanes: 2, width: 4, shape: [2] };
    expect(encodeHex(stream, packBeats(stream, [ints(1, 2)], 1))).toBe('f21\n');
  });

  test('packing and unpacking are inverse for 1 to 64 bits, 1 to 70 lanes, signed or not, fixed or run-time length', () => {
    const cases = fc.record({
      lanes: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 30, max: 70 })),
      width: fc.integer({ min: 1, max: 64 }),
      signed: fc.boolean(),
      variable: fc.boolean(),
      length: fc.integer({ min: 1, max: 150 }),
      steps: fc.integer({ min: 1, max: 3 }),
      seed: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    });
    fc.assert(
      fc.property(cases, ({ lanes, width, signed, variable, length, steps, seed }) => {
        // Storage has 64 signed bits, which hold unsigned elements of 63.
        const bits = signed ? width : Math.min(width, 63);
        const stream: ManifestStream = { ...base, lanes, width: bits, signed, variable, shape: [length] };
        const type = signed
          ? elem(-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n)
          : elem(0, (1n << BigInt(bits)) - 1n);
        const value = (i: number): bigint => {
          const mixed = (seed ^ BigInt(i)) * 0x9e3779b97f4a7c15n;
          return signed ? BigInt.asIntN(bits, mixed >> 7n) : BigInt.asUintN(bits, mixed >> 7n);
        };
        const tensors = Array.from({ length: steps * 2 }, (_, t) => {
          const size = variable ? (length * t) % (length + 1) : length;
          return tensor(
            type,
            [size],
            Array.from({ length: size }, (_, i) => value(i + 1000 * t)),
          );
        });
        const { tensors: back, problems } = unpackBeats(stream, packBeats(stream, tensors, steps), steps);
        expect(problems).toEqual([]);
        expect(back).toEqual(tensors);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test.each([
    [
      'keep',
      'a gap in keep',
      (b: ReturnType<typeof make>) => b.keep.fill(2, 1, 2),
      'beat 1 of x must keep its lowest lanes without a gap',
    ],
    [
      'last',
      'last too early',
      (b: ReturnType<typeof make>) => b.last.fill(1, 0, 1),
      'beat 0 of x must close 4 elements, not 2',
    ],
    [
      'last',
      'last missing',
      (b: ReturnType<typeof make>) => b.last.fill(0),
      'beat 1 of x must not set eos without last',
    ],
    [
      'eos',
      'eos missing',
      (b: ReturnType<typeof make>) => b.eos.fill(0),
      'beat 1 of x must have eos = 1 (tensor 0, 1 a sample)',
    ],
    [
      'keep',
      'a beat that is not full',
      (b: ReturnType<typeof make>) => b.keep.fill(1, 0, 1),
      'beat 0 of x must be full, not hold 1 of 2 lanes',
    ],
  ])('unpacking reports %s: %s', (_field, _what, spoil, sentence) => {
    const beats = make();
    spoil(beats);
    expect(unpackBeats({ ...base, lanes: 2 }, beats, 1).problems[0]).toBe(sentence);
  });
});

function make() {
  return packBeats({ ...base, lanes: 2 }, [ints(1, 2, 3, 4)], 1);
}
