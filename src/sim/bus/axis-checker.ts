// AxiStreamChecker: the rules of AXI-stream.
import type { LogicHandle, Port } from '../kernel/index.ts';
import type { AxiStreamBus } from './axis-bus.ts';
import { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
import { type HandshakeOptions, HandshakeRule } from './handshake-rule.ts';
import { KeepRule } from './keep-rule.ts';

/** Options of an AxiStreamChecker. */
export interface AxiStreamCheckerOptions extends CheckerOptions, HandshakeOptions {
  /** True where only the last beat of a frame may clear keep bits, the upper ones (`packed-keep`). */
  readonly packed?: boolean | undefined;
  /** Largest number of beats of a frame (`frame-length`). */
  readonly maxBeats?: number | undefined;
}

/** Fails the test when an AXI-stream breaks a rule. It drives nothing. */
export class AxiStreamChecker extends Checker {
  constructor(bus: AxiStreamBus, clock: Port, reset?: Port, options: AxiStreamCheckerOptions = {}) {
    const { tvalid, tready, tdata, tlast, tkeep, tid, tdest, tuser } = bus.signals;
    const rules: Rule[] = [];
    if (tvalid !== undefined && tready !== undefined) {
      rules.push(new HandshakeRule(tvalid, tready, [tdata, tkeep, tlast, tid, tdest, tuser], options));
    }
    if (options.packed === true && tkeep !== undefined) {
      rules.push(new KeepRule({ valid: tvalid, ready: tready }, tkeep, tlast));
    }
    if (options.maxBeats !== undefined && tlast !== undefined) {
      rules.push(new LengthRule(bus, tlast, options.maxBeats));
    }
    super(bus.name, clock, reset, options, rules);
  }
}

/** No frame is longer than a number of beats. */
class LengthRule implements Rule {
  private readonly bus: AxiStreamBus;
  private readonly tlast: LogicHandle;
  private readonly most: number;
  private beats = 0;

  constructor(bus: AxiStreamBus, tlast: LogicHandle, most: number) {
    this.bus = bus;
    this.tlast = tlast;
    this.most = most;
  }

  check(report: Report): void {
    const { tvalid, tready } = this.bus.signals;
    if (tvalid?.value === 0 || tready?.value === 0) return;
    this.beats = this.tlast.value === 1 ? 0 : this.beats + 1;
    if (this.beats === this.most) {
      report(this.tlast, `must be 1 in beat ${this.most} at the latest, not 0`, 'frame-length');
    }
  }

  reset(): void {
    this.beats = 0;
  }
}
