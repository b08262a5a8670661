// AxiMaster: reads and writes in bursts over AXI.
import { type LogicHandle, type Port, Queue, type Trigger } from '../kernel/index.ts';
import type { AddressField, AnswerField, AxiBus, ReadField, WriteField } from './axi-bus.ts';
import { worse } from './axi-codes.ts';
import { type AxiTransfer, type Command, makeCommand } from './axi-command.ts';
import { lanesOf } from './axil-master.ts';
import { ChannelSink, ChannelSource } from './channel.ts';
import { unpackLanes } from './lanes.ts';
import { type Address, hex, Master, type ReadResult, type WriteResult } from './master.ts';
import { BusResponseError, Operation } from './operation.ts';
import type { ResetOptions } from './reset.ts';

/** Options of an AxiMaster. */
export interface AxiMasterOptions extends ResetOptions {
  /** Largest number of beats of a burst, 1 to 256; 256 by default. */
  readonly maxBurstLength?: number | undefined;
}

/**
 * Drives AXI. Addresses go out in the order of the calls; answers may come in any order of ids. Bursts end at 4 KB. A reset drops
 * the transfers under way.
 */
export class AxiMaster extends Master<AxiTransfer, AxiTransfer> {
  /** The models of the channels, to pause them or to look at their queues. */
  readonly aw: ChannelSource<AddressField>;
  readonly w: ChannelSource<WriteField>;
  readonly b: ChannelSink<AnswerField>;
  readonly ar: ChannelSource<AddressField>;
  readonly r: ChannelSink<ReadField>;
  private readonly bus: AxiBus;
  private readonly most: number;
  private readonly writes = new Queue<Command<WriteResult>>();
  private readonly reads = new Queue<Command<ReadResult>>();
  /** Transfers under way of each id, oldest first. */
  private readonly written = new Map<number, Command<WriteResult>[]>();
  private readonly asked = new Map<number, Command<ReadResult>[]>();
  private nextWrite = 0;
  private nextRead = 0;

  constructor(bus: AxiBus, clock: Port, reset?: Port, options: AxiMasterOptions = {}) {
    super(bus.name, bus.aw.signals.addr!.width, clock, reset, options);
    const { maxBurstLength = 256 } = options;
    if (!(Number.isInteger(maxBurstLength) && maxBurstLength >= 1 && maxBurstLength <= 256)) {
      throw new RangeError(`maxBurstLength of ${bus.name} must be an integer from 1 to 256, not ${maxBurstLength}`);
    }
    this.bus = bus;
    this.most = maxBurstLength;
    this.aw = new ChannelSource(bus.aw, clock, reset, options);
    this.w = new ChannelSource(bus.w, clock, reset, options);
    this.b = new ChannelSink(bus.b, clock, reset, options);
    this.ar = new ChannelSource(bus.ar, clock, reset, options);
    this.r = new ChannelSink(bus.r, clock, reset, options);
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.queueOccupancyLimit = 2;
    this.begin();
  }

  override read(address: Address, length: number, options: AxiTransfer = {}): Operation<ReadResult> {
    this.checkRange(address, length, options.burst === 0 ? 1 : length);
    const { bus } = this;
    const operation = new Operation<ReadResult>(`read of ${length} bytes at ${hex(address)} on ${this.label}`);
    const id = this.idOf(bus.ar.signals.id, options.id, this.nextRead);
    const data = new Uint8Array(length);
    const command = makeCommand(bus, bus.ar, operation, address, data, options, id, this.most);
    if (options.id === undefined) this.nextRead = id + 1;
    this.opened(operation as Operation<unknown>);
    this.reads.putNowait(command);
    return operation;
  }

