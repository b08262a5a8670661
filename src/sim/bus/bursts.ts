// How a transfer is cut into bursts and beats.
import { AxiBurst } from './axi-codes.ts';

/** One beat: its address, its first byte lane, and which bytes of the data it carries. */
export interface Beat {
  readonly address: bigint;
  readonly lane: number;
  readonly count: number;
  /** Place of the first byte in the data. */
  readonly offset: number;
}

/** Shape of transfers on a bus. */
export interface Shape {
  /** Bytes of the bus. */
  readonly lanes: number;
  /** Bytes of a full beat, at most `lanes`. */
  readonly size: number;
  readonly burst: AxiBurst;
}

/**
 * The beats of a transfer. The first one starts at the very address, the next at multiples of `size`; a fixed burst repeats the
 * first one, a wrapping burst goes on at its lower boundary.
 */
export function beatsOf(address: bigint, length: number, { lanes, size, burst }: Shape): Beat[] {
  const beats: Beat[] = [];
  const step = BigInt(size);
  const aligned = address - (address % step);
  const lower = address - (address % BigInt(length));
  let at = address;
  for (let offset = 0; offset < length; ) {
    const count = Math.min(size - Number(at % step), length - offset);
    beats.push({ address: at, lane: Number(at % BigInt(lanes)), count, offset });
    offset += count;
    if (burst === AxiBurst.FIXED) continue;
    at = aligned + BigInt(beats.length) * step;
    if (burst === AxiBurst.WRAP && at >= lower + BigInt(length)) at -= BigInt(length);
  }
  return beats;
}

/** Cuts beats into bursts of at most `most` beats that do not cross 4 KB. */
export function burstsOf(beats: readonly Beat[], most: number, burst: AxiBurst): Beat[][] {
  const limit = burst === AxiBurst.FIXED ? Math.min(most, 16) : most;
  const bursts: Beat[][] = [];
  for (const beat of beats) {
    const open = bursts[bursts.length - 1];
    const crosses = burst === AxiBurst.INCR && beat.address % 4096n === 0n;
    if (open === undefined || open.length === limit || crosses) bursts.push([beat]);
    else open.push(beat);
  }
  return bursts;
}
