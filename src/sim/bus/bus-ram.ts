// What the memories behind AXI and AXI-Lite share: five channels, contents, and access without the bus.
import type { Port, Trigger } from '../kernel/index.ts';
import { AxiResp } from './axi-codes.ts';
import { type Channel, ChannelSink, ChannelSource } from './channel.ts';
import { unpackLanes } from './lanes.ts';
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

/** The five channels of a bus, by the fields of address, write data, answer and read data. */
interface Bus<A extends string, W extends string, B extends string, R extends string> {
  readonly name: string;
  readonly lanes: number;
  readonly aw: Channel<A>;
  readonly w: Channel<W>;
  readonly b: Channel<B>;
  readonly ar: Channel<A>;
  readonly r: Channel<R>;
}

/** Answers a bus; its contents survive a reset. */
export abstract class BusRam<
  A extends string,
  W extends string,
  B extends string,
  R extends string,
> extends Resettable {
  readonly label: string;
  readonly memory: Memory;
  /** The models of the channels, to pause them. */
  readonly aw: ChannelSink<A>;
  readonly w: ChannelSink<W>;
  readonly b: ChannelSource<B>;
  readonly ar: ChannelSink<A>;
  readonly r: ChannelSource<R>;
  protected readonly lanes: number;
  protected readonly respond: NonNullable<RamOptions['respond']>;

  constructor(bus: Bus<A, W, B, R>, clock: Port, reset: Port | undefined, options: RamOptions) {
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

  protected abstract takeWrites(): Generator<Trigger, void, unknown>;
  protected abstract answerReads(): Generator<Trigger, void, unknown>;
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
