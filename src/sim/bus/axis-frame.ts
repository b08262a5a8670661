// A frame of AXI-stream: elements with their side signals.
import type { Event } from '../kernel/index.ts';
import type { IntegerArray } from './lanes.ts';

/** A side signal of a frame: one value for all elements, or one an element. */
export type Side = number | bigint | readonly (number | bigint)[];

/** The parts of a frame; only `tdata` is needed. */
export interface FrameParts {
  readonly tdata: IntegerArray;
  readonly tkeep?: readonly number[] | undefined;
  readonly tid?: Side | undefined;
  readonly tdest?: Side | undefined;
  readonly tuser?: Side | undefined;
  readonly txComplete?: Event | ((frame: AxiStreamFrame) => void) | undefined;
}

/** What can be sent: a frame, its parts, or its data alone. */
export type FrameLike = AxiStreamFrame | FrameParts | IntegerArray;

const sides = ['tid', 'tdest', 'tuser'] as const;

/**
 * A frame. Received data is an unsigned typed array of up to 32 bits, or an array of integers above. Where a side signal has fewer
 * values than the data, its last one holds for the rest.
 */
export class AxiStreamFrame {
  tdata: IntegerArray;
  /** 1 for each element that counts; all do where this is absent. */
  tkeep: number[] | undefined;
  tid: Side | undefined;
  tdest: Side | undefined;
  tuser: Side | undefined;
  /** Set, or called with the frame, when the final beat has been driven or the frame was flushed. */
  txComplete: FrameParts['txComplete'];
  /** Steps at which the first and the final beat were driven or received; undefined before. */
  simTimeStart: number | undefined;
  simTimeEnd: number | undefined;

  constructor(given: FrameLike = []) {
    const parts: FrameParts = isParts(given) ? given : { tdata: given };
    this.tdata = parts.tdata.slice();
    this.tkeep = parts.tkeep?.slice();
    for (const side of sides) this[side] = copied(parts[side]);
    this.txComplete = parts.txComplete;
    this.simTimeStart = given instanceof AxiStreamFrame ? given.simTimeStart : undefined;
    this.simTimeEnd = given instanceof AxiStreamFrame ? given.simTimeEnd : undefined;
  }

  /** Number of elements. */
  get length(): number {
    return this.tdata.length;
  }

  /** Gives every side signal one value an element. */
  normalize(): void {
    const { length } = this;
    this.tkeep = Array.from({ length }, (_, i) => Number(sideAt(this.tkeep, i, 1)));
    for (const side of sides) {
      const given = this[side];
      this[side] = Array.from({ length }, (_, i) => sideAt(given, i, 0));
    }
  }

  /** Drops elements whose keep is 0, and makes one value of a side signal whose values are equal. */
  compact(): void {
    const { tkeep } = this;
    if (tkeep?.some((keep) => keep === 0)) {
      const kept = (_: unknown, i: number): boolean => tkeep[i] !== 0;
      this.tdata = (this.tdata as number[]).filter(kept);
      for (const side of sides) {
        const values = this[side];
        if (Array.isArray(values)) this[side] = values.filter(kept);
      }
    }
    this.tkeep = undefined;
    for (const side of sides) {
      const values = this[side];
      if (!Array.isArray(values)) continue;
      if (values.length === 0) this[side] = undefined;
      else if (values.every((value) => value === values[0])) this[side] = values[0];
    }
  }

  /** True for equal data and equal side signals; one that a frame does not have is not compared. */
  equals(other: AxiStreamFrame): boolean {
    if (this.length !== other.length) return false;
    for (let i = 0; i < this.length; i++) {
      // biome-ignore lint/suspicious/noDoubleEquals: a number equals the bigint of the same value
      if (this.tdata[i] != other.tdata[i]) return false;
      for (const side of ['tkeep', ...sides] as const) {
        if (this[side] === undefined || other[side] === undefined) continue;
        // biome-ignore lint/suspicious/noDoubleEquals: as above
        if (sideAt(this[side], i, 0) != sideAt(other[side], i, 0)) return false;
      }
    }
    return true;
  }

  /** The elements. */
  [Symbol.iterator](): Iterator<number | bigint> {
    return (this.tdata as readonly (number | bigint)[])[Symbol.iterator]();
  }

  /** One line for messages. */
  toString(): string {
    const parts = (['tdata', 'tkeep', ...sides] as const)
      .filter((name) => this[name] !== undefined)
      .map((name) => `${name}: ${shown(this[name]!)}`);
    return `AxiStreamFrame(${parts.join(', ')})`;
  }
}

/** Value `i` of a side signal. */
export function sideAt(side: Side | undefined, i: number, absent: number): number | bigint {
  if (side === undefined) return absent;
  if (typeof side !== 'object') return side;
  return side[i] ?? side[side.length - 1] ?? absent;
}

/** Says that a frame was sent or flushed. */
export function complete(frame: AxiStreamFrame): void {
  const { txComplete } = frame;
  if (typeof txComplete === 'function') txComplete(frame);
  else txComplete?.set();
}

function isParts(given: FrameLike): given is FrameParts | AxiStreamFrame {
  return 'tdata' in given;
}

function copied(side: Side | undefined): Side | undefined {
  return typeof side === 'object' ? side.slice() : side;
}

function shown(values: Side | IntegerArray): string {
  if (typeof values !== 'object') return String(values);
  const first = Array.from(values as readonly (number | bigint)[]).slice(0, 32);
  return `[${first.join(', ')}${values.length > 32 ? `, ... ${values.length}` : ''}]`;
}
