// Tables of functions: the error bound holds against floating point for every code, in golden form and in hardware.
import { describe, expect, test } from 'vitest';
import { type DendraError, elem, fitsInt32, zeros } from '../../src/ir/index.ts';
import { approximate, compile, q, quantise, transfer, uq } from '../../src/transfer/index.ts';
import { floats } from './floats.ts';
import { runHardware } from './hardware.ts';

const cases = [
  ['exp', { input: q(8, 5), output: uq(12, 6), error: 1 / 64 }],
  ['exp2', { input: uq(6, 6), output: uq(10, 9), error: 1 / 256 }],
  ['log2', { input: elem(1, 4095, 8), output: q(12, 8), error: 1 / 64 }],
  ['tanh', { input: q(10, 7), output: q(9, 8), error: 1 / 200 }],
  ['sigmoid', { input: q(16, 12), output: uq(12, 12), error: 1 / 2048 }],
  ['gelu', { input: q(8, 4), output: q(10, 6), error: 1 / 100 }],
  ['silu', { input: q(8, 4), output: q(10, 6), error: 1 / 100 }],
  ['reciprocal', { input: elem(-200, -3, 4), output: q(12, 8), error: 1 / 128 }],
  ['sqrt', { input: elem(1, 1000, 4), output: uq(10, 6), error: 1 / 64 }],
  ['rsqrt', { input: elem(16, 1023, 4), output: uq(9, 8), error: 1 / 256 }],
] as const;

const made = cases.map(([name, options]) => ({ name, options, fn: approximate(name, options) }));

function columns({ int }: (typeof made)[number]['options']['input']): number[] {
  return Array.from({ length: Number(int[1] - int[0]) + 1 }, (_, i) => Number(int[0]) + i);
}

describe('approximations', () => {
  test.each(made)('$name keeps its error for every code', ({ name, options, fn }) => {
    const { input, output, error } = options;
    const codes = columns(input);
    const { type } = fn.graph.nodes[fn.graph.outputs.y!]!;
    expect(fitsInt32(type)).toBe(true);
    const { data } = zeros(type, [codes.length]);
    compile(fn.graph)([Int32Array.from(codes)], [data], codes.length);
    const [lo, hi] = output.int.map((end) => Number(end) / 2 ** output.frac) as [number, number];
    codes.forEach((code, i) => {
      const x = code / 2 ** input.frac;
      const y = Math.min(hi, Math.max(lo, floats[name](x)));
      if (Math.abs(Number(data[i]) / 2 ** output.frac - y) > error + 1e-9)
        expect.fail(`${name}(${x}) is ${y}, not ${data[i]}`);
    });
  });

  test('take as few segments as the error allows: a line is off by a 16th of the square of its length times the curvature', () => {
    const segments = (error: number): number => {
      const { nodes } = approximate('sigmoid', { input: q(10, 6), output: uq(12, 12), error }).graph;
      return Math.max(1, ...nodes.map(({ detail }) => detail.table?.length ?? 0));
    };
    expect([0.1, 0.01, 0.001].map(segments)).toEqual([4, 16, 64]);
  });

  test('are the same in hardware for every code', async () => {
    const jobs = made.map(({ fn, options }) => ({ graph: fn.graph, codes: { x: columns(options.input) } }));
    const hardware = await runHardware(jobs);
    jobs.forEach(({ graph, codes }, n) => {
      const { data } = zeros(graph.nodes[graph.outputs.y!]!.type, [codes.x.length]);
      compile(graph)([Int32Array.from(codes.x)], [data], codes.x.length);
      expect(hardware[n]!.map(Number)).toEqual(Array.from(data, Number));
    });
  });

  const tanh = approximate('tanh', { input: q(8, 4), output: q(8, 7), error: 1 / 128 });
  const gated = transfer({ a: q(8, 4) }, ({ a }) =>
    quantise(a * (1 + tanh({ x: a })), q(9, 4), 'halfEven', 'saturate'),
  );

  test('are called by other transfer functions', () => {
    for (let code = -128; code < 128; code++) {
      const a = code / 16;
      const y = gated({ a });
      expect(Math.abs(y - a * (1 + Math.tanh(a)))).toBeLessThanOrEqual(Math.abs(a) / 128 + 1 / 32);
      expect(y).toBe(quantise(a * (1 + tanh({ x: a })), q(9, 4), 'halfEven', 'saturate'));
    }
  });

  test.each([
    [
      () => approximate('log2', { input: uq(8, 4), output: q(8, 4), error: 0.1 }),
      'the input of log2 must be above 0, not 0..15.9375',
    ],
    [
      () => approximate('reciprocal', { input: q(8, 4), output: q(8, 4), error: 0.1 }),
      'the input of reciprocal must be without 0, not -8..7.9375',
    ],
    [
      () => approximate('exp', { input: q(20), output: q(8), error: 1 }),
      'the input of exp must have at most 65536 codes, not 1048576',
    ],
    [
      () => approximate('sin' as 'exp', { input: q(8), output: q(8), error: 1 }),
      'a function must be one of exp, exp2, log2, tanh, sigmoid, gelu, silu, reciprocal, sqrt, rsqrt, not "sin"',
    ],
    [
      () => approximate('tanh', { input: q(8, 4), output: q(8, 4), error: 0.01 }).graph,
      'error must be at least 0.0307 with this output, not 0.01',
    ],
    [() => approximate('tanh', { input: q(8, 4), output: q(8, 4), error: 0 }), 'error must be above 0, not 0'],
  ])('refuse what cannot be, case %#', (make, sentence) => {
    let text = 'no error';
    try {
      make();
    } catch (error) {
      text = (error as DendraError).sentence;
    }
    expect(text).toBe(sentence);
  });
});
