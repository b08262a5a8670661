// A transfer of an AXI master: its bursts, and what is still to be answered.

import { type AddressField, type AxiBus, type Sideband, sidebands } from './axi-bus.ts';
import { AxiBurst, AxiProt, type AxiResp } from './axi-codes.ts';
import { type Beat, beatsOf, burstsOf } from './bursts.ts';
import type { Channel, Item } from './channel.ts';
import { type Address, hex } from './master.ts';
import type { Operation } from './operation.ts';

/** Options of a transfer over AXI. */
export interface AxiTransfer extends Partial<Record<Sideband, number>> {
  /** By default each transfer takes the next one. */
  readonly id?: number | undefined;
  /** INCR by default. */
  readonly burst?: AxiBurst | undefined;
  /** Bytes of a beat as power of two; all of the bus by default. */
  readonly size?: number | undefined;
}

/** A transfer under way. */
export interface Command<T> {
  readonly operation: Operation<T>;
  readonly address: Address;
  readonly data: Uint8Array;
  readonly id: number;
  readonly bursts: readonly (readonly Beat[])[];
  readonly items: readonly Partial<Item<AddressField>>[];
  resp: AxiResp;
  /** Bursts answered, and beats of the present one. */
  burst: number;
  beat: number;
}

/** Values of side signals where nothing else is asked for. */
const usual: Record<Sideband, number> = { lock: 0, cache: 3, prot: AxiProt.NONSECURE, qos: 0, region: 0, user: 0 };

/** Cuts a transfer into bursts. A RangeError names an option that the bus or the protocol does not allow. */
export function makeCommand<T>(
  bus: AxiBus,
  channel: Channel<AddressField>,
  operation: Operation<T>,
  address: Address,
  data: Uint8Array,
  options: AxiTransfer,
  id: number,
  most: number,
): Command<T> {
  const { size = Math.log2(bus.lanes), burst = AxiBurst.INCR } = options;
  if (!(Number.isInteger(size) && size >= 0 && 2 ** size <= bus.lanes)) {
    throw new RangeError(`size on ${bus.name} must be from 0 to ${Math.log2(bus.lanes)}, not ${size}`);
  }
  for (const name of sidebands) {
    const value = options[name];
    if (channel.signals[name] === undefined && value !== undefined && value !== usual[name]) {
      throw new RangeError(
        `${name} on ${channel.name} must be ${usual[name]}, since the bus has no such signal, not ${value}`,
      );
    }
  }
  const beats = beatsOf(BigInt(address), data.length, { lanes: bus.lanes, size: 2 ** size, burst });
  const bursts = burst === AxiBurst.WRAP ? [beats] : burstsOf(beats, most, burst);
  if (burst === AxiBurst.WRAP) checkWrap(operation.describe(), BigInt(address), data.length, 2 ** size);
  const sides = Object.fromEntries(sidebands.map((name) => [name, options[name] ?? usual[name]]));
  const items = bursts.map((part) => ({
    ...sides,
    addr: part[0]!.address,
    len: part.length - 1,
    id,
    size,
    burst,
  }));
  return { operation, address, data, id, bursts, items, resp: 0, burst: 0, beat: 0 };
}

function checkWrap(what: string, address: bigint, length: number, size: number): void {
  if (![2, 4, 8, 16].includes(length / size)) {
    throw new RangeError(`${what} must have 2, 4, 8 or 16 beats of ${size} bytes to wrap`);
  }
  if (address % BigInt(size) !== 0n) {
    throw new RangeError(`${what} must start at a multiple of ${size} to wrap, not at ${hex(address)}`);
  }
}