  override write(
    address: Address,
    data: Uint8Array | readonly number[],
    options: AxiTransfer = {},
  ): Operation<WriteResult> {
    const bytes = Uint8Array.from(data);
    this.checkRange(address, bytes.length, options.burst === 0 ? 1 : bytes.length);
    const { bus } = this;
    const operation = new Operation<WriteResult>(`write of ${bytes.length} bytes at ${hex(address)} on ${this.label}`);
    const id = this.idOf(bus.aw.signals.id, options.id, this.nextWrite);
    const command = makeCommand(bus, bus.aw, operation, address, bytes, options, id, this.most);
    if (bus.w.signals.strb === undefined && command.bursts.flat().some(({ count }) => count < bus.lanes)) {
      throw new RangeError(`${operation.describe()} must fill whole words, since the bus has no wstrb`);
    }
    if (options.id === undefined) this.nextWrite = id + 1;
    this.opened(operation as Operation<unknown>);
    this.writes.putNowait(command);
    return operation;
  }

  protected override work(): readonly Generator<Trigger, unknown, unknown>[] {
    return [this.sendWrites(), this.takeAnswers(), this.sendReads(), this.takeReads()];
  }

  protected override onReset(): void {
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.clear();
    for (const queue of [this.writes, this.reads]) while (!queue.empty()) queue.getNowait();
    this.written.clear();
    this.asked.clear();
    super.onReset();
  }

  private idOf(signal: LogicHandle | undefined, asked: number | undefined, next: number): number {
    const count = 2 ** (signal?.width ?? 0);
    const id = asked ?? next % count;
    if (Number.isInteger(id) && id >= 0 && id < count) return id;
    throw new RangeError(`id on ${this.label} must be an integer from 0 to ${count - 1}, not ${id}`);
  }

  private *sendWrites(): Generator<Trigger, void, unknown> {
    for (;;) {
      const command = yield* this.writes.get();
      enqueue(this.written, command);
      for (const [i, burst] of command.bursts.entries()) {
        yield* this.aw.send(command.items[i]!);
        for (const [n, { lane, count, offset }] of burst.entries()) {
          const { value, strb } = lanesOf(command.data, lane, count, offset);
          yield* this.w.send({ data: value, strb, last: n === burst.length - 1 ? 1 : 0 });
        }
      }
    }
  }

  private *takeAnswers(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { id, resp } = yield* this.b.recv();
      const command = this.oldest(this.written, id, 'b');
      command.resp = worse(command.resp, resp);
      if (++command.burst < command.bursts.length) continue;
      const { operation, address, data } = command;
      this.written.get(command.id)!.shift();
      this.closed(operation, { address, length: data.length, resp: command.resp });
    }
  }

  private *sendReads(): Generator<Trigger, void, unknown> {
    for (;;) {
      const command = yield* this.reads.get();
      enqueue(this.asked, command);
      for (const item of command.items) yield* this.ar.send(item);
    }
  }

  private *takeReads(): Generator<Trigger, void, unknown> {
    const word = new Uint8Array(this.bus.lanes);
    for (;;) {
      const item = yield* this.r.recv();
      const command = this.oldest(this.asked, item.id, 'r');
      const burst = command.bursts[command.burst]!;
      const { lane, count, offset } = burst[command.beat]!;
      unpackLanes(item.data, word.length, 8, word, 0);
      command.data.set(word.subarray(lane, lane + count), offset);
      command.resp = worse(command.resp, item.resp);
      if (++command.beat < burst.length) continue;
      command.beat = 0;
      if (++command.burst < command.bursts.length) continue;
      const { operation, address, data, resp } = command;
      this.asked.get(command.id)!.shift();
      this.closed(operation, { address, data, resp });
    }
  }

  private oldest<T>(of: Map<number, Command<T>[]>, id: number | bigint | undefined, channel: string): Command<T> {
    const command = of.get(Number(id ?? 0))?.[0];
    if (command !== undefined) return command;
    throw new BusResponseError(`${this.label}.${channel} must answer a transfer under way, not one of id ${id ?? 0}`);
  }
}

function enqueue<T>(into: Map<number, Command<T>[]>, command: Command<T>): void {
  const list = into.get(command.id);
  if (list === undefined) into.set(command.id, [command]);
  else list.push(command);
}
