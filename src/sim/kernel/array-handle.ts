// The handle of an unpacked array: one handle an element.

import type { SignalInfo } from '../model/types.ts';
import type { ArrayValue } from './encode.ts';
import { type Assigned, LogicHandle, type Read } from './handle.ts';
import { printsAs } from './inspection.ts';
import type { Kernel } from './kernel.ts';

/** An unpacked array; `array.at(3).value`, or all elements at once through `value`. */
export class ArrayHandle {
  readonly name: string;
  readonly path: string;
  /** Bits of an element. */
  readonly width: number;
  private readonly elements: LogicHandle[];

  constructor(kernel: Kernel, info: SignalInfo, count: number) {
    this.path = info.path;
    this.name = info.path.slice(info.path.lastIndexOf('.') + 1);
    this.width = info.width;
    const bytes = info.storage.length / count;
    this.elements = Array.from({ length: count }, (_, i) => {
      const storage = info.storage.subarray(i * bytes, (i + 1) * bytes);
      return new LogicHandle(kernel, info, storage, `${info.path}[${i}]`);
    });
  }

  /** Number of elements. */
  get length(): number {
    return this.elements.length;
  }

  /** The handle of an element. */
  at(index: number): LogicHandle {
    const element = this.elements[index];
    if (element === undefined) {
      throw new RangeError(`index of ${this.path} must be from 0 to ${this.length - 1}, not ${index}`);
    }
    return element;
  }

  /** The values of all elements. */
  get value(): Read[] {
    return this.elements.map((element) => element.value);
  }

  /** Writes all elements, in order; the number of values must be that of the elements. */
  set value(value: ArrayValue) {
    const values = [...value] as Assigned[];
    if (values.length !== this.length) {
      throw new RangeError(`value of ${this.path} must have ${this.length} elements, not ${values.length}`);
    }
    for (const [i, element] of this.elements.entries()) element.write(values[i]!);
  }

  /** All elements. */
  [Symbol.iterator](): Iterator<LogicHandle> {
    return this.elements[Symbol.iterator]();
  }

  /** Called when the simulation has ended. */
  close(): void {
    for (const element of this.elements) element.close();
  }
}

printsAs(ArrayHandle, ({ path, length }) => `the array ${path} itself, of ${length} elements`);
