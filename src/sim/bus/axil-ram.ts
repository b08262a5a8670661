// AxiLiteRam: a memory behind an AXI-Lite bus.
import type { Port, Trigger } from '../kernel/index.ts';
import { AxiResp } from './axi-codes.ts';
import type { AxiLiteBus } from './axil-bus.ts';
import { BusRam, type RamOptions, wordAddress, writeLanes } from './bus-ram.ts';
import { packLanes } from './lanes.ts';

/** Answers reads and writes; its contents survive a reset. */
export class AxiLiteRam extends BusRam<'addr' | 'prot', 'data' | 'strb', 'resp', 'data' | 'resp'> {
  constructor(bus: AxiLiteBus, clock: Port, reset?: Port, options: RamOptions = {}) {
    super(bus, clock, reset, options);
    this.begin();
  }

  protected *takeWrites(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { addr } = yield* this.aw.recv();
      const { data, strb } = yield* this.w.recv();
      const address = wordAddress(addr, this.lanes);
      const resp = this.respond('write', BigInt(addr));
      if (resp === AxiResp.OKAY) writeLanes(this.memory, address, data, strb, this.lanes);
      yield* this.b.send({ resp });
    }
  }

  protected *answerReads(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { addr } = yield* this.ar.recv();
      const resp = this.respond('read', BigInt(addr));
      const bytes = this.memory.read(wordAddress(addr, this.lanes), this.lanes);
      yield* this.r.send({ data: resp === AxiResp.OKAY ? packLanes(bytes, 0, this.lanes, 8) : 0, resp });
    }
  }
}
