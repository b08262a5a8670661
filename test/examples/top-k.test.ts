// top-k: real attention scores; the unit keeps what a sort would keep, in order.
import { describe, expect, test } from 'vitest';
import graph, { samples } from '../../examples/top-k/design.ts';
import { verifyExample } from '../support/verify-example.ts';

describe('top-k over attention scores', () => {
  const scores = samples();
  const { golden } = verifyExample(graph, scores);

  test('values and indices equal those of a stable sort', () => {
    golden.forEach(({ outputs }, i) => {
      const row = [...scores[i]!.scores![0]!.data].map(Number);
      const order = row.map((_, index) => index).sort((a, b) => row[b]! - row[a]! || a - b);
      const kept = order.slice(0, 32).sort((a, b) => a - b);
      expect([...outputs.indices![0]!.data]).toEqual(kept);
      expect([...outputs.values![0]!.data]).toEqual(kept.map((index) => row[index]));
    });
  });
});
