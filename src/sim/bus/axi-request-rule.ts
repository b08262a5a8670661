// The rules of AXI addresses.
import type { LogicHandle } from '../kernel/index.ts';
import type { AddressField } from './axi-bus.ts';
import { AxiBurst } from './axi-codes.ts';
import { passes } from './axil-checker.ts';
import type { Channel } from './channel.ts';
import type { Report, Rule } from './checker.ts';
import { hex } from './master.ts';

/**
 * The type of a burst exists (`burst-type`), its beats fit the bus (`burst-size`), it stays in 4 KB (`burst-4k`), a fixed burst has
 * at most 16 beats (`fixed-length`), and a wrapping one 2, 4, 8 or 16 (`wrap-length`) from an aligned address (`wrap-aligned`).
 */
export class RequestRule implements Rule {
  private readonly channel: Channel<AddressField>;
  private readonly largest: number;

  constructor(channel: Channel<AddressField>, lanes: number) {
    this.channel = channel;
    this.largest = Math.log2(lanes);
  }

  check(report: Report): void {
    if (!passes(this.channel)) return;
    const signals = this.channel.signals as { readonly [K in AddressField]: LogicHandle };
    const { addr, len, size, burst } = signals;
    const type = Number(this.channel.signals.burst?.value ?? AxiBurst.INCR);
    const exponent = Number(this.channel.signals.size?.value ?? this.largest);
    const beats = Number(len.value) + 1;
    const bytes = 2 ** exponent;
    const address = BigInt(addr.value);
    if (exponent > this.largest) {
      report(size, `must be at most ${this.largest}, the width of the data, not ${exponent}`, 'burst-size');
    }
    if (type === 3) report(burst, 'must be FIXED, INCR or WRAP, not 3', 'burst-type');
    if (type === AxiBurst.FIXED && beats > 16)
      report(len, `must be at most 15 in a fixed burst, not ${beats - 1}`, 'fixed-length');
    if (type === AxiBurst.WRAP) {
      if (![2, 4, 8, 16].includes(beats)) report(len, `must be 1, 3, 7 or 15 to wrap, not ${beats - 1}`, 'wrap-length');
      if (address % BigInt(bytes) !== 0n)
        report(addr, `must be a multiple of ${bytes} to wrap, not ${hex(address)}`, 'wrap-aligned');
    }
    if (type === AxiBurst.INCR) {
      const end = address - (address % BigInt(bytes)) + BigInt(beats * bytes) - 1n;
      if (end >> 12n !== address >> 12n) {
        report(addr, `must start a burst within 4 KB, not one from ${hex(address)} to ${hex(end)}`, 'burst-4k');
      }
    }
  }

  reset(): void {}
}
