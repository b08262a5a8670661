// Parts: totals that hang together, and what does not fit.
import { describe, expect, test } from 'vitest';
import { excessOf, partOf, parts } from '../../src/synth/index.ts';

describe('parts', () => {
  test.for(parts.map((part) => [part.name, part] as const))('%s has two registers a LUT and a source', ([, part]) => {
    expect(part.ff).toBe(2 * part.lut);
    expect(part.dsp * part.bram).toBeGreaterThan(0);
    expect(part.source).toMatch(/^AMD DS\d+/);
  });

  test('a design that has one too many of a resource does not fit', () => {
    const { name, source, ...held } = partOf('xck26');
    expect([name, source]).toEqual(['xck26', 'AMD DS987, Kria K26 SOM data sheet']);
    expect(excessOf(held, held)).toEqual([]);
    expect(excessOf({ ...held, uram: 65, dsp: 1300 }, held)).toEqual([
      { resource: 'dsp', used: 1300, available: 1248 },
      { resource: 'uram', used: 65, available: 64 },
    ]);
  });
});
