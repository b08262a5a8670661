// The handle of a signal: its value in the model's storage, its edges, and the ways to write it.
import { nearest } from '../../ir/index.ts';
import type { ForceInfo, SignalInfo } from '../model/types.ts';
import { deprecated } from '../values/deprecated.ts';
import { LogicArray } from '../values/index.ts';
import { Action } from './actions.ts';
import { BitHandle } from './bit-handle.ts';
import { type Cells, cellsOf, fill, joinWords, native, splitWords } from './cells.ts';
import { EdgeTrigger } from './edges.ts';
import { bitsOf, type LogicValue } from './encode.ts';
import { KernelError } from './errors.ts';
import { printsAs } from './inspection.ts';
import type { Kernel } from './kernel.ts';
import { counterpart, refusingUnknown } from './unknown-names.ts';
import type { Target } from './writes.ts';

/** A value read: a number up to 53 bits, a bigint above. */
export type Read = number | bigint;

/** What can be assigned to `value`. */
export type Assigned = LogicValue | Action;

/** A signal, or one element of an unpacked array. */
export class LogicHandle implements Target<Read> {
  /** Last part of the path. */
  readonly name: string;
  readonly path: string;
  readonly width: number;
  /** True for `signed` in the RTL. */
  readonly isSigned: boolean;
  readonly direction: SignalInfo['direction'];
  /** True where the value takes several words. */
  readonly isWide: boolean;

  // What has a # is no property, so that printing a handle, or what refers to it, meets neither the kernel nor storage that ended.
  readonly #kernel: Kernel;
  #view: Cells['view'];
  /** Narrow and not forced: the value is simply what the storage holds. */
  private plain: boolean;
  private ended = false;
  private readonly largest: number;
  private forced: Read | undefined;
  private readonly forceInfo: ForceInfo | undefined;
  readonly #edges: { [kind: string]: EdgeTrigger } = {};

  constructor(kernel: Kernel, info: SignalInfo, storage: Uint8Array, path = info.path, force?: ForceInfo) {
    const { view, wide } = cellsOf(storage);
    this.#kernel = kernel;
    this.path = path;
    this.name = path.slice(path.lastIndexOf('.') + 1);
    this.width = info.width;
    this.isSigned = info.signed;
    this.direction = info.direction;
    this.isWide = wide;
    this.#view = view;
    this.plain = !wide;
    this.largest = wide ? -1 : 2 ** info.width - 1;
    this.forceInfo = force;
  }

  /** The simulation that the signal belongs to. */
  get kernel(): Kernel {
    return this.#kernel;
  }

  /** The bits as an unsigned integer. */
  get value(): Read {
    return this.plain ? this.#view[0]! : this.readSlowly();
  }

