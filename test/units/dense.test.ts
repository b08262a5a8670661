// dense: hardware against golden, exact intervals, counts and messages.
import { describe, expect, test } from 'vitest';
import {
  DendraError,
  type Elem,
  elem,
  type Graph,
  type Site,
  type StreamType,
  signedElem,
  stream,
  targets,
  targetWith,
  tensor,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { type Attrs, dense } from '../../src/units/dense/index.ts';
import { registry } from '../../src/units/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

/** Weights in lo..hi that reach both ends, the same in every run. */
function weights(outputs: number, inputs: number, lo: number, hi: number) {
  const values = Array.from({ length: outputs * inputs }, (_, k) => {
    return k === 0 ? lo : k === outputs * inputs - 1 ? hi : lo + ((k * 2654435761) % (hi - lo + 1));
  });
  return tensor(elem(lo, hi), [outputs, inputs], values);
}
const biases = (outputs: number) =>
  tensor(
    elem(-99, 99),
    [outputs],
    Array.from({ length: outputs }, (_, o) => ((o * 37) % 199) - 99),
  );

const point = (
  attrs: Partial<Attrs> & Pick<Attrs, 'weights'>,
  x: Elem,
  shape: readonly number[],
  fold: { in: number; out: number },
) => ({
  attrs,
  inputs: { x: { elem: x, shape } },
  fold,
});

describeUnit(dense, {
  grid: [
    point({ weights: weights(1, 1, -3, -3) }, signedElem(3), [1], { in: 1, out: 1 }),
    point({ weights: weights(3, 4, 0, 0) }, signedElem(4), [4], { in: 1, out: 3 }),
    point({ weights: weights(5, 7, -8, 7), bias: biases(5) }, signedElem(4), [7], { in: 1, out: 2 }),
    point({ weights: weights(6, 9, 0, 13), bias: biases(6) }, elem(-1, 1), [2, 9], { in: 1, out: 6 }),
    {
      ...point({ weights: weights(5, 6, -128, 127), over: 'tensor' }, elem(0, 3), [2, 3], { in: 1, out: 3 }),
      steps: 2,
    },
    point({ weights: weights(5, 12, -8, 7), bias: biases(5), skip: false }, elem(-2, 1), [12], { in: 3, out: 2 }),
    point({ weights: weights(4, 10, -2, 1), skip: false }, elem(0, 7), [3, 10], { in: 10, out: 4 }),
    point({ weights: weights(4, 10, -2, 1), bias: biases(4), skip: false }, elem(-7, -3), [2, 10], { in: 10, out: 2 }),
    { ...point({ weights: weights(8, 16, -128, 127), skip: false }, signedElem(8), [16], { in: 8, out: 8 }), steps: 3 },
    point({ weights: weights(5, 9, -3, 2), bias: biases(5), reload: { weights: 5, bias: 9 } }, signedElem(4), [9], {
      in: 1,
      out: 2,
    }),
    {
      ...point({ weights: weights(8, 64, -128, 127), skip: false, reload: { weights: 8 } }, signedElem(8), [64], {
        in: 4,
        out: 2,
      }),
      target: 'asic',
    },
    {
      ...point({ weights: weights(3, 4, -1, 1), bias: biases(3), skip: false, over: 'tensor' }, elem(0, 1), [2, 2], {
        in: 1,
        out: 3,
      }),
      target: 'asic',
    },
    ...[
      // Two outputs share a DSP48E2, and the last of three has its own.
      point({ weights: weights(5, 6, -128, 127), bias: biases(5) }, signedElem(8), [6], { in: 1, out: 3 }),
      point({ weights: weights(4, 6, 0, 99), skip: false }, elem(0, 255), [6], { in: 3, out: 2 }),
      // x takes the wide port, which no pair has room for.
      point({ weights: weights(2, 3, -128, 127), skip: false }, signedElem(20), [3], { in: 1, out: 2 }),
    ].map((each) => ({ ...each, dsp: 'explicit' as const })),
  ],
});

/** A site with its types inferred. */
function siteOf(attrs: Attrs, x: StreamType, fold = { in: 1, out: 1 }): Site<Attrs> {
  return { name: 'dense', attrs, inputs: { x }, outputs: dense.infer(attrs, { x }), fold, steps: 1 };
}
const attrsOf = (given: Partial<Attrs> & Pick<Attrs, 'weights'>): Attrs => ({
  over: 'row',
  skip: true,
  frac: 0,
  ...given,
});

describe('dense', () => {
  const attrs = attrsOf({
    weights: tensor(signedElem(8), [2, 3], [1, -2, 3, 0, 5, -6]),
    bias: tensor(signedElem(8), [2], [10, -10]),
  });

  test('gives bias plus weighted sum for every row', () => {
    const site = siteOf(attrs, stream(signedElem(8), [2, 3]));
    const x = tensor(signedElem(8), [2, 3], [1, 2, 3, 0, 0, -1]);
    const { outputs, trace } = dense.step(site, { x }, null, { first: true, last: true });
    expect(outputs.y).toEqual({ shape: [2, 2], data: Int32Array.of(16, -18, 7, -4) });
    expect(dense.count(site, trace)).toEqual({ synapse: 8 });
  });

  test('infers the exact interval of every output and unites them', () => {
    expect(siteOf(attrs, stream(elem(-1, 2), [3])).outputs.y!.elem).toEqual(elem(-27, 20));
    expect(siteOf(attrs, stream(elem(4, 4, 3), [3])).outputs.y!.elem).toEqual(elem(-14, 18, 3));
  });

  test('stays exact where sums exceed 53 bits', () => {
    const huge = attrsOf({ weights: tensor(signedElem(32), [1, 2], [2 ** 31 - 1, 1]) });
    const type = elem(0n, (1n << 31n) - 1n);
    const site = siteOf(huge, stream(type, [2]));
    const x = tensor(type, [2], [2 ** 31 - 1, 1]);
    const { outputs } = dense.step(site, { x }, null, { first: true, last: true });
    expect(outputs.y!.data[0]).toBe((2n ** 31n - 1n) ** 2n + 1n);
  });

  test('keeps every multiplier busy without skip, and takes a pass over the outputs for an event with skip', () => {
    const square = weights(512, 512, -128, 127);
    const cycles = (fold: { in: number; out: number }, skip: boolean): number => {
      return dense.interval(siteOf(attrsOf({ weights: square, skip }), stream(signedElem(8), [512]), fold));
    };
    expect(cycles({ in: 1, out: 64 }, false)).toBe(4096);
    expect(cycles({ in: 1, out: 512 }, false)).toBe(512);
    expect(cycles({ in: 8, out: 512 }, false)).toBe(64);
    expect(cycles({ in: 1, out: 64 }, true)).toBe(4096 + 8);
  });

  test('sustains that without a gap from row to row', () => {
    for (const [fold, interval] of [
      [{ in: 1, out: 64 }, 4096],
      [{ in: 8, out: 512 }, 64],
    ] as const) {
      const graph: Graph = {
        name: 'busy',
        steps: 1,
        inputs: [{ name: 'x', elem: signedElem(8), shape: [512] }],
        outputs: [{ name: 'y', from: 'd' }],
        nodes: [
          {
            name: 'd',
            kind: 'dense',
            attrs: { weights: weights(512, 512, -128, 127), skip: false },
            inputs: { x: 'x' },
            fold,
          },
        ],
      };
      const lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
      const trace = { d: [{ active: Int32Array.of(512), planes: 0 }] };
      const { delivered } = compose(lowered, [trace, trace, trace, trace]);
      const ends = delivered.y!.filter((_, i) => (i + 1) % (512 / fold.out) === 0);
      expect(ends.map((cycle) => cycle - ends[0]!)).toEqual([0, 1, 2, 3].map((k) => k * interval));
    }
  });

  test('packs the weights of a word from the lowest bits up', () => {
    const small = attrsOf({ weights: tensor(elem(-2, 3), [3, 2], [1, -1, 2, -2, 3, 0]), skip: false });
    const site = siteOf(small, stream(signedElem(8), [2]), { in: 2, out: 2 });
    expect(dense.memories(site).map(({ depth, width, words }) => [depth, width, [...words!()]])).toEqual([
      [2, 12, [word([1, -1, 2, -2]), word([3, 0, 0, 0])]],
    ]);
  });

  test('is exact where a bias keeps a sum below 2^53 whose terms exceed it', () => {
    const [w, b] = [2n ** 31n - 1n, 1n - 2n ** 53n];
    const attrs = {
      weights: tensor(elem(0n, w), [1, 1], [w]),
      bias: tensor(elem(b, 0n), [1], [b]),
      over: 'row' as const,
      frac: 0,
      skip: true,
    };
    const x = stream(elem(0, 2 ** 23), [1]);
    const y = dense.infer(attrs, { x }).y!;
    for (const value of [2 ** 23, 2 ** 23 - 1, 5_770_001]) {
      const site = { name: 'd', attrs, inputs: { x }, outputs: { y }, steps: 1 };
      const { outputs } = dense.step(site, { x: tensor(x.elem, [1], [value]) }, null, { first: true, last: true });
      expect(outputs.y!.data[0]).toBe(w * BigInt(value) + b);
    }
  });

  test('with reload has the interval of all codes, whatever its weights are', () => {
    const reload = { weights: 8, bias: 8 };
    const y = (x: Elem) => siteOf({ ...attrs, reload }, stream(x, [3])).outputs.y!.elem;
    expect(y(signedElem(8))).toEqual(elem(-128 - 3 * 128 * 127, 127 + 3 * 128 * 128));
    expect(y(elem(2, 3))).toEqual(elem(-128 - 3 * 3 * 128, 127 + 3 * 3 * 127));
    expect(y(elem(0, 0))).toEqual(elem(-128 - 3 * 128, 127 + 3 * 127));
  });

  test.each([
    [
      { weights: 3, bias: 8 },
      'weights must stay within -4..3, not -6..5',
      'weights',
      'width',
      '"reload" gives the bits of weights',
    ],
    [
      { weights: 8, bias: 4 },
      'bias must stay within -8..7, not -10..10',
      'bias',
      'width',
      '"reload" gives the bits of bias',
    ],
    [
      { weights: 8 },
      'reload.bias must be a number of bits, not absent',
      'reload',
      'bias',
      'weights and bias are reloaded together',
    ],
  ])('refuses reload %j', (reload, sentence, attribute, rule, hint) => {
    const message = `${sentence}\n  at attribute "${attribute}" (rule reload-${rule})\n  ${hint}`;
    expect(() => siteOf({ ...attrs, reload }, stream(signedElem(8), [3]))).toThrow(
      expect.objectContaining({ message }),
    );
  });

  test('refuses bits of a bias that is not there, and sums beyond 64 bits, with reload', () => {
    const { bias: _, ...bare } = attrs;
    expect(() => siteOf({ ...bare, reload: { weights: 8, bias: 8 } }, stream(signedElem(8), [3]))).toThrow(
      expect.objectContaining({
        message:
          'reload.bias must be absent, not given\n  at attribute "reload" (rule reload-bias)\n  a unit without bias has no memory for one',
      }),
    );
    const graph: Graph = {
      name: 'wide',
      steps: 1,
      inputs: [{ name: 'x', elem: signedElem(32), shape: [3] }],
      outputs: [{ name: 'y', from: 'd' }],
      nodes: [{ name: 'd', kind: 'dense', attrs: { ...bare, reload: { weights: 32 } }, inputs: { x: 'x' } }],
    };
    expect(() => lower(graph, registry, targets['ultrascale-plus'], { compose })).toThrow(
      expect.objectContaining({
        message: `output "y" must stay within -2^63..2^63-1, not -13835058048839712768..13835058055282163712
  at node "d" (rule width-at-most-64)
  requantise to fewer bits before`,
      }),
    );
  });

  test.each([
    [8, 8, 3, ['DSP48E2', 'dendra_dsp_mul_pair', 'dendra_dsp_mul']],
    [8, 8, 2, ['DSP48E2', 'dendra_dsp_mul_pair']],
    [8, 8, 1, ['DSP48E2', 'dendra_dsp_mul']],
    [16, 27, 1, ['DSP48E2', 'dendra_dsp_mul']],
    [19, 19, 2, []],
    [4, 4, 2, []],
  ])('instantiates for weights of %i bits, x of %i and %i outputs %j', (weight, x, out, modules) => {
    const half = 2 ** (weight - 1);
    const given = attrsOf({ weights: weights(out, 2, -half, half - 1), skip: false });
    const site = siteOf(given, stream(signedElem(x), [2]), { in: 1, out });
    expect(dense.library!(site, targetWith('ultrascale-plus', 'explicit'))).toEqual(modules);
    expect(dense.library!(site, targets['ultrascale-plus'])).toEqual([]);
  });

  test('refuses weights of another shape', () => {
    const text = (given: Attrs, x: StreamType): string => {
      try {
        dense.infer(given, { x });
      } catch (error) {
        if (error instanceof DendraError) return error.message;
      }
      return 'accepted';
    };
    expect(text(attrs, stream(signedElem(8), [4]))).toBe(
      `weights must be a matrix of shape [outputs, 4], not [2, 3]
  at attribute "weights" (rule weight-shape)
  one column for each element of a row; "over" chooses between row and tensor`,
    );
  });
});

/** Codes of three bits, the first in the lowest. */
function word(codes: readonly number[]): string {
  return codes
    .reduce((sum, code, i) => sum | ((code & 7) << (3 * i)), 0)
    .toString(16)
    .padStart(3, '0');
}
