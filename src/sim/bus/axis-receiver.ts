// AxiStreamMonitor and AxiStreamSink: they collect frames from an AXI-stream.
import { type LogicHandle, Waitable } from '../kernel/index.ts';
import { type AxiStreamBus, type AxiStreamOptions, layoutOf } from './axis-bus.ts';
import { FrameCollector } from './axis-collector.ts';
import type { AxiStreamFrame } from './axis-frame.ts';
import { Monitor, type Receiver, Sink } from './receiver.ts';

/** What is left of frames that were read in part. */
type Rest = (number | bigint)[];

/** Collects the frames that pass, without driving anything. */
export class AxiStreamMonitor extends Monitor<AxiStreamFrame> {
  /** Elements and frames in the queue. */
  queueOccupancyBytes = 0;
  queueOccupancyFrames = 0;
  private readonly rest: Rest = [];

  constructor(bus: AxiStreamBus, clock: LogicHandle, reset?: LogicHandle, options: AxiStreamOptions = {}) {
    super(bus.name, bus.handshake, new FrameCollector(bus, layoutOf(bus, options)), clock, reset, options);
    this.begin();
  }

  /** Takes the oldest frame, waiting for one; `compact` drops elements that do not count. */
  override recv(compact = true): Waitable<AxiStreamFrame> {
    return compacted(super.recv(), compact);
  }

  /** Takes the oldest frame; throws QueueEmpty when there is none. */
  override recvNowait(compact = true): AxiStreamFrame {
    return compactedNow(super.recvNowait(), compact);
  }

  /** Takes up to `count` elements, all that are there by default, waiting for the first frame. */
  read(count = -1): Waitable<Rest> {
    return readFrom(this, this.rest, count);
  }

  /** Takes up to `count` elements of what is there. */
  readNowait(count = -1): Rest {
    return readNow(this, this.rest, count);
  }

  override clear(): void {
    super.clear();
    this.queueOccupancyBytes = 0;
    this.queueOccupancyFrames = 0;
  }

  protected override entered(frame: AxiStreamFrame): void {
    this.queueOccupancyBytes += frame.length;
    this.queueOccupancyFrames++;
  }

  protected override left(frame: AxiStreamFrame): void {
    this.queueOccupancyBytes -= frame.length;
    this.queueOccupancyFrames--;
  }
}

/** Receives frames. Ready is low while paused, and while a limit of the queue is exceeded. */
export class AxiStreamSink extends Sink<AxiStreamFrame> {
  /** Largest numbers in the queue; ready falls once one is exceeded. 0 or less is no limit. */
  queueOccupancyLimitBytes = -1;
  queueOccupancyLimitFrames = -1;
  /** Elements and frames in the queue. */
  queueOccupancyBytes = 0;
  queueOccupancyFrames = 0;
  private readonly rest: Rest = [];

  constructor(bus: AxiStreamBus, clock: LogicHandle, reset?: LogicHandle, options: AxiStreamOptions = {}) {
    super(bus.name, bus.handshake, new FrameCollector(bus, layoutOf(bus, options)), clock, reset, options);
    this.begin();
  }

  /** Takes the oldest frame, waiting for one; `compact` drops elements that do not count. */
  override recv(compact = true): Waitable<AxiStreamFrame> {
    return compacted(super.recv(), compact);
  }

  /** Takes the oldest frame; throws QueueEmpty when there is none. */
  override recvNowait(compact = true): AxiStreamFrame {
    return compactedNow(super.recvNowait(), compact);
  }

  /** Takes up to `count` elements, all that are there by default, waiting for the first frame. */
  read(count = -1): Waitable<Rest> {
    return readFrom(this, this.rest, count);
  }

  /** Takes up to `count` elements of what is there. */
  readNowait(count = -1): Rest {
    return readNow(this, this.rest, count);
  }

  override full(): boolean {
    return (
      (this.queueOccupancyLimitBytes > 0 && this.queueOccupancyBytes > this.queueOccupancyLimitBytes) ||
      (this.queueOccupancyLimitFrames > 0 && this.queueOccupancyFrames > this.queueOccupancyLimitFrames)
    );
  }

  override clear(): void {
    super.clear();
    this.queueOccupancyBytes = 0;
    this.queueOccupancyFrames = 0;
    this.woken.set();
  }

  protected override entered(frame: AxiStreamFrame): void {
    this.queueOccupancyBytes += frame.length;
    this.queueOccupancyFrames++;
  }

  protected override left(frame: AxiStreamFrame): void {
    this.queueOccupancyBytes -= frame.length;
    this.queueOccupancyFrames--;
  }
}

function compactedNow(frame: AxiStreamFrame, compact: boolean): AxiStreamFrame {
  if (compact) frame.compact();
  return frame;
}

function compacted(frame: Waitable<AxiStreamFrame>, compact: boolean): Waitable<AxiStreamFrame> {
  return new Waitable(
    () => frame.describe(),
    function* () {
      return compactedNow(yield* frame, compact);
    },
  );
}

function readFrom(from: Receiver<AxiStreamFrame>, rest: Rest, count: number): Waitable<Rest> {
  return new Waitable(
    () => `read from ${from.label}`,
    function* () {
      while (rest.length === 0) rest.push(...(yield* from.recv()));
      return readNow(from, rest, count);
    },
  );
}

function readNow(from: Receiver<AxiStreamFrame>, rest: Rest, count: number): Rest {
  while (!from.empty()) for (const element of from.recvNowait()) rest.push(element);
  return rest.splice(0, count < 0 ? rest.length : count);
}
