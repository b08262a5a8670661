// spiking-digits: the block equals the reference of training/ on all held-out samples, and its RTL equals it.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import graph, { samples } from '../../examples/spiking-digits/design.ts';
import { loadNpz } from '../../src/import/index.ts';
import { verifyExample } from '../support/verify-example.ts';

const expected = await loadNpz(join(import.meta.dirname, '../../examples/spiking-digits/expected.npz'));

describe('spiking-digits', () => {
  // Icarus takes ten seconds for a sample.
  const { golden } = verifyExample(graph, samples(), 2);

  test('the logits of the last step equal those of the numpy reference in all 1,000 samples', () => {
    const logits = golden.flatMap(({ outputs }) => [...outputs.logits!.at(-1)!.data]);
    expect(logits).toEqual([...expected.logits!.data]);
    const digits = golden.map(({ outputs }) => outputs.digit!.at(-1)!.data[0]);
    expect(digits).toEqual([...expected.predictions!.data]);
  });
});
