// Seeds: one of the run, and one of each test that follows from it and from the test's name.
import { createHash, randomInt } from 'node:crypto';
import { hostEnvironment } from './host.ts';

let run: number | undefined;

/** Seed of the run: from the environment, else from the system, the same for all tests of a process. */
export function runSeed(): number {
  run ??= hostEnvironment().seed ?? randomInt(2 ** 31);
  return run;
}

/** Seed of a test, 31 bits, never 0. */
export function testSeed(run: number, name: string): number {
  const hash = createHash('sha1').update(name).digest().readUInt32BE(0);
  return (run + hash) & 0x7fffffff || 1;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
