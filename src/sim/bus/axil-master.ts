// AxiLiteMaster: reads and writes of any length and alignment over AXI-Lite.
import { type LogicHandle, type Port, Queue, type Trigger } from '../kernel/index.ts';
import { AxiBurst, AxiProt, AxiResp, worse } from './axi-codes.ts';
import type { AxiLiteBus } from './axil-bus.ts';
import { type Beat, beatsOf } from './bursts.ts';
import { ChannelSink, ChannelSource } from './channel.ts';
import { packLanes, unpackLanes } from './lanes.ts';
import { type Address, hex, Master, type ReadResult, type WriteResult } from './master.ts';
import { Operation } from './operation.ts';
import type { ResetOptions } from './reset.ts';

/** Options of a transfer over AXI-Lite. */
export interface AxiLiteTransfer {
  /** Protection bits of AxiProt; NONSECURE by default. */
  readonly prot?: number | undefined;
}

interface Command<T> {
  readonly operation: Operation<T>;
  readonly address: Address;
  readonly data: Uint8Array;
  readonly beats: readonly Beat[];
  readonly prot: number;
}

/** Drives AXI-Lite. Transfers start in the order of the calls; reads do not wait for writes. A reset drops those under way. */
export class AxiLiteMaster extends Master<AxiLiteTransfer, AxiLiteTransfer> {
  /** The models of the channels, to pause them or to look at their queues. */
  readonly aw: ChannelSource<'addr' | 'prot'>;
  readonly w: ChannelSource<'data' | 'strb'>;
  readonly b: ChannelSink<'resp'>;
  readonly ar: ChannelSource<'addr' | 'prot'>;
  readonly r: ChannelSink<'data' | 'resp'>;
  private readonly bus: AxiLiteBus;
  private readonly writes = new Queue<Command<WriteResult>>();
  private readonly written = new Queue<Command<WriteResult>>();
  private readonly reads = new Queue<Command<ReadResult>>();
  private readonly asked = new Queue<Command<ReadResult>>();

  constructor(bus: AxiLiteBus, clock: Port, reset?: Port, options: ResetOptions = {}) {
    super(bus.name, bus.aw.signals.addr!.width, clock, reset, options);
    this.bus = bus;
    this.aw = new ChannelSource(bus.aw, clock, reset, options);
    this.w = new ChannelSource(bus.w, clock, reset, options);
    this.b = new ChannelSink(bus.b, clock, reset, options);
    this.ar = new ChannelSource(bus.ar, clock, reset, options);
    this.r = new ChannelSink(bus.r, clock, reset, options);
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.queueOccupancyLimit = 2;
    this.begin();
  }

  override read(address: Address, length: number, options: AxiLiteTransfer = {}): Operation<ReadResult> {
    this.checkRange(address, length);
    const operation = new Operation<ReadResult>(`read of ${length} bytes at ${hex(address)} on ${this.label}`);
    this.reads.putNowait(this.command(operation, address, new Uint8Array(length), options, this.bus.ar.signals.prot));
    return operation;
  }

  override write(
    address: Address,
    data: Uint8Array | readonly number[],
    options: AxiLiteTransfer = {},
  ): Operation<WriteResult> {
    const bytes = Uint8Array.from(data);
    this.checkRange(address, bytes.length);
    const operation = new Operation<WriteResult>(`write of ${bytes.length} bytes at ${hex(address)} on ${this.label}`);
    const command = this.command(operation, address, bytes, options, this.bus.aw.signals.prot);
    if (this.bus.w.signals.strb === undefined && command.beats.some(({ count }) => count < this.bus.lanes)) {
      throw new RangeError(`${operation.describe()} must fill whole words, since the bus has no wstrb`);
    }
    this.writes.putNowait(command);
    return operation;
  }

  protected override work(): readonly Generator<Trigger, unknown, unknown>[] {
    return [this.sendWrites(), this.takeWritten(), this.sendReads(), this.takeRead()];
  }

  protected override onReset(): void {
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.clear();
    for (const queue of [this.writes, this.written, this.reads, this.asked]) while (!queue.empty()) queue.getNowait();
    super.onReset();
  }

  private command<T>(
    operation: Operation<T>,
    address: Address,
    data: Uint8Array,
    { prot = AxiProt.NONSECURE }: AxiLiteTransfer,
    signal: LogicHandle | undefined,
  ): Command<T> {
    if (signal === undefined && prot !== AxiProt.NONSECURE) {
      throw new RangeError(
        `prot on ${this.label} must be ${AxiProt.NONSECURE}, since the bus has no such signal, not ${prot}`,
      );
    }
    const { lanes } = this.bus;
    const beats = beatsOf(BigInt(address), data.length, { lanes, size: lanes, burst: AxiBurst.INCR });
    this.opened(operation as Operation<unknown>);
    return { operation, address, data, beats, prot };
  }

  private *sendWrites(): Generator<Trigger, void, unknown> {
    for (;;) {
      const command = yield* this.writes.get();
      const { data, beats, prot } = command;
      this.written.putNowait(command);
      for (const { address, lane, count, offset } of beats) {
        const { value, strb } = lanesOf(data, lane, count, offset);
        yield* this.aw.send({ addr: address, prot });
        yield* this.w.send({ data: value, strb });
      }
    }
  }

  private *takeWritten(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { operation, address, data, beats } = yield* this.written.get();
      let resp: AxiResp = AxiResp.OKAY;
      for (let i = 0; i < beats.length; i++) resp = worse(resp, (yield* this.b.recv()).resp);
      this.closed(operation, { address, length: data.length, resp });
    }
  }

  private *sendReads(): Generator<Trigger, void, unknown> {
    for (;;) {
      const command = yield* this.reads.get();
      this.asked.putNowait(command);
      for (const { address } of command.beats) yield* this.ar.send({ addr: address, prot: command.prot });
    }
  }

  private *takeRead(): Generator<Trigger, void, unknown> {
    const word = new Uint8Array(this.bus.lanes);
    for (;;) {
      const { operation, address, data, beats } = yield* this.asked.get();
      let resp: AxiResp = AxiResp.OKAY;
      for (const { lane, count, offset } of beats) {
        const item = yield* this.r.recv();
        resp = worse(resp, item.resp);
        unpackLanes(item.data, word.length, 8, word, 0);
        data.set(word.subarray(lane, lane + count), offset);
      }
      this.closed(operation, { address, data, resp });
    }
  }
}

/** The value and the strobes of bytes placed on their lanes. */
export function lanesOf(
  data: Uint8Array,
  lane: number,
  count: number,
  offset: number,
): { value: number | bigint; strb: number | bigint } {
  const value = packLanes(data, offset, count, 8);
  if (lane + count <= 4) {
    return { value: ((value as number) << (8 * lane)) >>> 0, strb: ((1 << count) - 1) << lane };
  }
  return { value: BigInt(value) << BigInt(8 * lane), strb: ((1n << BigInt(count)) - 1n) << BigInt(lane) };
}
