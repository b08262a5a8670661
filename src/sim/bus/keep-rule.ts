// The rule of packed streams: lanes are filled from the lowest on, and beats are full up to the end.
import type { LogicHandle } from '../kernel/index.ts';
import type { Handshake } from './agent.ts';
import type { Report, Rule } from './checker.ts';
import { shownValue } from './protocol-error.ts';

/**
 * Keep is all ones but in the last beat, where it may clear upper bits. Where lengths are known at run time only, an empty last beat
 * may follow one that is not full (`packed-keep`).
 */
export class KeepRule implements Rule {
  private readonly handshake: Handshake;
  private readonly keep: LogicHandle;
  private readonly last: LogicHandle | undefined;
  private readonly variable: boolean;
  private readonly all: bigint;
  private short = false;

  constructor(handshake: Handshake, keep: LogicHandle, last: LogicHandle | undefined, variable = false) {
    this.handshake = handshake;
    this.keep = keep;
    this.last = last;
    this.variable = variable;
    this.all = (1n << BigInt(keep.width)) - 1n;
  }

  check(report: Report): void {
    const { valid, ready } = this.handshake;
    if (valid?.value === 0 || ready?.value === 0) return;
    const keep = BigInt(this.keep.value);
    const shown = shownValue(keep);
    const ends = this.last?.value !== 0;
    if (this.short && !(ends && keep === 0n)) {
      report(this.keep, `must be 0 in the last beat after one that is not full, not ${shown}`, 'packed-keep');
    }
    this.short = !ends && keep !== this.all;
    if ((keep & (keep + 1n)) !== 0n) {
      report(this.keep, `must be filled from bit 0 on, not ${shown}`, 'packed-keep');
    } else if (this.short && !this.variable) {
      report(this.keep, `must be ${shownValue(this.all)} before the last beat, not ${shown}`, 'packed-keep');
    }
  }

  reset(): void {
    this.short = false;
  }
}
