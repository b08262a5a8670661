// Stall patterns: one integer hash that the composer, the C++ driver and the Icarus bench compute alike.

/** Which side of a design waits at random. */
export const stallModes = ['none', 'in', 'out', 'both'] as const;
export type StallMode = (typeof stallModes)[number];

/** A stall pattern: the same seed gives the same pattern in every simulator and in the composer. */
export interface Stall {
  readonly mode: StallMode;
  readonly seed: number;
}

/** Golden ratio of 2^32: spreads ports and cycles over the words. */
const spread = 0x9e3779b1;
/** Of 256; each port gets one, so that sources and sinks of different speed meet. */
const rates = [64, 128, 192] as const;

/** A bijection of 32-bit words in which every input bit reaches every output bit. */
function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The pattern of one port: `base` starts its hash, and of 256 cycles it pauses about `rate`. */
export interface StallPattern {
  readonly base: number;
  readonly rate: number;
}

/**
 * The pattern of a port under a mode, or undefined where the port never pauses: inputs do in modes `in` and `both`, outputs in `out`
 * and `both`. Ports are numbered inputs first, then outputs.
 */
export function stallPattern({ mode, seed }: Stall, side: 'in' | 'out', port: number): StallPattern | undefined {
  if (mode !== side && mode !== 'both') return undefined;
  const base = mix((seed ^ Math.imul(port + 1, spread)) >>> 0);
  return { base, rate: rates[base % 3]! };
}

/** True when a port of that pattern pauses in a cycle. */
export function pauses(pattern: StallPattern | undefined, cycle: number): boolean {
  return pattern !== undefined && (mix(pattern.base + Math.imul(cycle, spread)) & 255) < pattern.rate;
}
