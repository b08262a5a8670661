// The rules of every ready/valid channel.
import type { LogicHandle } from '../kernel/index.ts';
import type { Report, Rule } from './checker.ts';
import { shownValue } from './protocol-error.ts';

/** Options of the rules of a channel. */
export interface HandshakeOptions {
  /** Largest number of cycles that valid may wait for ready; no limit by default. */
  readonly maxWait?: number | undefined;
}

/**
 * Valid and payload stay as they are until ready (`valid-until-ready`, `stable-until-ready`), valid is 0 in reset
 * (`quiet-in-reset`), and ready comes in time (`ready-in-time`).
 */
export class HandshakeRule implements Rule {
  private readonly valid: LogicHandle;
  private readonly ready: LogicHandle;
  private readonly payload: readonly LogicHandle[];
  private readonly held: (number | bigint)[] = [];
  private readonly maxWait: number;
  private waited = 0;

  constructor(
    valid: LogicHandle,
    ready: LogicHandle,
    payload: readonly (LogicHandle | undefined)[],
    { maxWait }: HandshakeOptions = {},
  ) {
    this.valid = valid;
    this.ready = ready;
    this.payload = payload.filter((signal) => signal !== undefined);
    this.maxWait = maxWait ?? Number.POSITIVE_INFINITY;
  }

  check(report: Report): void {
    const { valid, ready } = this;
    const offered = valid.value === 1;
    if (this.waited > 0) {
      if (!offered) report(valid, `must stay 1 until ${ready.path} is 1, not fall`, 'valid-until-ready');
      else this.compare(report);
    }
    if (!offered || ready.value === 1) this.waited = 0;
    else this.hold(report);
  }

  checkReset(report: Report): void {
    if (this.valid.value === 1) report(this.valid, 'must be 0 in reset, not 1', 'quiet-in-reset');
  }

  reset(): void {
    this.waited = 0;
  }

  private compare(report: Report): void {
    const { payload, held } = this;
    for (let i = 0; i < payload.length; i++) {
      const signal = payload[i]!;
      const { value } = signal;
      if (value === held[i]) continue;
      const was = shownValue(held[i]!);
      report(
        signal,
        `must stay ${was} until ${this.ready.path} is 1, not become ${shownValue(value)}`,
        'stable-until-ready',
      );
    }
  }

  private hold(report: Report): void {
    const { payload, held } = this;
    for (let i = 0; i < payload.length; i++) held[i] = payload[i]!.value;
    if (++this.waited === this.maxWait + 1) {
      report(
        this.ready,
        `must be 1 at most ${this.maxWait} cycles after ${this.valid.path}, not later`,
        'ready-in-time',
      );
    }
  }
}
