// Patterns of cycles at 1 and at 0, and random packets; `random` gives numbers in [0, 1).
import type { Duty } from '../drive-bit.ts';

/** Length of the ones and of the zeros along two sines. */
export function* wave(): Generator<Duty> {
  const sine = (amplitude: number, i: number, period: number): number =>
    Math.floor(Math.abs(amplitude * Math.sin((2 * Math.PI * (i % period)) / period)));
  for (let i = 0; ; i++) yield [sine(30, i, 200), sine(10, i, 100)];
}

/** Single zeros, about 10 cycles apart. */
export function* intermittentSingleCycles(random: () => number): Generator<Duty> {
  for (;;) yield [about10(random), 1];
}

/** As many ones as zeros, about 10 of each. */
export function* random50Percent(random: () => number): Generator<Duty> {
  for (;;) {
    const length = about10(random);
    yield [length, length];
  }
}

/** Packets of 1 to 150 random bytes. */
export function* randomPackets(random: () => number, count = 10): Generator<Uint8Array> {
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let i = 0; i < count; i++) yield Uint8Array.from({ length: 1 + below(150) }, () => below(256));
}

/** Normally distributed with mean 10 and deviation 2.5, by Box and Muller. */
function about10(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.floor(Math.abs(10 + 2.5 * normal));
}
