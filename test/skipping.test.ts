// Hardware saves the cycles of zeros: intervals of event-driven layers stay at the bound that their activity gives.
import { describe, expect, test } from 'vitest';
import { constant, skipDesigns, skipTable } from '../bench/skipping.ts';

describe('skipping', () => {
  test.for(skipDesigns)('$name takes cycles for active inputs only', async (design) => {
    const lines = await skipTable(design);
    for (const { activity, interval, bound } of lines) {
      expect(interval, `${activity} % active`).toBeLessThanOrEqual(bound + constant);
      // Nothing may be faster than its work: such a number would be measured wrongly.
      expect(interval, `${activity} % active`).toBeGreaterThanOrEqual(bound);
    }
  });
});
