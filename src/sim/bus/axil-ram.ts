// AxiLiteRam: a memory behind an AXI-Lite bus.
import type { LogicHandle, Trigger } from '../kernel/index.ts';
import { AxiResp } from './axi-codes.ts';
import type { AxiLiteBus } from './axil-bus.ts';
import { ChannelSink, ChannelSource } from './channel.ts';
import { packLanes, unpackLanes } from './lanes.ts';
import { Memory } from './memory.ts';
import { type ResetOptions, Resettable } from './reset.ts';

/** Options of memories behind a bus. */
export interface RamOptions extends ResetOptions {
  /** Bytes; addresses wrap. 1024 by default. */
  readonly size?: number | undefined;
  /** A memory that several models share, instead of one of their own. */
  readonly memory?: Memory | undefined;
  /** The response to an access; nothing is written or read where it is not OKAY. OKAY by default. */
  readonly respond?: ((kind: 'read' | 'write', address: bigint) => AxiResp) | undefined;
}

/** Answers reads and writes; its contents survive a reset. */
export class AxiLiteRam extends Resettable {
  readonly label: string;
  readonly memory: Memory;
  /** The models of the channels, to pause them. */
  readonly aw: ChannelSink<'addr' | 'prot'>;
  readonly w: ChannelSink<'data' | 'strb'>;
  readonly b: ChannelSource<'resp'>;
  readonly ar: ChannelSink<'addr' | 'prot'>;
  readonly r: ChannelSource<'data' | 'resp'>;
  private readonly lanes: number;
  private readonly respond: NonNullable<RamOptions['respond']>;

  constructor(bus: AxiLiteBus, clock: LogicHandle, reset?: LogicHandle, options: RamOptions = {}) {
    super(clock, reset, options);
    this.label = bus.name;
    this.lanes = bus.lanes;
    this.memory = options.memory ?? new Memory(options.size ?? 1024);
    this.respond = options.respond ?? (() => AxiResp.OKAY);
    this.aw = new ChannelSink(bus.aw, clock, reset, options);
    this.w = new ChannelSink(bus.w, clock, reset, options);
    this.b = new ChannelSource(bus.b, clock, reset, options);
    this.ar = new ChannelSink(bus.ar, clock, reset, options);
    this.r = new ChannelSource(bus.r, clock, reset, options);
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.queueOccupancyLimit = 2;
    this.begin();
  }

  /** Reads the memory without the bus. */
  read(address: number | bigint, length: number): Uint8Array {
    return this.memory.read(address, length);
  }

  /** Writes the memory without the bus. */
  write(address: number | bigint, data: Uint8Array | readonly number[]): void {
    this.memory.write(address, data);
  }

  /** The memory as text, 16 bytes a line. */
  hexdump(address: number, length: number, prefix = ''): string {
    return this.memory.hexdump(address, length, prefix);
  }

  protected override onReset(): void {
    for (const channel of [this.aw, this.w, this.b, this.ar, this.r]) channel.clear();
  }

  protected override work(): readonly Generator<Trigger, unknown, unknown>[] {
    return [this.takeWrites(), this.answerReads()];
  }

  private *takeWrites(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { addr } = yield* this.aw.recv();
      const { data, strb } = yield* this.w.recv();
      const address = wordAddress(addr, this.lanes);
      const resp = this.respond('write', BigInt(addr));
      if (resp === AxiResp.OKAY) writeLanes(this.memory, address, data, strb, this.lanes);
      yield* this.b.send({ resp });
    }
  }

  private *answerReads(): Generator<Trigger, void, unknown> {
    for (;;) {
      const { addr } = yield* this.ar.recv();
      const resp = this.respond('read', BigInt(addr));
      const bytes = this.memory.read(wordAddress(addr, this.lanes), this.lanes);
      yield* this.r.send({ data: resp === AxiResp.OKAY ? packLanes(bytes, 0, this.lanes, 8) : 0, resp });
    }
  }
}

/** Address of the word of the bus in which an address lies. */
export function wordAddress(address: number | bigint, lanes: number): bigint {
  return BigInt(address) - (BigInt(address) % BigInt(lanes));
}

/** Writes the bytes whose strobe is set; all of them where the bus has no strobes. */
export function writeLanes(
  memory: Memory,
  address: bigint,
  data: number | bigint,
  strb: number | bigint | undefined,
  lanes: number,
): void {
  const bytes = new Uint8Array(lanes);
  unpackLanes(data, lanes, 8, bytes, 0);
  const enabled = strb === undefined ? (1n << BigInt(lanes)) - 1n : BigInt(strb);
  for (let lane = 0; lane < lanes; lane++) {
    if ((enabled >> BigInt(lane)) & 1n) memory.write(address + BigInt(lane), [bytes[lane]!]);
  }
}
