// Avalon-ST in packets of bytes with ready latency 0, and an Avalon-MM master, from the kernel's triggers alone.
import { type Channel, findChannel } from '../../../src/sim/bus/index.ts';
import {
  type Dut,
  Lock,
  type LogicHandle,
  ReadOnly,
  RisingEdge,
  startSoon,
  ValueChange,
} from '../../../src/sim/runner/index.ts';
import type { Duty } from '../drive-bit.ts';

type AvalonSt = Channel<'data' | 'empty' | 'startofpacket' | 'endofpacket'>;

/** The stream whose signals are `prefix_data` and so on. */
export function avalonSt(dut: Dut, prefix: string): AvalonSt {
  return findChannel('Avalon-ST', dut, prefix, '', ['data', 'empty', 'startofpacket', 'endofpacket'], []);
}

/** Sends packets, with cycles that are not valid in between where `gaps` asks for them. */
export class AvalonStSource {
  private readonly bus: AvalonSt;
  private readonly clock: LogicHandle;
  private gaps: Iterator<Duty> | undefined;
  private duty: Duty = [Number.POSITIVE_INFINITY, 0];

  constructor(bus: AvalonSt, clock: LogicHandle) {
    this.bus = bus;
    this.clock = clock;
    this.rest();
  }

  setGaps(pattern: Iterable<Duty>): void {
    this.gaps = pattern[Symbol.iterator]();
    this.nextDuty();
  }

  /** Sends a packet, its first byte in the highest bits; ends one cycle after its final word was taken. */
  async send(packet: Uint8Array): Promise<void> {
    const { data, empty, startofpacket, endofpacket } = this.bus.signals;
    const { valid, ready } = this.bus.handshake;
    const lanes = data!.width / 8;
    this.rest();
    for (let at = 0; at < packet.length; at += lanes) {
      await RisingEdge(this.clock);
      await this.gap();
      const word = packet.subarray(at, at + lanes);
      valid.value = 1;
      data!.value = fromBytes(word, lanes);
      empty!.value = lanes - word.length;
      startofpacket!.value = at === 0;
      endofpacket!.value = at + lanes >= packet.length;
      await ReadOnly();
      while (ready.value !== 1) {
        await RisingEdge(this.clock);
        await ReadOnly();
      }
    }
    await RisingEdge(this.clock);
    this.rest();
  }

  private rest(): void {
    const { handshake, signals } = this.bus;
    for (const signal of [handshake.valid, ...Object.values(signals)]) signal!.value = 0;
  }

  private async gap(): Promise<void> {
    if (this.duty[0] === 0) {
      this.rest();
      for (let i = 0; i < this.duty[1]; i++) await RisingEdge(this.clock);
      this.nextDuty();
    }
    this.duty = [this.duty[0] - 1, this.duty[1]];
  }

  /** An entry without a valid cycle is passed over. */
  private nextDuty(): void {
    do this.duty = this.gaps?.next().value ?? [Number.POSITIVE_INFINITY, 0];
    while (this.duty[0] === 0);
  }
}

/** Gives every packet that passes to `receive`. */
export class AvalonStMonitor {
  /** False where the first byte of a word is in its lowest bits. */
  firstInHighBits = true;

  constructor(bus: AvalonSt, clock: LogicHandle, receive: (packet: Uint8Array) => void) {
    startSoon(() => this.run(bus, clock, receive)).name = `monitor of ${bus.name}`;
  }

  private async run(bus: AvalonSt, clock: LogicHandle, receive: (packet: Uint8Array) => void): Promise<void> {
    const { valid, ready } = bus.handshake;
    const { data, empty, startofpacket, endofpacket } = bus.signals;
    const lanes = data!.width / 8;
    let packet: number[] | undefined;
    for (;;) {
      await RisingEdge(clock);
      await ReadOnly();
      if (valid.value !== 1 || ready.value !== 1) continue;
      if ((packet === undefined) !== (startofpacket!.value === 1)) {
        throw new Error(`startofpacket of ${bus.name} must be ${packet ? 0 : 1}, not ${startofpacket!.value}`);
      }
      packet ??= [];
      const skip = endofpacket!.value === 1 ? Number(empty!.value) : 0;
      const word = toBytes(data!.value, lanes);
      packet.push(...(this.firstInHighBits ? word.subarray(0, lanes - skip) : word.subarray(skip).reverse()));
      if (endofpacket!.value !== 1) continue;
      receive(Uint8Array.from(packet));
      packet = undefined;
    }
  }
}

/** Reads and writes words over Avalon-MM, one at a time. */
export class AvalonMaster {
  private readonly dut: Dut;
  private readonly prefix: string;
  private readonly clock: LogicHandle;
  private readonly lock = new Lock();

  constructor(dut: Dut, prefix: string, clock: LogicHandle) {
    this.dut = dut;
    this.prefix = prefix;
    this.clock = clock;
    for (const name of ['read', 'write', 'address', 'writedata']) this.signal(name).value = 0;
  }

  async read(address: number): Promise<number> {
    return this.lock.with(async () => {
      await this.transfer('read', address);
      await ReadOnly();
      while (this.signal('readdatavalid').value !== 1) {
        await RisingEdge(this.clock);
        await ReadOnly();
      }
      return Number(this.signal('readdata').value);
    });
  }

  async write(address: number, value: number): Promise<void> {
    await this.lock.with(() => this.transfer('write', address, value));
  }

  private async transfer(strobe: 'read' | 'write', address: number, value = 0): Promise<void> {
    const waitRequest = this.signal('waitrequest');
    await RisingEdge(this.clock);
    this.signal('address').value = address;
    this.signal('writedata').value = value;
    this.signal(strobe).value = 1;
    await ReadOnly();
    while (waitRequest.value !== 0) {
      await ValueChange(waitRequest);
      await ReadOnly();
    }
    await RisingEdge(this.clock);
    this.signal(strobe).value = 0;
  }

  private signal(name: string): LogicHandle {
    return this.dut.get(`${this.prefix}_${name}`);
  }
}

/** The word whose highest byte is the first one; bytes that are missing are 0. */
function fromBytes(bytes: Uint8Array, lanes: number): bigint {
  return BigInt(
    `0x${Buffer.from(bytes)
      .toString('hex')
      .padEnd(2 * lanes, '0')}`,
  );
}

/** The bytes of a word, the highest first. */
function toBytes(word: number | bigint, lanes: number): Buffer {
  return Buffer.from(word.toString(16).padStart(2 * lanes, '0'), 'hex');
}
