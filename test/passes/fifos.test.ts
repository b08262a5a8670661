// FIFO sizing: only edges on two ways are deepened, as far as the composer says, and one slot less costs cycles.
import { describe, expect, test } from 'vitest';
import { DendraError, graph, type Lowered, targets, unsignedElem } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

const target = targets['ultrascale-plus'];

/** A unit that holds a whole tensor, beside a way around it. */
function besideHold(length: number) {
  const g = graph('beside');
  g.input('x', unsignedElem(4), [length]);
  g.node('hold', 'slow', {}, { x: 'x' });
  g.node('copy', 'before_out', {}, { x: 'x' });
  g.node('add', 'sum', {}, { a: 'slow', b: 'before_out' });
  g.output('out', g.node('copy', 'after', {}, { x: 'sum' }));
  return g.build();
}

function end(lowered: Lowered, from?: string, less = 0): number {
  const traces = Object.fromEntries(
    lowered.cells.map(({ site }) => [site.name, new Array(lowered.steps).fill(undefined)]),
  );
  try {
    const options = { depth: (edge: { from: string; depth: number }) => edge.depth - (edge.from === from ? less : 0) };
    return compose(lowered, [traces, traces, traces], options).delivered.out!.at(-1)!;
  } catch (error) {
    if (error instanceof DendraError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

describe('sizeFifos', () => {
  test('leaves a chain at its default depths', () => {
    const g = graph('chain');
    g.input('x', unsignedElem(4), [16]);
    g.node('hold', 'first', {}, { x: 'x' });
    g.output('out', g.node('copy', 'second', {}, { x: 'first' }));
    expect(lower(g.build(), fakeUnits, target, { compose })).toEqual(lower(g.build(), fakeUnits, target));
  });

  for (const length of [1, 2, 7, 64]) {
    test(`makes the way beside a held tensor of ${length} elements as deep as it must be, and no deeper`, () => {
      const lowered = lower(besideHold(length), fakeUnits, target, { compose });
      const plain = lower(besideHold(length), fakeUnits, target);
      const roomy = { ...lowered, edges: lowered.edges.map((edge) => ({ ...edge, depth: 1000 })) };
      expect(end(lowered)).toBe(end(roomy));
      const deeper = lowered.edges.filter((edge, i) => edge.depth > plain.edges[i]!.depth);
      for (const { from } of deeper) expect(end(lowered, from, 1), from).toBeGreaterThan(end(lowered));
      expect(deeper.length > 0).toBe(length >= 7);
    });
  }

  test('lets a state go round through a delay', () => {
    const g = graph('running_sum', { steps: 3 });
    g.input('x', unsignedElem(4), [16]);
    g.node('delay', 'past', { shape: [16], frac: 0 }, { x: 'sum' });
    g.node('add', 'sum', {}, { a: 'x', b: 'past' });
    g.output('out', 'sum');
    const lowered = lower(g.build(), fakeUnits, target, { compose });
    expect(end(lowered)).toBeLessThan(200);
  });
});
