// AxiRam: a memory behind an AXI bus.
import type { Port, Trigger } from '../kernel/index.ts';
import type { AddressField, AnswerField, AxiBus, ReadField, WriteField } from './axi-bus.ts';
import { AxiBurst, AxiResp } from './axi-codes.ts';
import { type Beat, beatsOf } from './bursts.ts';
import { BusRam, type RamOptions, wordAddress, writeLanes } from './bus-ram.ts';
import type { Item } from './channel.ts';
import { packLanes } from './lanes.ts';

/** Options of an AxiRam. */
export interface AxiRamOptions extends RamOptions {
  /** Numbers in [0, 1) by which answers of different ids overtake and interleave; without it they keep their order. */
  readonly shuffle?: (() => number) | undefined;
}

/** A burst that is being read. */
interface Reading {
  readonly id: number;
  readonly beats: readonly Beat[];
  next: number;
}

/** Most bursts whose answers are shuffled. */
const window = 4;

/** Answers bursts; its contents survive a reset. */
export class AxiRam extends BusRam<AddressField, WriteField, AnswerField, ReadField> {
  private readonly shuffle: (() => number) | undefined;

  constructor(bus: AxiBus, clock: Port, reset?: Port, options: AxiRamOptions = {}) {
    super(bus, clock, reset, options);
    this.shuffle = options.shuffle;
    this.begin();
  }

  protected *takeWrites(): Generator<Trigger, void, unknown> {
    const answers: { readonly id: number; readonly resp: AxiResp }[] = [];
    for (;;) {
      const request = yield* this.aw.recv();
      let resp: AxiResp = AxiResp.OKAY;
      for (const { address } of this.beats(request)) {
        const { data, strb } = yield* this.w.recv();
        const answer = this.respond('write', address);
        if (answer === AxiResp.OKAY) writeLanes(this.memory, wordAddress(address, this.lanes), data, strb, this.lanes);
        else resp = answer;
      }
      answers.push({ id: Number(request.id ?? 0), resp });
      while (answers.length > 0 && (this.shuffle === undefined || this.aw.empty() || answers.length >= window)) {
        const [answer] = answers.splice(this.pick(answers), 1);
        yield* this.b.send(answer!);
      }
    }
  }

  protected *answerReads(): Generator<Trigger, void, unknown> {
    const open: Reading[] = [];
    // Requests that cannot overtake stay on the bus.
    const most = this.shuffle === undefined ? 1 : window;
    for (;;) {
      while (open.length === 0 || (open.length < most && !this.ar.empty())) {
        const request = yield* this.ar.recv();
        open.push({ id: Number(request.id ?? 0), beats: this.beats(request), next: 0 });
      }
      const at = this.pick(open);
      const burst = open[at]!;
      const { address } = burst.beats[burst.next++]!;
      const last = burst.next === burst.beats.length;
      if (last) open.splice(at, 1);
      const resp = this.respond('read', address);
      const bytes = this.memory.read(wordAddress(address, this.lanes), this.lanes);
      const data = resp === AxiResp.OKAY ? packLanes(bytes, 0, this.lanes, 8) : 0;
      yield* this.r.send({ id: burst.id, data, resp, last: last ? 1 : 0 });
    }
  }

  /** Which of several answers comes next: any that is the oldest of its id. */
  private pick(answers: readonly { readonly id: number }[]): number {
    if (this.shuffle === undefined) return 0;
    const oldest = answers.flatMap(({ id }, i) => (answers.findIndex((other) => other.id === id) === i ? [i] : []));
    return oldest[Math.floor(this.shuffle() * oldest.length)]!;
  }

  private beats(request: Item<AddressField>): Beat[] {
    return requestBeats(request, this.lanes);
  }
}

/** The beats that a request on an address channel asks for. */
export function requestBeats(request: Item<AddressField>, lanes: number): Beat[] {
  const address = BigInt(request.addr);
  const size = request.size === undefined ? lanes : 2 ** Number(request.size);
  const burst = (request.burst === undefined ? AxiBurst.INCR : Number(request.burst)) as AxiBurst;
  const beats = Number(request.len) + 1;
  const skipped = Number(address % BigInt(size));
  const length =
    burst === AxiBurst.FIXED ? beats * (size - skipped) : beats * size - (burst === AxiBurst.INCR ? skipped : 0);
  return beatsOf(address, length, { lanes, size, burst });
}
