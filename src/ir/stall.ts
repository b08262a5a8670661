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

/** True when the source or sink of a port pauses in a cycle; ports are numbered inputs first, then outputs. */
export function stalled(seed: number, port: number, cycle: number): boolean {
  const base = mix((seed ^ Math.imul(port + 1, spread)) >>> 0);
  return (mix(base + Math.imul(cycle, spread)) & 255) < rates[base % 3]!;
}

/** `stalled` under a mode: inputs pause in modes `in` and `both`, outputs in `out` and `both`. */
export function pauses(stall: Stall, side: 'in' | 'out', port: number, cycle: number): boolean {
  return (stall.mode === side || stall.mode === 'both') && stalled(stall.seed, port, cycle);
}
