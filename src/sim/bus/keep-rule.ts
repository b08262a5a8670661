// The rule of packed frames: lanes are filled from the lowest on, and only the last beat may leave some empty.
import type { LogicHandle } from '../kernel/index.ts';
import type { Handshake } from './agent.ts';
import type { Report, Rule } from './checker.ts';
import { shownValue } from './protocol-error.ts';

/** Keep is all ones but in the last beat, where it may clear upper bits (`packed-keep`). */
export class KeepRule implements Rule {
  private readonly handshake: Handshake;
  private readonly keep: LogicHandle;
  private readonly last: LogicHandle | undefined;
  private readonly all: bigint;

  constructor(handshake: Handshake, keep: LogicHandle, last: LogicHandle | undefined) {
    this.handshake = handshake;
    this.keep = keep;
    this.last = last;
    this.all = (1n << BigInt(keep.width)) - 1n;
  }

  check(report: Report): void {
    const { valid, ready } = this.handshake;
    if (valid?.value === 0 || ready?.value === 0) return;
    const keep = BigInt(this.keep.value);
    if (keep === this.all) return;
    const shown = shownValue(keep);
    if (this.last?.value === 0) {
      report(this.keep, `must be ${shownValue(this.all)} before the last beat, not ${shown}`, 'packed-keep');
    } else if ((keep & (keep + 1n)) !== 0n) {
      report(this.keep, `must be filled from bit 0 on in the last beat, not ${shown}`, 'packed-keep');
    }
  }

  reset(): void {}
}
