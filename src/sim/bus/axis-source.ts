// AxiStreamSource: sends frames over an AXI-stream.
import { getSimTime, type LogicHandle, type Port, Waitable } from '../kernel/index.ts';
import { type AxiStreamBus, type AxiStreamOptions, type Layout, layoutOf, type SideName } from './axis-bus.ts';
import { AxiStreamFrame, complete, type FrameLike, sideAt } from './axis-frame.ts';
import { FrameQueue } from './frame-queue.ts';
import { type Elements, type IntegerArray, packLanes, toElements } from './lanes.ts';
import { type Payload, Source } from './source.ts';

/** Sends frames. What was queued before a reset is sent after it; a frame that had begun is lost. */
export class AxiStreamSource extends Source<AxiStreamFrame> {
  readonly byteLanes: number;
  /** Bits of an element. */
  readonly byteSize: number;
  /** Largest numbers in the queue; `send` waits while one is exceeded. 0 or less is no limit. */
  queueOccupancyLimitBytes = -1;
  queueOccupancyLimitFrames = -1;
  private readonly frames: FrameQueue;

  constructor(bus: AxiStreamBus, clock: Port, reset?: Port, options: AxiStreamOptions = {}) {
    const layout = layoutOf(bus, options);
    const frames = new FrameQueue();
    super(bus.name, bus.handshake, new FramePayload(bus, layout), clock, reset, options, frames);
    this.frames = frames;
    this.byteLanes = layout.lanes;
    this.byteSize = layout.size;
    this.begin();
  }

  /** Elements in the queue. */
  get queueOccupancyBytes(): number {
    return this.frames.bytes;
  }

  /** Frames in the queue. */
  get queueOccupancyFrames(): number {
    return this.count();
  }

  override send(frame: FrameLike): Waitable<void> {
    return super.send(this.frameOf(frame));
  }

  override sendNowait(frame: FrameLike): void {
    super.sendNowait(this.frameOf(frame));
  }

  /** The same as `send`. */
  write(data: FrameLike): Waitable<void> {
    return this.send(data);
  }

  /** The same as `sendNowait`. */
  writeNowait(data: FrameLike): void {
    this.sendNowait(data);
  }

  /** Sends an array as frames of `frameLength` elements, the last one with what is left; waits while the queue is full. */
  sendMany(data: IntegerArray, frameLength: number = data.length): Waitable<void> {
    if (!(Number.isInteger(frameLength) && frameLength >= 1)) {
      throw new RangeError(`frameLength of ${this.label} must be an integer from 1 on, not ${frameLength}`);
    }
    const elements = toElements(data, this.byteSize, `data of ${this.label}`);
    const send = (from: number) => super.send(this.frameOf(elements.slice(from, from + frameLength)));
    return new Waitable(
      () => `sendMany to ${this.label}`,
      function* () {
        for (let from = 0; from < elements.length; from += frameLength) yield* send(from);
      },
    );
  }

  override full(): boolean {
    return this.frames.exceeds(this.queueOccupancyLimitBytes, this.queueOccupancyLimitFrames);
  }

  protected override occupancy(): string {
    return `${this.queueOccupancyFrames} frames of ${this.queueOccupancyBytes} elements`;
  }

  protected override prepared(frame: AxiStreamFrame): AxiStreamFrame {
    return frame;
  }

  protected override dropped(frame: AxiStreamFrame): void {
    frame.simTimeEnd = undefined;
    complete(frame);
  }

  private frameOf(given: FrameLike): AxiStreamFrame {
    const frame = new AxiStreamFrame(given);
    if (frame.length === 0) throw new RangeError(`a frame for ${this.label} must have at least one element, not none`);
    frame.tdata = toElements(frame.tdata, this.byteSize, `tdata for ${this.label}`);
    return frame;
  }
}

/** Drives a frame beat by beat. */
class FramePayload implements Payload<AxiStreamFrame> {
  private readonly signals: AxiStreamBus['signals'];
  private readonly layout: Layout;
  private readonly sides: readonly { readonly name: SideName; readonly signal: LogicHandle }[];
  private frame: AxiStreamFrame | undefined;
  private offset = 0;

  constructor({ signals }: AxiStreamBus, layout: Layout) {
    this.signals = signals;
    this.layout = layout;
    const names: readonly SideName[] = ['tid', 'tdest', 'tuser'];
    this.sides = names.flatMap((name) => {
      const signal = signals[name];
      return signal === undefined ? [] : [{ name, signal }];
    });
  }

  load(frame: AxiStreamFrame): void {
    this.frame = frame;
    this.offset = 0;
    frame.simTimeStart = getSimTime();
    frame.simTimeEnd = undefined;
  }

  drive(): boolean {
    const frame = this.frame!;
    const { tdata, tlast, tkeep } = this.signals;
    const { lanes, size } = this.layout;
    const { offset } = this;
    const count = Math.min(lanes, frame.length - offset);
    const end = offset + count;
    tdata.value = packLanes(frame.tdata as Elements, offset, count, size);
    if (tkeep !== undefined) tkeep.value = keepBits(frame.tkeep, offset, count);
    // A beat has one value of each side signal: that of its last element.
    for (const { name, signal } of this.sides) signal.value = sideAt(frame[name], end - 1, 0);
    this.offset = end;
    const last = end >= frame.length;
    if (tlast !== undefined) tlast.value = last ? 1 : 0;
    if (!last) return false;
    frame.simTimeEnd = getSimTime();
    this.frame = undefined;
    complete(frame);
    return true;
  }

  rest(): void {
    if (this.signals.tlast !== undefined) this.signals.tlast.value = 0;
  }

  reset(): void {
    const { tdata, tlast, tkeep } = this.signals;
    tdata.value = 0;
    if (tlast !== undefined) tlast.value = 0;
    if (tkeep !== undefined) tkeep.value = 0;
    for (const { signal } of this.sides) signal.value = 0;
    const { frame } = this;
    this.frame = undefined;
    if (frame !== undefined) complete(frame);
  }
}

function keepBits(tkeep: readonly number[] | undefined, offset: number, count: number): number | bigint {
  if (tkeep === undefined) return count <= 31 ? (1 << count) - 1 : (1n << BigInt(count)) - 1n;
  let bits = 0n;
  for (let i = count - 1; i >= 0; i--) bits = (bits << 1n) | BigInt(Number(sideAt(tkeep, offset + i, 1)) & 1);
  return bits;
}
