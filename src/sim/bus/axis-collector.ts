// Makes frames of the beats of an AXI-stream.
import { getSimTime, type LogicHandle } from '../kernel/index.ts';
import type { AxiStreamBus, Layout, SideName } from './axis-bus.ts';
import { AxiStreamFrame } from './axis-frame.ts';
import { type Elements, makeElements, unpackLanes } from './lanes.ts';
import type { Collector } from './receiver.ts';

/** Collects beats until `tlast`; without it every beat is a frame. */
export class FrameCollector implements Collector<AxiStreamFrame> {
  private readonly signals: AxiStreamBus['signals'];
  private readonly layout: Layout;
  private readonly sides: readonly { readonly signal: LogicHandle; readonly name: SideName }[];
  // Elements grow in place; a finished frame takes a copy of its length.
  private elements: Elements;
  private keep: number[] = [];
  private values: (number | bigint)[][] = [];
  private count = 0;
  private start = 0;

  constructor({ signals }: AxiStreamBus, layout: Layout) {
    this.signals = signals;
    this.layout = layout;
    this.elements = makeElements(layout.size, layout.lanes * 64);
    const names: readonly SideName[] = ['tid', 'tdest', 'tuser'];
    this.sides = names.flatMap((name) => {
      const signal = signals[name];
      return signal === undefined ? [] : [{ name, signal }];
    });
    this.reset();
  }

  get partial(): boolean {
    return this.count > 0;
  }

  take(): AxiStreamFrame | undefined {
    const { lanes, size } = this.layout;
    const { tdata, tkeep, tlast } = this.signals;
    if (this.count === 0) this.start = getSimTime();
    if (this.count + lanes > this.elements.length) this.grow();
    unpackLanes(tdata.value, lanes, size, this.elements, this.count);
    if (tkeep !== undefined) this.takeKeep(tkeep.value, lanes);
    for (let s = 0; s < this.sides.length; s++) {
      const { value } = this.sides[s]!.signal;
      for (let i = 0; i < lanes; i++) this.values[s]!.push(value);
    }
    this.count += lanes;
    return tlast === undefined || tlast.value === 1 ? this.finish() : undefined;
  }

  reset(): void {
    this.count = 0;
    this.keep = [];
    this.values = this.sides.map(() => []);
  }

  private finish(): AxiStreamFrame {
    const frame = new AxiStreamFrame();
    frame.tdata = this.elements.slice(0, this.count);
    if (this.signals.tkeep !== undefined) frame.tkeep = this.keep;
    for (const [s, { name }] of this.sides.entries()) frame[name] = this.values[s]!;
    frame.simTimeStart = this.start;
    frame.simTimeEnd = getSimTime();
    this.reset();
    return frame;
  }

  private takeKeep(value: number | bigint, lanes: number): void {
    if (typeof value === 'number' && lanes <= 32) {
      for (let i = 0; i < lanes; i++) this.keep.push((value >>> i) & 1);
      return;
    }
    const bits = BigInt(value);
    for (let i = 0; i < lanes; i++) this.keep.push(Number((bits >> BigInt(i)) & 1n));
  }

  private grow(): void {
    const larger = makeElements(this.layout.size, this.elements.length * 2);
    for (let i = 0; i < this.count; i++) larger[i] = this.elements[i]!;
    this.elements = larger;
  }
}
