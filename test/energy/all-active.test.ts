// "All cells active" counts every input, spike, cell and context as present, on the real units.
import { expect, test } from 'vitest';
import { allActive } from '../../src/energy/index.ts';
import { elem, graph, type Lowered, signedElem, targets, tensor } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { registry } from '../../src/units/index.ts';

const weights = (rows: number, columns: number) =>
  tensor(signedElem(4), [rows, columns], new Array(rows * columns).fill(1));

function lowered(build: (g: ReturnType<typeof graph>) => void, steps: number): Lowered {
  const g = graph('all', { steps });
  build(g);
  return lower(g.build(), registry, targets.asic);
}

test('synapses of dense, evaluations and contexts of two-point', () => {
  const all = allActive(
    lowered((g) => {
      const x = g.input('x', elem(0, 7, 2), [6]);
      const p = g.input('p', elem(-4, 3, 2), [5]);
      const u = g.input('u', elem(-4, 3, 2), [1]);
      const r = g.node('dense', 'layer', { weights: weights(5, 6) }, { x });
      g.output('y', g.node('two-point', 'apex', { W: 12, f: 2 }, { r, p, u }));
    }, 3),
  );
  expect(all.layer).toEqual({ synapse: 3 * 6 * 5 });
  // Two sources, p and the scalar u, for each of five cells in three steps.
  expect(all.apex).toEqual({ active: 15, context: 30, evaluations: 15 });
});

test('spikes of lif and attention, and every bit plane of a spiking layer', () => {
  const all = allActive(
    lowered((g) => {
      const x = g.input('x', elem(-8, 7), [4, 8]);
      const s = g.node('lif', 'soma', { threshold: 2, reset: 'hard' }, { x });
      const two = g.node('add', 'two', {}, { a: s, b: s });
      g.output(
        'a',
        g.node('spiking-attention', 'attention', { heads: 2, scaleShift: 0, threshold: 1 }, { q: s, k: s, v: s }),
      );
      g.output('b', g.node('spiking-dense', 'bits', { weights: weights(3, 8) }, { x: s }));
      g.output('c', g.node('spiking-dense', 'sums', { weights: weights(3, 8) }, { x: two }));
    }, 2),
  );
  expect(all.soma).toEqual({ update: 64, spike: 64 });
  expect(all.attention).toMatchObject({ spike: 64 });
  expect(all.bits).toEqual({ synapse: 2 * 32 * 3, accumulate: 2 * 32 * 3 });
  // 0..2 has one bit at most.
  expect(all.sums).toEqual({ synapse: 2 * 32 * 3, accumulate: 2 * 32 * 3 });
});
