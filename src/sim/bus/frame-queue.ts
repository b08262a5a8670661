// The queue of a source, sink or monitor of an AXI-stream: it knows how many elements its frames have.
import { Queue } from '../kernel/index.ts';
import type { AxiStreamFrame } from './axis-frame.ts';

/** Frames in order, with the number of their elements. */
export class FrameQueue extends Queue<AxiStreamFrame> {
  /** Elements of all frames in the queue. */
  bytes = 0;

  /** True when one of the limits is exceeded; a limit of 0 or less is none. */
  exceeds(limitBytes: number, limitFrames: number): boolean {
    return (limitBytes > 0 && this.bytes > limitBytes) || (limitFrames > 0 && this.qsize() > limitFrames);
  }

  protected override store(frame: AxiStreamFrame): void {
    super.store(frame);
    this.bytes += frame.length;
  }

  protected override take(): AxiStreamFrame {
    const frame = super.take();
    this.bytes -= frame.length;
    return frame;
  }
}
