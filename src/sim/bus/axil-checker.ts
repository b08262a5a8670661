// AxiLiteChecker: the rules of AXI-Lite.
import type { LogicHandle } from '../kernel/index.ts';
import { AxiResp } from './axi-codes.ts';
import type { AxiLiteBus } from './axil-bus.ts';
import type { Channel } from './channel.ts';
import { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
import { type HandshakeOptions, HandshakeRule } from './handshake-rule.ts';

/** Fails the test when an AXI-Lite bus breaks a rule. It drives nothing. */
export class AxiLiteChecker extends Checker {
  constructor(
    bus: AxiLiteBus,
    clock: LogicHandle,
    reset?: LogicHandle,
    options: CheckerOptions & HandshakeOptions = {},
  ) {
    const channels: readonly Channel<string>[] = [bus.aw, bus.w, bus.b, bus.ar, bus.r];
    super(bus.name, clock, reset, options, [
      ...channels.map((channel) => handshakeRule(channel, options)),
      new AnswerRule([bus.aw, bus.w], bus.b),
      new AnswerRule([bus.ar], bus.r),
    ]);
  }
}

/** The rule of one channel. */
export function handshakeRule<N extends string>(channel: Channel<N>, options: HandshakeOptions): HandshakeRule {
  const payload = Object.values(channel.signals) as (LogicHandle | undefined)[];
  return new HandshakeRule(channel.handshake.valid, channel.handshake.ready, payload, options);
}

/** True when an item passes in this cycle. */
export function passes({ handshake }: { readonly handshake: Channel<string>['handshake'] }): boolean {
  return handshake.valid.value === 1 && handshake.ready.value === 1;
}

/** Every answer follows its request (`answer-after-request`), and is no exclusive one (`no-exokay`). */
class AnswerRule implements Rule {
  private readonly requests: readonly Channel<string>[];
  private readonly open: number[];
  private readonly answer: Channel<'resp'>;

  constructor(requests: readonly Channel<string>[], answer: Channel<'resp'>) {
    this.requests = requests;
    this.answer = answer;
    this.open = requests.map(() => 0);
  }

  check(report: Report): void {
    const { requests, open, answer } = this;
    for (let i = 0; i < requests.length; i++) if (passes(requests[i]!)) open[i]!++;
    const { valid } = answer.handshake;
    if (valid.value !== 1) return;
    const missing = open.indexOf(0);
    if (missing >= 0) {
      const { path } = requests[missing]!.handshake.valid;
      report(valid, `must be 0 until a request has passed with ${path}, not 1`, 'answer-after-request');
    }
    const { resp } = answer.signals;
    if (resp?.value === AxiResp.EXOKAY) {
      report(resp, 'must be OKAY, SLVERR or DECERR in AXI-Lite, not EXOKAY', 'no-exokay');
    }
    if (passes(answer)) for (let i = 0; i < open.length; i++) open[i] = Math.max(0, open[i]! - 1);
  }

  reset(): void {
    this.open.fill(0);
  }
}
