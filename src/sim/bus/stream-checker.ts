// StreamChecker: the rules of dendra's streams.
import type { Port } from '../kernel/index.ts';
import { handshakeRule, passes } from './axil-checker.ts';
import { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
import type { HandshakeOptions } from './handshake-rule.ts';
import { KeepRule } from './keep-rule.ts';
import type { StreamBus } from './stream-bus.ts';

/** Options of a StreamChecker. */
export interface StreamCheckerOptions extends CheckerOptions, HandshakeOptions {
  /** True where an empty beat closes each tensor, since its length is known at run time only. */
  readonly variable?: boolean | undefined;
}

/** Fails the test when a stream breaks a rule. It drives nothing. */
export class StreamChecker extends Checker {
  constructor(bus: StreamBus, clock: Port, reset?: Port, options: StreamCheckerOptions = {}) {
    const { channel } = bus;
    const { keep, last } = channel.signals;
    const rules: Rule[] = [handshakeRule(channel, options), new EosRule(bus)];
    if (keep !== undefined && !bus.events) {
      rules.push(new KeepRule(channel.handshake, keep, last, options.variable === true));
    }
    super(bus.name, clock, reset, options, rules);
  }
}

/** A sample ends at the end of a tensor (`eos-with-last`), and events end with an empty beat (`empty-last`). */
class EosRule implements Rule {
  private readonly bus: StreamBus;

  constructor(bus: StreamBus) {
    this.bus = bus;
  }

  check(report: Report): void {
    const { channel, events } = this.bus;
    if (!passes(channel)) return;
    const { eos, last, keep } = channel.signals;
    if (eos?.value === 1 && last?.value === 0) report(eos, `must be 0 while ${last.path} is 0, not 1`, 'eos-with-last');
    if (events && last?.value === 1 && keep !== undefined && keep.value !== 0) {
      report(keep, 'must be 0 in the last beat of events, not 1', 'empty-last');
    }
  }

  reset(): void {}
}
