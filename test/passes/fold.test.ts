// The fold pass: goals in cycles and multipliers, and what it says when they cannot be met.
import { describe, expect, test } from 'vitest';
import { type FoldGoal, type Graph, graph, signedElem, targets, tensor, unsignedElem } from '../../src/ir/index.ts';
import { lower, passes } from '../../src/passes/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

const weights = (rows: number, columns: number) =>
  tensor(signedElem(4), [rows, columns], new Int32Array(rows * columns));

/** Two layers: 8 to 12 (96 products) and 12 to 4 (48 products). */
function twoLayers(goal?: FoldGoal): Graph {
  const g = graph('two', goal === undefined ? {} : { goal });
  g.input('x', unsignedElem(4), [8]);
  g.node('dense', 'first', { weights: weights(12, 8) }, { x: 'x' });
  g.node('copy', 'middle', {}, { x: 'first' });
  g.output('out', g.node('dense', 'second', { weights: weights(4, 12) }, { x: 'middle' }));
  return g.build();
}

function foldsOf(g: Graph): Record<string, unknown> {
  const { cells } = lower(g, fakeUnits, targets.asic);
  return Object.fromEntries(cells.map(({ site }) => [site.name, site.fold.pes ?? site.fold.lanes]));
}

describe('fold', () => {
  const reached: readonly (readonly [goal: FoldGoal | undefined, first: number, second: number])[] = [
    [undefined, 1, 1],
    [{ cycles: 96 }, 1, 1],
    [{ cycles: 95 }, 2, 1],
    [{ cycles: 24 }, 4, 2],
    [{ cycles: 12 }, 12, 4],
    [{ multipliers: 2 }, 1, 1],
    [{ multipliers: 3 }, 2, 1],
    [{ multipliers: 6 }, 4, 2],
    [{ multipliers: 1000 }, 12, 4],
    [{ cycles: 48, multipliers: 3 }, 2, 1],
  ];
  for (const [goal, first, second] of reached) {
    test(`chooses ${first} and ${second} multipliers for the goal ${JSON.stringify(goal) ?? 'none'}`, () => {
      expect(foldsOf(twoLayers(goal))).toMatchObject({ first, second });
    });
  }

  const refused: readonly (readonly [goal: FoldGoal, message: string])[] = [
    [
      { cycles: 11 },
      'goal.cycles must be at least 12, not 11\n  at node "middle" (rule goal-reachable)\n  this is its quickest fold',
    ],
    [
      { multipliers: 1 },
      'goal.multipliers must be at least 2, not 1\n  (rule goal-reachable)\n  every unit has its smallest fold',
    ],
    [
      { cycles: 48, multipliers: 2 },
      'goal.multipliers must be at least 3, not 2\n  (rule goal-reachable)\n  or allow more cycles',
    ],
  ];
  for (const [goal, message] of refused) {
    test(`refuses the goal ${JSON.stringify(goal)}`, () => {
      const g = twoLayers(goal);
      const slow = { ...g, nodes: g.nodes.map((n) => (n.name === 'middle' ? { ...n, fold: { lanes: 1 } } : n)) };
      const text =
        goal.cycles === 11
          ? message.replace('this is its quickest fold', 'or let the fold pass choose its fold')
          : message;
      expect(() => lower(slow, fakeUnits, targets.asic)).toThrow(expect.objectContaining({ message: text }));
    });
  }

  test('gives a unit without multipliers the lanes of its producer', () => {
    const g = graph('lanes');
    g.input('x', unsignedElem(4), [8], { lanes: 4 });
    g.output('out', g.node('copy', 'c', {}, { x: 'x' }));
    expect(foldsOf(g.build())).toEqual({ c: 4 });
  });

  test('keeps an input to the lanes that its tensor can fill', () => {
    const g = graph('short');
    g.input('x', unsignedElem(4), [2], { lanes: 8 });
    g.output('out', g.node('copy', 'c', {}, { x: 'x' }));
    expect(lower(g.build(), fakeUnits, targets.asic).edges[0]).toMatchObject({ from: 'x', lanes: 2 });
  });

  test('stops after the pass that the caller names', () => {
    for (const { name } of passes) {
      const lowered = lower(twoLayers({ cycles: 24 }), fakeUnits, targets.asic, { onlyTo: name });
      expect(lowered.cells.length, name).toBeGreaterThanOrEqual(3);
    }
  });
});
