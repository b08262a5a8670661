// Columns of bulk runs: the values of one signal, beat after beat, as the bytes that native code reads.
import type { IntegerArray } from '../bus/lanes.ts';

/** A payload signal of a stream by its name on the bus; `path` is its name in the design. */
export type Field = readonly [name: string, signal: { readonly width: number; readonly path: string }];

/** A value a beat, each of `stride` bytes, little-endian; what a signal holds beyond them is 0. */
export interface Column {
  readonly stride: number;
  readonly values: Uint8Array | Uint32Array;
}

/** Words of a value of so many bits. */
export function wordsOf(bits: number): number {
  return Math.ceil(bits / 32);
}

/**
 * The column of a signal from a value a beat, the words of all beats of a wide signal, or all bytes of one of whole bytes; not a copy
 * where that can be. A RangeError names the column that does not fit.
 */
export function columnOf([name, { width, path }]: Field, values: IntegerArray, count: number): Column {
  const words = wordsOf(width);
  if (values instanceof Uint32Array && words > 1 && values.length === words * count) {
    checkWords(values, width, name);
    return { stride: 4 * words, values };
  }
  if (values instanceof Uint8Array && width % 8 === 0 && values.length === (width / 8) * count) {
    return { stride: width / 8, values };
  }
  if (values.length !== count) {
    throw new RangeError(`${name} must have ${count} values, one a beat of ${path}, not ${values.length}`);
  }
  if (width <= 32 && (values instanceof Uint8Array || values instanceof Uint32Array) && fits(values, width)) {
    return { stride: values.BYTES_PER_ELEMENT, values };
  }
  return { stride: 4 * words, values: encoded(values, width, name) };
}

/** True when no value has more bits. */
function fits(values: Uint8Array | Uint32Array, width: number): boolean {
  let any = 0;
  for (let i = 0; i < values.length; i++) any |= values[i]!;
  return any >>> 0 < 2 ** width;
}

/** The words that hold the highest bits of a beat must not hold more. */
function checkWords(values: Uint32Array, width: number, name: string): void {
  const words = wordsOf(width);
  const limit = 2 ** (width - 32 * (words - 1));
  for (let at = words - 1; at < values.length; at += words) {
    if (values[at]! < limit) continue;
    throw new RangeError(`${name} must hold ${width} bits a beat, not more in word ${at}`);
  }
}

function encoded(values: IntegerArray, width: number, name: string): Uint32Array {
  const words = wordsOf(width);
  const column = new Uint32Array(words * values.length);
  const largest = width <= 32 ? 2 ** width - 1 : -1;
  for (let beat = 0, to = 0; beat < values.length; beat++, to += words) {
    const value = values[beat]!;
    if (typeof value === 'number' && value <= largest && value >>> 0 === value) column[to] = value;
    else {
      let rest = bitsOf(value, width, `${name}[${beat}]`);
      for (let w = 0; w < words; w++, rest >>= 32n) column[to + w] = Number(rest & 0xffffffffn);
    }
  }
  return column;
}

function bitsOf(value: number | bigint, width: number, name: string): bigint {
  const low = -(1n << BigInt(width - 1));
  const high = (1n << BigInt(width)) - 1n;
  const whole = typeof value === 'bigint' || Number.isInteger(value);
  if (!whole || BigInt(value) < low || BigInt(value) > high) {
    throw new RangeError(`${name} must be an integer of ${width} bits, ${low} to ${high}, not ${value}`);
  }
  return BigInt.asUintN(width, BigInt(value));
}
