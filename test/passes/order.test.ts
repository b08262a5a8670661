// Events go only into units that skip zeros; everything else, and every output, is dense.
import { describe, expect, test } from 'vitest';
import { elem, graph, spike, targets, tensor, unsignedElem } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';

/** Attributes with which each unit takes x alone; units with several inputs get the same stream twice or three times. */
const takers: Readonly<Record<string, object>> = {
  add: {},
  argmax: {},
  concat: {},
  'context-memory': {},
  lif: { threshold: 1, reset: 'hard' },
  lookup: { table: tensor(elem(0, 1), [2], [1, 0]) },
  relu: {},
  relu6: {},
  requantise: { shift: 0, rounding: 'floor', out: spike },
  sparsify: { row: 4 },
  'spiking-attention': { heads: 1, scaleShift: 0, threshold: 1 },
  'top-k': { k: 2, emit: ['values'] },
  'two-point': { W: 8, f: 0 },
};

const refusal = (port: string, node: string) =>
  `input "${port}" must be dense, not events\n  at node "${node}" (rule dense-order)\n  remove the sparsify node; one is inserted where a unit skips zeros`;

describe('order of a stream', () => {
  test.for(Object.entries(takers))('%s refuses events', ([kind, attrs]) => {
    const g = graph('order');
    const x = g.node('sparsify', 's', { row: 4 }, { x: g.input('x', spike, [4]) });
    const { inputs, outputs } = registry[kind]!.ports(attrs);
    const required = inputs.filter((port) => port.required).map(({ name }) => name);
    g.node(kind, 'reader', attrs, Object.fromEntries(required.map((name) => [name, x])));
    g.output('y', `reader.${outputs[0]!.name}`);
    expect(() => lower(g.build(), registry, targets.asic, { compose })).toThrow(refusal(required[0]!, 'reader'));
  });

  test('dense that does not skip refuses events, one that skips takes them', () => {
    const lowered = (skip: boolean) => {
      const g = graph('order');
      const x = g.node('sparsify', 's', { row: 4 }, { x: g.input('x', unsignedElem(3), [4]) });
      const weights = tensor(elem(-1, 1), [2, 4], [1, 0, 1, -1, 0, 1, 1, 1]);
      g.output('y', g.node('dense', 'reader', { weights, skip }, { x }));
      return lower(g.build(), registry, targets.asic, { compose });
    };
    expect(() => lowered(false)).toThrow(refusal('x', 'reader'));
    expect(lowered(true).cells.map(({ unit }) => unit.kind)).toEqual(['sparsify', 'dense']);
  });

  test('an output of the graph must be dense', () => {
    const g = graph('order');
    g.output('y', g.node('sparsify', 's', { row: 4 }, { x: g.input('x', spike, [4]) }));
    expect(() => lower(g.build(), registry, targets.asic, { compose })).toThrow(
      'output "y" must be dense, not events\n  (rule dense-order)\n  remove the sparsify node; one is inserted where a unit skips zeros',
    );
  });

  test('events for two readers are forked as they are', () => {
    const g = graph('order');
    const x = g.node('sparsify', 's', { row: 4 }, { x: g.input('x', unsignedElem(3), [4]) });
    const weights = tensor(elem(-1, 1), [2, 4], [1, 0, 1, -1, 0, 1, 1, 1]);
    g.output('a', g.node('dense', 'one', { weights }, { x }));
    g.output('b', g.node('dense', 'two', { weights }, { x }));
    expect(() => lower(g.build(), registry, targets.asic, { compose })).not.toThrow();
  });
});
