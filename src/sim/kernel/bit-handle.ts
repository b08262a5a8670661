// The handle of one bit of a signal.
import { native } from './cells.ts';
import { bitsOf, type LogicValue } from './encode.ts';
import type { LogicHandle } from './handle.ts';
import { printsAs } from './inspection.ts';
import type { Target } from './writes.ts';

/** One bit of a signal: read with the others, written in program order with them. */
export class BitHandle implements Target<number> {
  private readonly signal: LogicHandle;
  private readonly index: number;

  constructor(signal: LogicHandle, index: number) {
    this.signal = signal;
    this.index = index;
  }

  /** 0 or 1. */
  get value(): number {
    return Number((BigInt(this.signal.value) >> BigInt(this.index)) & 1n);
  }

  /** Queues a write of this bit. */
  set value(value: LogicValue) {
    if (this.signal.kernel.phase === 'end') this.signal.write(this.signal.value);
    this.signal.kernel.writes.put<number>(this, Number(bitsOf(value, 1, `${this.signal.path}[${this.index}]`)));
  }

  /** What is printed of it. */
  inspect(): string {
    return `bit ${this.index} of ${this.signal.inspect()}`;
  }

  /** Puts the bit into the storage. */
  store(bit: number): void {
    const mask = 1n << BigInt(this.index);
    const rest = BigInt(this.signal.value) & ~mask;
    this.signal.store(native(bit === 1 ? rest | mask : rest, this.signal.width));
  }
}

printsAs(BitHandle, (handle) => handle.inspect());
