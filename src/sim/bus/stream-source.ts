// StreamSource: sends tensors over a stream.
import type { Port, Waitable } from '../kernel/index.ts';
import { type Elements, type IntegerArray, packLanes, toElements } from './lanes.ts';
import { type Payload, Source } from './source.ts';
import { type StreamBus, type StreamOptions, streamLayout } from './stream-bus.ts';

/** A tensor to send. Events also have an index each, and `rows`: how many events are before the end of each row. */
export interface StreamTensor {
  readonly data: IntegerArray;
  /** End of the sample; true by default. */
  readonly eos?: boolean | undefined;
  readonly index?: IntegerArray | undefined;
  readonly rows?: readonly number[] | undefined;
}

/** Sends tensors; a reset drops the one under way. */
export class StreamSource extends Source<StreamTensor> {
  /** Largest number of tensors in the queue; 0 or less is no limit. */
  queueOccupancyLimit = -1;
  private readonly size: number;
  private readonly indexWidth: number | undefined;
  private readonly hasKeep: boolean;

  constructor(bus: StreamBus, clock: Port, reset?: Port, options: StreamOptions = {}) {
    const payload = new TensorPayload(bus, options);
    super(bus.name, bus.channel.handshake, payload, clock, reset, options);
    this.size = payload.size;
    this.indexWidth = bus.channel.signals.index?.width;
    this.hasKeep = bus.channel.signals.keep !== undefined;
    this.begin();
  }

  override send(tensor: StreamTensor | IntegerArray): Waitable<void> {
    return super.send('data' in tensor ? tensor : { data: tensor });
  }

  override sendNowait(tensor: StreamTensor | IntegerArray): void {
    super.sendNowait('data' in tensor ? tensor : { data: tensor });
  }

  override full(): boolean {
    return this.queueOccupancyLimit > 0 && this.count() >= this.queueOccupancyLimit;
  }

  protected override occupancy(): string {
    return `${this.count()} tensors`;
  }

  protected override prepared({ data, eos = true, index, rows }: StreamTensor): StreamTensor {
    const { label, indexWidth } = this;
    const elements = toElements(data, this.size, `data for ${label}`);
    if (indexWidth === undefined) {
      if (elements.length === 0 && !this.hasKeep) {
        throw new RangeError(`a tensor for ${label} must have at least one element, since the stream has no keep`);
      }
      return { data: elements, eos };
    }
    if (index?.length !== data.length) {
      throw new RangeError(
        `index for ${label} must have ${data.length} values, one an event, not ${index?.length ?? 0}`,
      );
    }
    return {
      data: elements,
      eos,
      index: toElements(index, indexWidth, `index for ${label}`),
      rows: rows ?? [data.length],
    };
  }
}

/** Drives a tensor beat by beat. */
class TensorPayload implements Payload<StreamTensor> {
  readonly size: number;
  private readonly bus: StreamBus;
  private readonly lanes: number;
  private readonly variable: boolean;
  private tensor: StreamTensor | undefined;
  private offset = 0;
  private row = 0;

  constructor(bus: StreamBus, options: StreamOptions) {
    this.bus = bus;
    const { lanes, size } = streamLayout(bus, options);
    this.lanes = lanes;
    this.size = size;
    this.variable = options.variable === true;
  }

  load(tensor: StreamTensor): void {
    this.tensor = tensor;
    this.offset = 0;
    this.row = 0;
  }

  drive(): boolean {
    return this.bus.events ? this.driveEvent() : this.driveDense();
  }

  rest(): void {}

  reset(): void {
    for (const signal of Object.values(this.bus.channel.signals)) if (signal !== undefined) signal.value = 0;
  }

  private driveDense(): boolean {
    const { data } = this.tensor!;
    const { lanes, offset } = this;
    const count = Math.min(lanes, data.length - offset);
    this.offset = offset + count;
    return this.put(count, this.variable ? count === 0 : this.offset === data.length, offset);
  }

  private driveEvent(): boolean {
    const { rows } = this.tensor!;
    const { offset } = this;
    if (offset < rows![this.row]!) {
      this.offset++;
      return this.put(1, false, offset);
    }
    this.row++;
    return this.put(0, this.row === rows!.length, offset);
  }

  private put(count: number, ends: boolean, offset: number): boolean {
    const { data, index, eos } = this.tensor!;
    const { signals } = this.bus.channel;
    signals.data!.value = packLanes(data as Elements, offset, count, this.size);
    if (signals.keep !== undefined) signals.keep.value = count < 32 ? 2 ** count - 1 : (1n << BigInt(count)) - 1n;
    if (signals.index !== undefined) signals.index.value = count === 0 ? 0 : index![offset]!;
    if (signals.last !== undefined) signals.last.value = ends ? 1 : 0;
    if (signals.eos !== undefined) signals.eos.value = ends && eos === true ? 1 : 0;
    return ends;
  }
}
