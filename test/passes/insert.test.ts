// Inserted units and inferred types: names stay unique, forks have forks behind them, and states have exact intervals.
import { describe, expect, test } from 'vitest';
import { elem, graph, targets, unsignedElem } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

describe('insert', () => {
  test('gives every stream one reader, with equal lanes at both ends, for 1, 2, 64, 65 and 200 readers', () => {
    for (const readers of [1, 2, 64, 65, 200]) {
      const g = graph('many');
      g.input('x', unsignedElem(4), [8], { lanes: 2 });
      for (let i = 0; i < readers; i++) {
        g.output(`out${i}`, g.node('copy', `c${i}`, {}, { x: 'x' }, { fold: { lanes: 2 ** (i % 4) } }));
      }
      const { cells, edges } = lower(g.build(), fakeUnits, targets.asic);
      expect(new Set(edges.map(({ from }) => from)).size).toBe(edges.length);
      expect(new Set(edges.map(({ to }) => to)).size).toBe(edges.length);
      expect(new Set(cells.map(({ site }) => site.name)).size).toBe(cells.length);
      for (const { unit, site } of cells) {
        for (const port of Object.keys(site.inputs)) {
          const edge = edges.find(({ to }) => to === `${site.name}.${port}`)!;
          expect(edge.lanes, edge.to).toBe(unit.lanes(site)[port]);
        }
      }
    }
  });

  test('avoids the names that the author has taken', () => {
    const g = graph('taken');
    g.input('x', unsignedElem(4), [8]);
    g.node('copy', 'x_fork', {}, { x: 'x' });
    g.output('a', 'x_fork');
    g.output('b', 'x');
    const { cells } = lower(g.build(), fakeUnits, targets.asic);
    expect(cells.map(({ site }) => site.name)).toEqual(['x_fork_2', 'x_fork']);
  });

  test('converts the lanes in front of a sparsifier that cannot have those of its producer', () => {
    const g = graph('narrow');
    g.input('x', unsignedElem(4), [3, 4], { lanes: 3 });
    const weights = { shape: [2, 4], data: new Int32Array(8) };
    g.output('out', g.node('dense', 'd', { weights, skip: true }, { x: 'x' }));
    const { cells } = lower(g.build(), fakeUnits, targets.asic);
    expect(cells.map(({ site }) => [site.name, site.fold])).toEqual([
      ['d_x_width', { from: 3, to: 1 }],
      ['d_x_sparsify', { lanes: 1 }],
      ['d', { pes: 1 }],
    ]);
  });
});

describe('infer', () => {
  for (const steps of [1, 2, 3, 10]) {
    test(`knows exactly what a running sum of 0..15 holds in a sample of ${steps} steps`, () => {
      const g = graph('sum', { steps });
      g.input('x', unsignedElem(4), [4]);
      g.node('delay', 'past', { shape: [4], frac: 0 }, { x: 'total' });
      g.node('add', 'total', {}, { a: 'x', b: 'past' });
      g.output('out', 'total');
      const { cells } = lower(g.build(), fakeUnits, targets.asic);
      const outputs = Object.fromEntries(cells.map(({ site }) => [site.name, site.outputs.y?.elem]));
      expect(outputs).toMatchObject({ total: elem(0, 15 * steps), past: elem(0, 15 * (steps - 1)) });
    });
  }

  test('says where a state becomes wider than 64 bits', () => {
    const g = graph('growing', { steps: 100 });
    g.input('x', unsignedElem(4), [4]);
    g.node('delay', 'past', { shape: [4], frac: 0 }, { x: 'total' });
    g.node('add', 'double', {}, { a: 'past', b: 'past' });
    g.node('add', 'total', {}, { a: 'x', b: 'double' });
    g.output('out', 'total');
    expect(() => lower(g.build(), fakeUnits, targets.asic)).toThrow(
      /^output "y" must stay within -2\^63\.\.2\^63-1, not 0\.\.\d+\n {2}at node "(double|total)" \(rule width-at-most-64\)/,
    );
  });
});