  /** Queues a write; an action (Immediate, Force, ...) acts in its own way. */
  set value(value: Assigned) {
    if (typeof value === 'number' && value >= 0 && value <= this.largest && Math.trunc(value) === value) {
      if (this.#kernel.phase === 'end') this.refuseWrite();
      this.#kernel.writes.put<Read>(this, value);
    } else this.write(value);
  }

  /** The bits in two's complement. */
  get signed(): Read {
    if (!this.isWide) {
      const shift = 32 - this.width;
      return (Number(this.value) << shift) >> shift;
    }
    return native(BigInt.asIntN(this.width, BigInt(this.value)), this.width);
  }

  /** The bits as a LogicArray. */
  get logic(): LogicArray {
    return LogicArray.fromUnsigned(BigInt(this.value), this.width);
  }

  /** A handle is no value: JavaScript would take it for one in `==`, in arithmetic and in texts. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(`${this.path} must be read as ${this.path}.value, not used as a value itself`);
  }

  /** Number of bits. */
  get length(): number {
    return this.width;
  }

  /** False: the signals of a model can be written. */
  get isConst(): boolean {
    return false;
  }

  /** Fires when the signal, of one bit, has become 1. */
  get risingEdge(): EdgeTrigger {
    return this.edge('RisingEdge');
  }

  /** Fires when the signal, of one bit, has become 0. */
  get fallingEdge(): EdgeTrigger {
    return this.edge('FallingEdge');
  }

  /** Fires when any bit has changed. */
  get valueChange(): EdgeTrigger {
    return this.edge('ValueChange');
  }

  /** The value, as a method. */
  get(): Read {
    return this.value;
  }

  /** Assigns to `value`, as a method. */
  set(value: Assigned): void {
    this.value = value;
  }

  /** Writes at once; it reads back at once. */
  setImmediate(value: LogicValue): void {
    this.writeNow(value);
  }

  /** Old name of setImmediate. */
  setimmediatevalue(value: LogicValue): void {
    deprecated('setimmediatevalue', 'signal.setImmediate(value) or signal.value = new Immediate(value)');
    this.writeNow(value);
  }

  /** One bit of the signal, 0 being the lowest. */
  bit(index: number): BitHandle {
    if (!(Number.isInteger(index) && index >= 0 && index < this.width)) {
      throw new RangeError(`bit of ${this.path} must be from 0 to ${this.width - 1}, not ${index}`);
    }
    return new BitHandle(this, index);
  }

  /** Writes a value or carries out an action. */
  write(value: Assigned): void {
    if (value instanceof Action) value.apply(this);
    else this.deposit(value);
  }

  /** Queues a write. */
  deposit(value: LogicValue): void {
    this.checkWrite();
    this.#kernel.writes.put<Read>(this, this.encode(value));
  }

  /** Writes at once. */
  writeNow(value: LogicValue): void {
    this.checkWrite();
    this.#kernel.writes.needed = true;
    this.store(this.encode(value));
  }

  /** Holds the signal at a value until it is released. */
  force(value: LogicValue): void {
    this.checkWrite();
    const bits = this.encode(value);
    const { forceInfo } = this;
    if (forceInfo === undefined && this.direction !== 'in') {
      throw new KernelError(`${this.path} must be built as forceable to be forced, not as a plain signal`);
    }
    this.#kernel.writes.needed = true;
    this.forced = undefined;
    this.store(bits);
    if (forceInfo !== undefined) {
      fill(forceInfo.value, BigInt(bits));
      fill(forceInfo.enable, (1n << BigInt(this.width)) - 1n);
    }
    this.forced = bits;
    this.plain = false;
    this.#kernel.writes.mark();
  }

  /** Ends a force; the value stays until something else drives it. */
  release(): void {
    this.checkWrite();
    // Even where nothing is forced, as any action another round of this step follows.
    this.#kernel.writes.needed = true;
    const { forced } = this;
    if (forced === undefined) return;
    this.forced = undefined;
    this.plain = !this.isWide;
    if (this.forceInfo !== undefined) fill(this.forceInfo.enable, 0n);
    this.store(forced);
    this.#kernel.writes.mark();
  }

  /** Puts bits into the storage; without effect while the signal is forced. */
  store(bits: Read): void {
    if (this.forced !== undefined) return;
    const view = this.#view;
    if (!this.isWide) {
      if (view[0] === bits) return;
      view[0] = bits as number;
    } else if (!splitWords(BigInt(bits), view as Uint32Array)) return;
    this.#kernel.writes.mark();
  }

  /** Lowest unit of the present value, the whole of it where it is narrow. */
  low(): number {
    return this.forced === undefined ? this.#view[0]! : Number(BigInt(this.forced) & 0xffffffffn);
  }

  /** The present value as words. */
  words(): Uint32Array {
    const words = this.#view as Uint32Array;
    if (this.forced === undefined) return words;
    const copy = words.slice();
    splitWords(BigInt(this.forced), copy);
    return copy;
  }

  /** Called when the simulation has ended: its storage must not be touched any more. */
  close(): void {
    this.ended = true;
    this.plain = true;
    this.forced = undefined;
    this.#view = endedView(this.path);
  }

  /** What is printed of it; of its value only while there is one. */
  inspect(): string {
    return `the signal ${this.path} itself, ${this.ended ? 'not its .value' : `whose .value is ${this.value}`}`;
  }

  private encode(value: LogicValue): Read {
    const bits = bitsOf(value, this.width, this.path);
    return this.isWide ? native(bits, this.width) : Number(bits);
  }

  private readSlowly(): Read {
    if (this.forced !== undefined) return this.forced;
    const words = this.#view as Uint32Array;
    // 64 bits of storage with at most 53 in use are the common case.
    return this.width <= 53 ? words[1]! * 0x100000000 + words[0]! : joinWords(words);
  }

  private edge(kind: 'RisingEdge' | 'FallingEdge' | 'ValueChange'): EdgeTrigger {
    const known = this.#edges[kind];
    if (known !== undefined) return known;
    if (kind !== 'ValueChange' && this.width !== 1) {
      throw new TypeError(`${kind} must be given a signal of 1 bit, not ${this.path} of ${this.width}`);
    }
    const made = new EdgeTrigger(this, kind);
    this.#edges[kind] = made;
    return made;
  }

  private checkWrite(): void {
    if (this.#kernel.phase === 'end') this.refuseWrite();
  }

  private refuseWrite(): never {
    throw new KernelError(
      `${this.path} must be written before the read-only phase, not in it: await a Timer, NextTimeStep or an edge first`,
    );
  }
}

printsAs(LogicHandle, (handle) => handle.inspect());

// A misspelt `value` would otherwise be kept as a property, and the signal stay as it is.
Object.setPrototypeOf(
  LogicHandle.prototype,
  refusingUnknown(Object.prototype, (name, receiver) => {
    const names = Object.getOwnPropertyNames(LogicHandle.prototype);
    const near = nearest(name, names);
    const hint = counterpart(name) ?? (near === undefined ? 'its value is .value' : `did you mean ${near}?`);
    return new KernelError(
      `${(receiver as LogicHandle).path} must have a property ${name} to use it, but has none: ${hint}`,
    );
  }),
);

function endedView(path: string): Cells['view'] {
  const refuse = (): never => {
    throw new KernelError(`${path} must be used while its simulation runs, not after its end`);
  };
  return new Proxy(new Uint8Array(1), { get: refuse, set: refuse });
}
