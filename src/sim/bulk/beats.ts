// Beats of bulk runs: columns of values by signal, and the interleaved words that native code reads.
import type { IntegerArray } from '../bus/lanes.ts';
import { layout, type Place } from './layout.ts';

/** A payload signal of a stream by its name on the bus; `path` is its name in the design. */
export type Field = readonly [name: string, signal: { readonly width: number; readonly path: string }];

/** Beats with their fields in their places. A RangeError names a column that does not fit. */
export function interleave(
  fields: readonly Field[],
  columns: Readonly<Record<string, IntegerArray>>,
  count: number,
): Uint32Array {
  const { places, size } = layout(fields.map(([, { width }]) => width));
  const beats = new Uint32Array(size * count);
  for (const [i, [name, signal]] of fields.entries()) put(beats, size, places[i]!, signal, name, columns[name]!, count);
  return beats;
}

/** The inverse: for each field the words of all beats. */
export function separate(fields: readonly Field[], beats: Uint32Array, count: number): Record<string, Uint32Array> {
  const { places, size } = layout(fields.map(([, { width }]) => width));
  return Object.fromEntries(
    fields.map(([name], i) => {
      const { word, shift, bits, each } = places[i]!;
      const words = new Uint32Array(each * count);
      const mask = bits < 32 ? 2 ** bits - 1 : -1;
      for (let from = word, to = 0; to < words.length; from += size) {
        if (each === 1) words[to++] = (beats[from]! >>> shift) & mask;
        else for (let w = 0; w < each; w++) words[to++] = beats[from + w]!;
      }
      return [name, words];
    }),
  );
}

/** Puts a column into its place: a value a beat, the words of all beats of a wide signal, or all bytes of one of whole bytes. */
function put(
  beats: Uint32Array,
  size: number,
  place: Place,
  { width, path }: Field[1],
  name: string,
  column: IntegerArray,
  count: number,
): void {
  if (column instanceof Uint32Array && place.each > 1 && column.length === place.each * count) {
    putWords(beats, size, place, column, name);
  } else if (column instanceof Uint8Array && width % 8 === 0 && column.length === (width / 8) * count) {
    putBytes(beats, size, place, column);
  } else if (column.length === count) putValues(beats, size, place, column, name);
  else throw new RangeError(`${name} must have ${count} values, one a beat of ${path}, not ${column.length}`);
}

function putWords(
  beats: Uint32Array,
  size: number,
  { word, bits, each }: Place,
  words: Uint32Array,
  name: string,
): void {
  // The words that hold the highest bits of a beat must not hold more.
  const limit = 2 ** (bits - 32 * (each - 1));
  for (let from = 0, to = word; from < words.length; from += each, to += size) {
    for (let w = 0; w < each; w++) beats[to + w] = words[from + w]!;
    if (words[from + each - 1]! < limit) continue;
    throw new RangeError(`${name} must hold ${bits} bits a beat, not more in word ${from + each - 1}`);
  }
}

function putBytes(beats: Uint32Array, size: number, { word, shift, bits }: Place, bytes: Uint8Array): void {
  const each = bits / 8;
  for (let from = 0, to = word; from < bytes.length; from += each, to += size) {
    for (let b = 0; b < each; b++) beats[to + (b >>> 2)]! |= bytes[from + b]! << (shift + 8 * (b & 3));
  }
}

function putValues(beats: Uint32Array, size: number, place: Place, values: IntegerArray, name: string): void {
  const { word, shift, bits, each } = place;
  const largest = bits <= 32 ? 2 ** bits - 1 : -1;
  for (let beat = 0, to = word; beat < values.length; beat++, to += size) {
    const value = values[beat]!;
    if (typeof value === 'number' && value <= largest && value >>> 0 === value) beats[to]! |= value << shift;
    else {
      let rest = bitsOf(value, bits, `${name}[${beat}]`) << BigInt(shift);
      for (let w = 0; w < each; w++, rest >>= 32n) beats[to + w]! |= Number(rest & 0xffffffffn);
    }
  }
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
