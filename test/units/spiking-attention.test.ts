// spiking-attention against its formula, against real-number neurons, and in hardware.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { elem, type Streams, spike, stream } from '../../src/ir/index.ts';
import { attend, counts, fireSaturating, type Geometry } from '../../src/units/spiking-attention/golden.ts';
import { type Attrs, spikingAttention } from '../../src/units/spiking-attention/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

/** Spikes of one neuron. */
function spikesOf(full: number, inputs: readonly number[]): number[] {
  let u = 0;
  return inputs.map((n) => {
    const fired = fireSaturating(full, u, n);
    u = fired.u;
    return fired.s;
  });
}

/** The same for real numbers: tau 2, hard reset, threshold 0.5; doubles hold all values exactly. */
function realSpikes(scale: number, inputs: readonly number[]): number[] {
  let membrane = 0;
  return inputs.map((n) => {
    const h = membrane + (n * scale - membrane) / 2;
    membrane = h >= 0.5 ? 0 : h;
    return h >= 0.5 ? 1 : 0;
  });
}

describe('spiking-attention neurons', () => {
  for (const [inputs, spikes] of [
    [
      [3, 5, 6, 0, 8, 2],
      [0, 0, 1, 0, 1, 0],
    ],
    [
      [7, 4, 1, 7],
      [0, 0, 0, 1],
    ],
    [
      [7, 5],
      [0, 1],
    ],
  ] as const) {
    test(`give ${spikes} for the counts ${inputs} with S = 8`, () => {
      expect(spikesOf(8, inputs)).toEqual(spikes);
    });
  }

  for (const shift of [3, 2]) {
    test(`spike like real numbers for all 14^4 inputs of four steps with scale 1/${2 ** shift}`, () => {
      let differ = 0;
      for (let code = 0; code < 14 ** 4; code++) {
        const inputs = [code % 14, Math.floor(code / 14) % 14, Math.floor(code / 196) % 14, Math.floor(code / 2744)];
        if (spikesOf(2 ** shift, inputs).join() !== realSpikes(2 ** -shift, inputs).join()) differ++;
      }
      expect(differ).toBe(0);
    });
  }
});

const bits = (length: number) => fc.array(fc.integer({ min: 0, max: 1 }), { minLength: length, maxLength: length });
const geometry = fc.record({
  tokens: fc.integer({ min: 1, max: 7 }),
  heads: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 40 }),
  full: fc.constant(8),
});
const cases = geometry.chain((g) => {
  const all = bits(g.tokens * g.heads * g.size).map((values) => Int32Array.from(values));
  return fc.tuple(fc.constant(g), all, all, all);
});

/** q (k^T v), the other order. */
function keysFirst({ tokens, heads, size }: Geometry, q: Int32Array, k: Int32Array, values: Int32Array): Int32Array {
  const n = new Int32Array(q.length);
  const at = (token: number, head: number, c: number): number => (token * heads + head) * size + c;
  for (let head = 0; head < heads; head++) {
    for (let c = 0; c < size; c++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let m = 0; m < tokens; m++) sum += k[at(m, head, c)]! * values[at(m, head, j)]!;
        for (let i = 0; i < tokens; i++) n[at(i, head, j)]! += q[at(i, head, c)]! * sum;
      }
    }
  }
  return n;
}

