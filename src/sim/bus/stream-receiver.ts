// StreamSink and StreamMonitor: they collect tensors from a stream.
import { getSimTime, type Port } from '../kernel/index.ts';
import { makeElements, unpackLanes } from './lanes.ts';
import { type Collector, Monitor, Sink } from './receiver.ts';
import { type StreamBus, type StreamElements, type StreamOptions, signedElements, streamLayout } from './stream-bus.ts';

/** A tensor that passed. Of events it has the index of each, and how many were before the end of each row. */
export interface ReceivedTensor {
  readonly data: StreamElements;
  /** True when it ended a sample. */
  readonly eos: boolean;
  readonly index?: readonly (number | bigint)[];
  readonly rows?: readonly number[];
  /** Steps of its first and its final beat. */
  readonly simTimeStart: number;
  readonly simTimeEnd: number;
}

/** Receives tensors. */
export class StreamSink extends Sink<ReceivedTensor> {
  /** Number of tensors in the queue at which ready falls; 0 or less is no limit. */
  queueOccupancyLimit = -1;

  constructor(bus: StreamBus, clock: Port, reset?: Port, options: StreamOptions = {}) {
    super(bus.name, bus.channel.handshake, new TensorCollector(bus, options), clock, reset, options);
    this.begin();
  }

  override full(): boolean {
    return this.queueOccupancyLimit > 0 && this.count() >= this.queueOccupancyLimit;
  }

  override clear(): void {
    super.clear();
    this.woken.set();
  }
}

/** Collects the tensors that pass, without driving anything. */
export class StreamMonitor extends Monitor<ReceivedTensor> {
  constructor(bus: StreamBus, clock: Port, reset?: Port, options: StreamOptions = {}) {
    super(bus.name, bus.channel.handshake, new TensorCollector(bus, options), clock, reset, options);
    this.begin();
  }
}

/** Collects beats until `last`; without it every beat is a tensor. */
class TensorCollector implements Collector<ReceivedTensor> {
  private readonly bus: StreamBus;
  private readonly lanes: number;
  private readonly size: number;
  private readonly signed: boolean;
  private values: (number | bigint)[] = [];
  private index: (number | bigint)[] = [];
  private rows: number[] = [];
  private start: number | undefined;

  constructor(bus: StreamBus, options: StreamOptions) {
    this.bus = bus;
    const { lanes, size } = streamLayout(bus, options);
    this.lanes = lanes;
    this.size = size;
    this.signed = options.signed === true;
  }

  get partial(): boolean {
    return this.start !== undefined;
  }

  take(): ReceivedTensor | undefined {
    const { data, keep, last, eos, index } = this.bus.channel.signals;
    this.start ??= getSimTime();
    const { lanes, size } = this;
    const beat = makeElements(size, lanes);
    unpackLanes(data!.value, lanes, size, beat, 0);
    const kept = keep === undefined ? -1n : BigInt(keep.value);
    for (let lane = 0; lane < lanes; lane++) if ((kept >> BigInt(lane)) & 1n) this.values.push(beat[lane]!);
    if (index !== undefined) {
      if (kept === 0n) this.rows.push(this.values.length);
      else this.index.push(index.value);
    }
    return last === undefined || last.value === 1 ? this.finish(eos === undefined || eos.value === 1) : undefined;
  }

  reset(): void {
    this.values = [];
    this.index = [];
    this.rows = [];
    this.start = undefined;
  }

  private finish(eos: boolean): ReceivedTensor {
    const tensor = {
      data: signedElements(this.values, this.size, this.signed),
      eos,
      ...(this.bus.events ? { index: this.index, rows: this.rows } : {}),
      simTimeStart: this.start!,
      simTimeEnd: getSimTime(),
    };
    this.reset();
    return tensor;
  }
}
