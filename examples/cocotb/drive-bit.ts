// Drives a signal of one bit by a pattern of cycles at 1 and cycles at 0.
import { type LogicHandle, RisingEdge } from '../../src/sim/runner/index.ts';

/** Cycles at 1, then cycles at 0. */
export type Duty = readonly [on: number, off: number];

/** Runs until the pattern ends. */
export async function driveBit(signal: LogicHandle, clock: LogicHandle, pattern: Iterable<Duty>): Promise<void> {
  for (const [on, off] of pattern) {
    signal.value = 1;
    for (let i = 0; i < on; i++) await RisingEdge(clock);
    signal.value = 0;
    for (let i = 0; i < off; i++) await RisingEdge(clock);
  }
}