describe('spiking-attention counts', () => {
  test('are equal in both orders', () => {
    fc.assert(
      fc.property(cases, ([g, q, k, values]) => {
        expect(counts(g, q, k, values).n).toEqual(keysFirst(g, q, k, values));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('may saturate at every partial sum: min(sum, S) stays', () => {
    const terms = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 });
    fc.assert(
      fc.property(terms, fc.integer({ min: 1, max: 16 }), (all, full) => {
        const early = all.reduce((sum, term) => Math.min(full, sum + Math.min(full, term)), 0);
        expect(early).toBe(
          Math.min(
            full,
            all.reduce((sum, term) => sum + term, 0),
          ),
        );
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  for (const size of [1, 32, 64]) {
    test(`do not wrap for ${size} ones`, () => {
      const g = { tokens: 3, heads: 2, size, full: 8 };
      const ones = new Int32Array(6 * size).fill(1);
      const { n, trace } = counts(g, ones, ones, ones);
      expect(n).toEqual(new Int32Array(6 * size).fill(3 * size));
      expect(trace).toMatchObject({ score: 18, accumulate: 18 * size });
    });
  }

  test('leave out tokens without a key or a value, and queries without a spike', () => {
    const g = { tokens: 3, heads: 1, size: 2, full: 8 };
    const [q, k, values] = [
      [1, 0, 0, 0, 1, 1],
      [1, 0, 0, 0, 0, 1],
      [1, 1, 1, 1, 0, 0],
    ].map((row) => ({
      shape: [3, 2],
      data: Int32Array.from(row),
    }));
    const { trace } = attend(g, [q!, k!, values!], new Int32Array(6));
    expect([...trace.stored]).toEqual([1]);
    expect([...trace.active]).toEqual([1, 0, 1]);
    expect(trace).toMatchObject({ score: 2, accumulate: 4, spike: 0 });
  });
});

const binary = (...shape: number[]) => {
  const port = { elem: spike, shape };
  return { q: port, k: port, v: port };
};

describe('spiking-attention as a unit', () => {
  const parse = (given: object): Attrs => v.parse(spikingAttention.attrs, given);
  const types = (shape: number[], type = spike): Streams => ({
    q: stream(spike, shape),
    k: stream(type, shape),
    v: stream(spike, shape),
  });

  test('takes ceil(stored / tokens) cycles a query, and one for a query without a spike', () => {
    const attrs = parse({ heads: 2 });
    const inputs = types([3, 8]);
    const outputs = spikingAttention.infer(attrs, inputs);
    const site = { name: 'a', attrs, inputs, outputs, steps: 1, fold: { tokens: 2 } };
    const trace = {
      stored: Int32Array.of(3, 0),
      active: Uint8Array.of(1, 1, 0, 1, 1, 0),
      score: 0,
      accumulate: 0,
      spike: 0,
    };
    expect(spikingAttention.beats(site, trace, { first: true, last: true })).toEqual({
      main: [
        { times: 6, take: ['q', 'k', 'v'] },
        { times: 1 },
        { times: 4, give: ['y'] },
        { times: 1 },
        { times: 2, give: ['y'] },
      ],
    });
    expect(spikingAttention.interval(site)).toBe(6 * 3);
  });

  test('refuses heads, thresholds and inputs that do not fit', () => {
    expect(() => spikingAttention.infer(parse({ heads: 3 }), types([4, 8]))).toThrow(
      'heads must be a divisor of 8, not 3\n  at attribute "heads" (rule heads-divide-channels)\n  use one of 1, 2, 4, 8',
    );
    expect(() => spikingAttention.infer(parse({ heads: 2, threshold: 0.3 }), types([4, 8]))).toThrow(
      'threshold must be a multiple of 0.0625',
    );
    expect(() => spikingAttention.infer(parse({ heads: 2 }), types([4, 8], elem(0, 2)))).toThrow(
      'input "k" must be spikes of 0..1, not 4x8 of 0..2',
    );
    expect(() => spikingAttention.infer(parse({ heads: 2 }), types([8]))).toThrow(
      'input "q" must be a matrix of tokens and channels, not 8 of 0..1',
    );
  });
});

describeUnit(spikingAttention, {
  grid: [
    { title: 'one neuron', attrs: { heads: 1, scaleShift: 0 }, inputs: binary(1, 1), fold: { tokens: 1 }, steps: 3 },
    {
      title: 'heads of one channel',
      attrs: { heads: 3, scaleShift: 2 },
      inputs: binary(5, 3),
      fold: { tokens: 2 },
      steps: 4,
    },
    { attrs: { heads: 2 }, inputs: binary(16, 32), fold: { tokens: 1 }, steps: 4 },
    { attrs: { heads: 2 }, inputs: binary(5, 10), fold: { tokens: 8 }, steps: 4, target: 'asic' },
    {
      title: 'S = 5',
      attrs: { heads: 1, scaleShift: 1, threshold: 1.25 },
      inputs: binary(7, 9),
      fold: { tokens: 4 },
      steps: 3,
    },
    {
      title: 'counts of 32 and 64',
      attrs: { heads: 1, scaleShift: 6 },
      inputs: binary(3, 64),
      fold: { tokens: 4 },
      steps: 2,
    },
  ],
});
