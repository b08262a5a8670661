// AxiChecker: the rules of AXI.
import type { LogicHandle, Port } from '../kernel/index.ts';
import type { AddressField, AxiBus } from './axi-bus.ts';
import { AxiResp } from './axi-codes.ts';
import { requestBeats } from './axi-ram.ts';
import { RequestRule } from './axi-request-rule.ts';
import { handshakeRule, passes } from './axil-checker.ts';
import type { Beat } from './bursts.ts';
import type { Channel, Item } from './channel.ts';
import { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
import type { HandshakeOptions } from './handshake-rule.ts';
import { shownValue } from './protocol-error.ts';

/** Fails the test when an AXI bus breaks a rule. It drives nothing. */
export class AxiChecker extends Checker {
  constructor(bus: AxiBus, clock: Port, reset?: Port, options: CheckerOptions & HandshakeOptions = {}) {
    super(bus.name, clock, reset, options, [
      handshakeRule(bus.aw, options),
      handshakeRule(bus.w, options),
      handshakeRule(bus.b, options),
      handshakeRule(bus.ar, options),
      handshakeRule(bus.r, options),
      new RequestRule(bus.aw, bus.lanes),
      new RequestRule(bus.ar, bus.lanes),
      new WriteRule(bus),
      new ReadRule(bus),
    ]);
  }
}

/** A burst under way. */
interface Burst {
  readonly id: number;
  readonly lock: boolean;
  readonly beats: readonly Beat[];
  next: number;
}

/** Data ends where the address says (`last-beat`) and keeps its lanes (`strobe-in-beat`); an answer follows its burst. */
class WriteRule implements Rule {
  private readonly bus: AxiBus;
  private requests: Burst[] = [];
  private data: { readonly last: boolean; readonly strb: bigint }[] = [];
  private complete: Burst[] = [];

  constructor(bus: AxiBus) {
    this.bus = bus;
  }

  check(report: Report): void {
    const { aw, w, b } = this.bus;
    if (passes(aw)) this.requests.push(burstOf(aw, this.bus.lanes));
    if (passes(w)) this.data.push({ last: w.signals.last!.value === 1, strb: BigInt(w.signals.strb?.value ?? 0) });
    this.match(report);
    if (b.handshake.valid.value !== 1) return;
    const burst = answered(this.complete, b, report);
    checkExclusive(burst, b.signals.resp, report);
    if (passes(b) && burst !== undefined) this.complete.splice(this.complete.indexOf(burst), 1);
  }

  reset(): void {
    this.requests = [];
    this.data = [];
    this.complete = [];
  }

  /** Data may come before its address: both are compared once they are there. */
  private match(report: Report): void {
    const { last: lastSignal, strb: strbSignal } = this.bus.w.signals;
    while (this.requests.length > 0 && this.data.length > 0) {
      const burst = this.requests[0]!;
      const { last, strb } = this.data.shift()!;
      const beat = burst.beats[burst.next++]!;
      const final = burst.next === burst.beats.length;
      checkLast(lastSignal!, last, final, burst, report);
      const lanes = ((1n << BigInt(beat.count)) - 1n) << BigInt(beat.lane);
      if ((strb & ~lanes) !== 0n) {
        report(
          strbSignal!,
          `must stay in ${shownValue(lanes)} in this beat, not be ${shownValue(strb)}`,
          'strobe-in-beat',
        );
      }
      if (final) this.complete.push(this.requests.shift()!);
    }
  }
}

/** Data that is read belongs to a burst that was asked for (`answer-after-request`) and ends with it (`last-beat`). */
class ReadRule implements Rule {
  private readonly bus: AxiBus;
  private open: Burst[] = [];

  constructor(bus: AxiBus) {
    this.bus = bus;
  }

  check(report: Report): void {
    const { ar, r } = this.bus;
    if (passes(ar)) this.open.push(burstOf(ar, this.bus.lanes));
    if (r.handshake.valid.value !== 1) return;
    const burst = answered(this.open, r, report);
    if (burst === undefined) return;
    checkExclusive(burst, r.signals.resp, report);
    const final = burst.next === burst.beats.length - 1;
    if (!passes(r)) return;
    burst.next++;
    checkLast(r.signals.last!, r.signals.last!.value === 1, final, burst, report);
    if (final) this.open.splice(this.open.indexOf(burst), 1);
  }

  reset(): void {
    this.open = [];
  }
}

function burstOf(channel: Channel<AddressField>, lanes: number): Burst {
  const values = {} as Item<AddressField>;
  for (const [name, signal] of Object.entries(channel.signals)) {
    if (signal !== undefined) values[name as AddressField] = signal.value;
  }
  return {
    id: Number(values.id ?? 0),
    lock: Number(values.lock ?? 0) === 1,
    beats: requestBeats(values, lanes),
    next: 0,
  };
}

function answered(open: readonly Burst[], channel: Channel<'id' | 'resp'>, report: Report): Burst | undefined {
  const id = Number(channel.signals.id?.value ?? 0);
  const burst = open.find((one) => one.id === id);
  if (burst === undefined) {
    report(channel.handshake.valid, `must be 0 while no burst of id ${id} waits for it, not 1`, 'answer-after-request');
  }
  return burst;
}

function checkLast(signal: LogicHandle, last: boolean, final: boolean, burst: Burst, report: Report): void {
  if (last === final) return;
  const where = `in beat ${burst.next} of ${burst.beats.length}`;
  report(signal, `must be ${final ? 1 : 0} ${where}, not ${last ? 1 : 0}`, 'last-beat');
}

function checkExclusive(burst: Burst | undefined, resp: LogicHandle | undefined, report: Report): void {
  if (burst === undefined || burst.lock || resp?.value !== AxiResp.EXOKAY) return;
  report(resp, 'must be OKAY, SLVERR or DECERR without lock, not EXOKAY', 'exokay-with-lock');
}
