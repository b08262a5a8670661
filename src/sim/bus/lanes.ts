// Elements of `size` bits side by side in one bus value, the first one lowest.

/** Elements of a beat or frame. */
export type Elements = Uint8Array | Uint16Array | Uint32Array | (number | bigint)[];

/** Any array of integers that a bench may send. */
export type IntegerArray =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | readonly (number | bigint)[];

/** An array of unsigned elements of `size` bits: typed up to 32 bits, numbers up to 53, bigints above. */
export function makeElements(size: number, length: number): Elements {
  if (size <= 8) return new Uint8Array(length);
  if (size <= 16) return new Uint16Array(length);
  if (size <= 32) return new Uint32Array(length);
  return new Array<number | bigint>(length).fill(size <= 53 ? 0 : 0n);
}

/**
 * Integers as unsigned elements of `size` bits, negative ones in two's complement; always a copy. A RangeError names the first that
 * does not fit.
 */
export function toElements(given: IntegerArray, size: number, name: string): Elements {
  const elements = makeElements(size, given.length);
  if (given instanceof Uint8Array && size >= 8 && elements instanceof Uint8Array) {
    elements.set(given);
    return elements;
  }
  const low = size <= 53 ? -(2 ** (size - 1)) : -(1n << BigInt(size - 1));
  const high = size <= 53 ? 2 ** size - 1 : (1n << BigInt(size)) - 1n;
  for (let i = 0; i < given.length; i++) {
    const value = given[i]!;
    const whole = typeof value === 'bigint' || Number.isInteger(value);
    if (!whole || value < low || value > high) {
      throw new RangeError(`${name}[${i}] must be an integer of ${size} bits, ${low} to ${high}, not ${value}`);
    }
    elements[i] = size <= 32 ? Number(value) & mask32(size) : wideElement(value, size);
  }
  return elements;
}

/** Elements `start` to `start + count` as one value; missing lanes are 0. */
export function packLanes(elements: Elements, start: number, count: number, size: number): number | bigint {
  if (count * size <= 32) {
    let value = 0;
    for (let i = 0; i < count; i++) value |= (elements[start + i] as number) << (i * size);
    return value >>> 0;
  }
  // Words of 32 bits first: adding every lane to a bigint takes time that grows with the square of the width.
  let value = 0n;
  if (32 % size === 0) {
    const per = 32 / size;
    for (let at = Math.floor((count - 1) / per) * per; at >= 0; at -= per) {
      let word = 0;
      for (let i = Math.min(per, count - at) - 1; i >= 0; i--) {
        word = size === 32 ? (elements[start + at] as number) : (word << size) | (elements[start + at + i] as number);
      }
      value = (value << 32n) | BigInt(word >>> 0);
    }
    return value;
  }
  for (let i = count - 1; i >= 0; i--) value = (value << BigInt(size)) | BigInt(elements[start + i]!);
  return value;
}

/** Splits a value into `count` lanes, written to `elements` from `start` on. */
export function unpackLanes(
  value: number | bigint,
  count: number,
  size: number,
  elements: Elements,
  start: number,
): void {
  if (count * size <= 32) {
    const mask = mask32(size);
    const bits = Number(value);
    for (let i = 0; i < count; i++) elements[start + i] = (bits >>> (i * size)) & mask;
    if (size === 32) elements[start] = bits;
    return;
  }
  let rest = BigInt(value);
  const mask = (1n << BigInt(size)) - 1n;
  const shift = BigInt(size);
  if (32 % size === 0) {
    const per = 32 / size;
    for (let at = 0; at < count; at += per) {
      const word = Number(rest & 0xffffffffn);
      rest >>= 32n;
      for (let i = 0; i < per && at + i < count; i++) {
        elements[start + at + i] = size === 32 ? word : (word >>> (i * size)) & mask32(size);
      }
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    const lane = rest & mask;
    elements[start + i] = size <= 53 ? Number(lane) : lane;
    rest >>= shift;
  }
}

function mask32(size: number): number {
  return size >= 32 ? -1 : (1 << size) - 1;
}

function wideElement(value: number | bigint, size: number): number | bigint {
  const bits = BigInt.asUintN(size, BigInt(value));
  return size <= 53 ? Number(bits) : bits;
}
