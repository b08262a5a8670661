// The streams that dendra emits: data, keep, last and eos, and the index of an event.
import type { Dut, HierarchyHandle, LogicHandle } from '../kernel/index.ts';
import { type Channel, findChannel } from './channel.ts';
import { makeElements } from './lanes.ts';
import type { ResetOptions } from './reset.ts';

/** Payload signals of a stream; all but data may be absent. */
export type StreamField = 'data' | 'keep' | 'last' | 'eos' | 'index';

/** A stream of a design, `x_valid_i` and so on; one with `index` carries events. */
export class StreamBus {
  readonly name: string;
  readonly channel: Channel<StreamField>;

  constructor(dut: Dut | HierarchyHandle, prefix: string) {
    this.name = prefix;
    this.channel = findChannel('StreamBus', dut, prefix, '', ['data'], ['keep', 'last', 'eos', 'index']);
  }

  /** The stream whose signals are `prefix_data_i`, or `_o`, and so on. */
  static fromPrefix(dut: Dut | HierarchyHandle, prefix: string): StreamBus {
    return new StreamBus(dut, prefix);
  }

  /** True for a stream of events. */
  get events(): boolean {
    return this.channel.signals.index !== undefined;
  }
}

/** Options of the models of a stream. */
export interface StreamOptions extends ResetOptions {
  /** Elements of a beat where there is no keep; 1 by default. */
  readonly lanes?: number | undefined;
  /** True where received elements are to be signed. */
  readonly signed?: boolean | undefined;
  /** True where an empty beat closes each tensor, since its length is known at run time only. */
  readonly variable?: boolean | undefined;
}

/** Elements of a beat and their bits. */
export function streamLayout(bus: StreamBus, { lanes = 1 }: StreamOptions): { lanes: number; size: number } {
  const { data, keep } = bus.channel.signals;
  const count = keep?.width ?? lanes;
  const size = (data as LogicHandle).width / count;
  if (!Number.isInteger(size)) {
    throw new RangeError(`${data!.path} must divide evenly into ${count} lanes, not have ${data!.width} bits`);
  }
  return { lanes: count, size };
}

/** Signed or unsigned elements of `size` bits as an array of their own: typed up to 32 bits. */
export function signedElements(values: readonly (number | bigint)[], size: number, signed: boolean): StreamElements {
  if (!signed) {
    const elements = makeElements(size, values.length);
    for (const [i, value] of values.entries()) elements[i] = value;
    return elements;
  }
  if (size > 32) {
    return values.map((value) => {
      const bits = BigInt.asIntN(size, BigInt(value));
      return size <= 53 ? Number(bits) : bits;
    });
  }
  const elements =
    size <= 8
      ? new Int8Array(values.length)
      : size <= 16
        ? new Int16Array(values.length)
        : new Int32Array(values.length);
  for (const [i, value] of values.entries()) elements[i] = ((value as number) << (32 - size)) >> (32 - size);
  return elements;
}

/** Elements that were received. */
export type StreamElements =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | (number | bigint)[];
