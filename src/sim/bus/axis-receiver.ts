// AxiStreamMonitor and AxiStreamSink: they collect frames from an AXI-stream.
import { type Port, Waitable } from '../kernel/index.ts';
import { type AxiStreamBus, type AxiStreamOptions, layoutOf } from './axis-bus.ts';
import { FrameCollector } from './axis-collector.ts';
import type { AxiStreamFrame } from './axis-frame.ts';
import { FrameQueue } from './frame-queue.ts';
import { Monitor, type Receiver, Sink } from './receiver.ts';

/** What is left of frames that were read in part. */
type Rest = (number | bigint)[];

/** Collects the frames that pass, without driving anything. */
export class AxiStreamMonitor extends Monitor<AxiStreamFrame> {
  private readonly frames: FrameQueue;
  private readonly rest: Rest = [];

  constructor(bus: AxiStreamBus, clock: Port, reset?: Port, options: AxiStreamOptions = {}) {
    const frames = new FrameQueue();
    super(bus.name, bus.handshake, new FrameCollector(bus, layoutOf(bus, options)), clock, reset, options, frames);
    this.frames = frames;
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
}

/** Receives frames. Ready is low while paused, and while a limit of the queue is exceeded. */
export class AxiStreamSink extends Sink<AxiStreamFrame> {
  /** Largest numbers in the queue; ready falls once one is exceeded. 0 or less is no limit. */
  queueOccupancyLimitBytes = -1;
  queueOccupancyLimitFrames = -1;
  private readonly frames: FrameQueue;
  private readonly rest: Rest = [];

  constructor(bus: AxiStreamBus, clock: Port, reset?: Port, options: AxiStreamOptions = {}) {
    const frames = new FrameQueue();
    super(bus.name, bus.handshake, new FrameCollector(bus, layoutOf(bus, options)), clock, reset, options, frames);
    this.frames = frames;
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
    return this.frames.exceeds(this.queueOccupancyLimitBytes, this.queueOccupancyLimitFrames);
  }

  override clear(): void {
    super.clear();
    this.woken.set();
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
