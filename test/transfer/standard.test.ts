// The functions of the library under their own names: how near they are, as units, and within functions of an author.
import { expect, test } from 'vitest';
import { graph, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import {
  cooperation,
  exp,
  exp2,
  gelu,
  log2,
  q,
  quantise,
  reciprocal,
  rsqrt,
  sigmoid,
  silu,
  sqrt,
  tanh,
  transfer,
} from '../../src/transfer/index.ts';
import { registry } from '../../src/units/index.ts';
import { floats } from './floats.ts';
import { runHardware } from './hardware.ts';

test.for(Object.entries({ exp, exp2, log2, tanh, sigmoid, gelu, silu, reciprocal, sqrt, rsqrt }))(
  '%s stays within 1/256 for every code',
  ([name, fn]) => {
    const real = floats[name as keyof typeof floats];
    const [lo, hi] = fn.formats.x!.int.map(Number) as [number, number];
    for (let code = lo; code <= hi; code++) {
      expect(Math.abs(fn(code / 256) - real(code / 256))).toBeLessThanOrEqual(1 / 256 + 1e-12);
    }
  },
);

const small = q(8, 4);
const gated = transfer({ x: small, y: small }, ({ x, y }) =>
  quantise(sigmoid(x) * gelu({ x: y }) + cooperation({ R: x, C: y }), q(10, 4), 'halfUp', 'saturate'),
);
const beyond = transfer({ x: q(12, 4) }, ({ x }) => sigmoid(x));
// @ts-expect-error it has two operands
const both = transfer({ x: small, y: small }, ({ x, y }) => cooperation(x + y));
// @ts-expect-error it has one operand
const twice = transfer({ x: small }, ({ x }) => tanh(x, x));

test('a function of an author calls them, and hardware agrees with the call for every eighth pair of codes', async () => {
  const pairs = Array.from(
    { length: 8192 },
    (_, i) => [((i * 8) >> 8) - 128, ((i * 8 + (i >> 5)) & 255) - 128] as const,
  );
  const codes = { x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) };
  const [found] = await runHardware([{ graph: gated.graph, codes }]);
  expect(found!.map(Number)).toEqual(pairs.map(([x, y]) => gated({ x: x / 16, y: y / 16 }) * 16));
});

test('one of them is a unit by itself', () => {
  const g = graph('standard');
  g.input('x', q(12, 8), [4]);
  g.node('transfer', 'smooth', { fn: sigmoid }, { x: 'x' });
  const { edges } = lower(g.output('y', 'smooth').build(), registry, targets['ultrascale-plus'], { compose });
  expect(edges.find(({ to }) => to === 'y')!.type.elem).toMatchObject({ frac: 8 });
});

test.each([
  [
    beyond,
    'input "x" of sigmoid must be within -8..7.99609375, not -128..127.9375',
    '41:53 (rule transfer-format)\n  quantise it',
  ],
  [both, 'the argument of cooperation must be an object of R, C, not a number', '43:61 (rule transfer-subset)'],
  [twice, 'the argument of tanh must be a number, or an object of x, not 2 arguments', '45:49 (rule transfer-subset)'],
] as const)('what cannot be called is refused at its place, case %#', (fn, sentence, rest) => {
  let message = 'no error';
  try {
    expect(fn.graph).toBeUndefined();
  } catch (error) {
    message = String(error);
  }
  expect(message).toBe(`DendraError: ${sentence}\n  at test/transfer/standard.test.ts:${rest}`);
});
