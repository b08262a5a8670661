// The stall pattern: reproducible, of three rates, and different for every port.
import { expect, test } from 'vitest';
import { pauses, stalled } from '../../src/ir/index.ts';

const pattern = (seed: number, port: number) =>
  Array.from({ length: 32 }, (_, cycle) => (stalled(seed, port, cycle) ? '#' : '.')).join('');

test('the pattern of seed 7 is fixed, since recorded failures refer to it', () => {
  expect([pattern(7, 0), pattern(7, 1)]).toMatchInlineSnapshot(`
    [
      "#######.#..#####..####.#...###.#",
      "#.########..########...########.",
    ]
  `);
});

test('a port pauses in a quarter, half or three quarters of the cycles', () => {
  const seen = new Set<number>();
  for (let port = 0; port < 30; port++) {
    let count = 0;
    for (let cycle = 0; cycle < 8000; cycle++) count += stalled(1, port, cycle) ? 1 : 0;
    const quarters = Math.round(count / 2000);
    expect(Math.abs(count - 2000 * quarters)).toBeLessThan(250);
    seen.add(quarters);
  }
  expect([...seen].sort()).toEqual([1, 2, 3]);
});

test('the mode decides which side pauses', () => {
  const any = (mode: 'none' | 'in' | 'out' | 'both', side: 'in' | 'out') =>
    Array.from({ length: 100 }, (_, cycle) => pauses({ mode, seed: 3 }, side, 0, cycle)).some(Boolean);
  const table = (['none', 'in', 'out', 'both'] as const).map((mode) => [any(mode, 'in'), any(mode, 'out')]);
  expect(table).toEqual([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]);
});
