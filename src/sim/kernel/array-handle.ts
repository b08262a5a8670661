// The handle of an unpacked array: one handle an element.

import type { SignalInfo } from '../model/types.ts';
import { Range } from '../values/index.ts';
import type { ArrayValue } from './encode.ts';
import { KernelError } from './errors.ts';
import { type Assigned, LogicHandle, type Read } from './handle.ts';
import { printsAs } from './inspection.ts';
import type { Kernel } from './kernel.ts';
import { counterpart, refusingUnknown } from './unknown-names.ts';

/** An unpacked array, by the indices of its source; `array.at(3).value`, or all elements at once through `value`. */
export class ArrayHandle {
  readonly name: string;
  readonly path: string;
  /** Bits of an element. */
  readonly width: number;
  /** Indices in the source, from left to right; of several dimensions, positions from 0 with the last dimension fastest. */
  readonly range: Range;
  private readonly elements: LogicHandle[];

  constructor(kernel: Kernel, info: SignalInfo, count: number) {
    this.path = info.path;
    this.name = info.path.slice(info.path.lastIndexOf('.') + 1);
    this.width = info.width;
    this.range = new Range(...(info.range ?? [0, count - 1]));
    const bytes = info.storage.length / count;
    const lowest = Math.min(this.range.left, this.range.right);
    this.elements = Array.from(this.range, (index) => {
      const storage = info.storage.subarray((index - lowest) * bytes, (index - lowest + 1) * bytes);
      return new LogicHandle(kernel, info, storage, `${info.path}[${index}]`);
    });
  }

  /** Number of elements. */
  get length(): number {
    return this.elements.length;
  }

  /** The handle of an element, by its index in the source. */
  at(index: number): LogicHandle {
    const { range } = this;
    if (!range.includes(index)) {
      throw new RangeError(`index of ${this.path} must be from ${range.left} to ${range.right}, not ${index}`);
    }
    return this.elements[range.index(index)]!;
  }

  /** The values of all elements, from left to right. */
  get value(): Read[] {
    return this.elements.map((element) => element.value);
  }

  /** Writes all elements, from left to right; the number of values must be that of the elements. */
  set value(value: ArrayValue) {
    const values = [...value] as Assigned[];
    if (values.length !== this.length) {
      throw new RangeError(`value of ${this.path} must have ${this.length} elements, not ${values.length}`);
    }
    for (const [i, element] of this.elements.entries()) element.write(values[i]!);
  }

  /** All elements, from left to right. */
  [Symbol.iterator](): Iterator<LogicHandle> {
    return this.elements[Symbol.iterator]();
  }

  /** Called when the simulation has ended. */
  close(): void {
    for (const element of this.elements) element.close();
  }
}

printsAs(ArrayHandle, ({ path, length }) => `the array ${path} itself, of ${length} elements`);

// An index in brackets would otherwise be undefined, or keep what is assigned to it.
Object.setPrototypeOf(
  ArrayHandle.prototype,
  refusingUnknown(Object.prototype, (name, receiver) => {
    const { path } = receiver as ArrayHandle;
    const hint = counterpart(name) ?? (/^-?\d+$/.test(name) ? `an element is .at(${name})` : 'its values are .value');
    return new KernelError(`${path} must have a property ${name} to use it, but has none: ${hint}`);
  }),
);
