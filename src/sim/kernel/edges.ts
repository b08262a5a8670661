// RisingEdge, FallingEdge and ValueChange of a signal.
import { deprecated } from '../values/deprecated.ts';
import type { LogicHandle } from './handle.ts';
import { handleOf, type Port } from './port.ts';
import { Trigger } from './trigger.ts';

/** Kinds of edges. */
export type EdgeKind = 'RisingEdge' | 'FallingEdge' | 'ValueChange';

/** A change of one signal; one object per signal and kind. */
export class EdgeTrigger extends Trigger {
  readonly signal: LogicHandle;
  readonly kind: EdgeKind;
  private readonly wanted: number;
  private previous = 0;
  private previousWords: Uint32Array | undefined;

  constructor(signal: LogicHandle, kind: EdgeKind) {
    super();
    this.signal = signal;
    this.kind = kind;
    this.wanted = kind === 'RisingEdge' ? 1 : kind === 'FallingEdge' ? 0 : -1;
  }

  /** True when the signal differs from what it was when last sampled. */
  changed(): boolean {
    if (this.previousWords === undefined) return this.signal.low() !== this.previous;
    const words = this.signal.words();
    for (let i = 0; i < words.length; i++) if (words[i] !== this.previousWords[i]) return true;
    return false;
  }

  /** True when the signal has the value that the edge ends in. */
  matches(): boolean {
    return this.wanted < 0 || this.signal.low() === this.wanted;
  }

  /** Takes the present value as the one to compare with. */
  sample(): void {
    if (this.signal.isWide) this.previousWords = this.signal.words().slice();
    else this.previous = this.signal.low();
  }

  protected override prime(): void {
    this.sample();
    this.signal.kernel.watches.add(this);
  }

  protected override unprime(): void {
    this.signal.kernel.watches.remove(this);
  }

  override describe(): string {
    return `${this.kind}(${this.signal.path})`;
  }
}

/** Fires when a one-bit signal has become 1. */
export const RisingEdge = (signal: Port): EdgeTrigger => handleOf('RisingEdge', signal).risingEdge;

/** Fires when a one-bit signal has become 0. */
export const FallingEdge = (signal: Port): EdgeTrigger => handleOf('FallingEdge', signal).fallingEdge;

/** Fires when a signal of any width has changed. */
export const ValueChange = (signal: Port): EdgeTrigger => handleOf('ValueChange', signal).valueChange;

/** Old name of ValueChange. */
export const Edge = (signal: Port): EdgeTrigger => {
  deprecated('Edge(signal)', 'ValueChange(signal) or signal.valueChange');
  return ValueChange(signal);
};

/** The makers of edge triggers, as ClockCycles and Clock.cycles take them. */
export type EdgeType = typeof RisingEdge;
