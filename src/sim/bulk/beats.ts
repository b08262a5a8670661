// Beats of bulk runs: columns of values by signal, and the interleaved words that native code reads.
import type { IntegerArray } from '../bus/lanes.ts';

/** A payload signal of a stream by its name on the bus; `path` is its name in the design. */
export type Field = readonly [name: string, signal: { readonly width: number; readonly path: string }];

/** Where a field's words are: the first of a beat, how many, and the words of a whole beat. */
interface Place {
  readonly first: number;
  readonly each: number;
  readonly size: number;
}

/** Beats with their fields one after the other, each in whole words. A RangeError names a column that does not fit. */
export function interleave(
  fields: readonly Field[],
  columns: Readonly<Record<string, IntegerArray>>,
  count: number,
): Uint32Array {
  const places = placesOf(fields);
  const beats = new Uint32Array((places[0]?.size ?? 0) * count);
  for (const [i, [name, signal]] of fields.entries()) put(beats, places[i]!, signal, name, columns[name]!, count);
  return beats;
}

/** The inverse: for each field the words of all beats. */
export function separate(fields: readonly Field[], beats: Uint32Array, count: number): Record<string, Uint32Array> {
  const places = placesOf(fields);
  return Object.fromEntries(
    fields.map(([name], i) => {
      const { first, each, size } = places[i]!;
      const words = new Uint32Array(each * count);
      for (let from = first, to = 0; to < words.length; from += size) {
        for (let w = 0; w < each; w++) words[to++] = beats[from + w]!;
      }
      return [name, words];
    }),
  );
}

function placesOf(fields: readonly Field[]): Place[] {
  const words = fields.map(([, { width }]) => Math.ceil(width / 32));
  const size = words.reduce((sum, each) => sum + each, 0);
  let next = 0;
  return words.map((each) => {
    next += each;
    return { first: next - each, each, size };
  });
}

/** Puts a column into its place: a value a beat, the words of all beats of a wide signal, or all bytes of one of whole bytes. */
function put(
  beats: Uint32Array,
  place: Place,
  signal: Field[1],
  name: string,
  column: IntegerArray,
  count: number,
): void {
  const { width, path } = signal;
  if (column instanceof Uint32Array && place.each > 1 && column.length === place.each * count) {
    putWords(beats, place, column, name, width);
  } else if (column instanceof Uint8Array && width % 8 === 0 && column.length === (width / 8) * count) {
    putBytes(beats, place, column, width / 8);
  } else if (column.length === count) putValues(beats, place, column, name, width);
  else throw new RangeError(`${name} must have ${count} values, one a beat of ${path}, not ${column.length}`);
}

function putWords(
  beats: Uint32Array,
  { first, each, size }: Place,
  words: Uint32Array,
  name: string,
  width: number,
): void {
  // The words that hold the highest bits of a beat must not hold more.
  const limit = 2 ** (width - 32 * (each - 1));
  for (let from = 0, to = first; from < words.length; from += each, to += size) {
    for (let w = 0; w < each; w++) beats[to + w] = words[from + w]!;
    if (words[from + each - 1]! < limit) continue;
    throw new RangeError(`${name} must hold ${width} bits a beat, not more in word ${from + each - 1}`);
  }
}

function putBytes(beats: Uint32Array, { first, size }: Place, bytes: Uint8Array, each: number): void {
  const target = new Uint8Array(beats.buffer);
  for (let from = 0, to = 4 * first; from < bytes.length; from += each, to += 4 * size) {
    for (let b = 0; b < each; b++) target[to + b] = bytes[from + b]!;
  }
}

function putValues(
  beats: Uint32Array,
  { first, each, size }: Place,
  values: IntegerArray,
  name: string,
  width: number,
): void {
  const largest = width <= 32 ? 2 ** width - 1 : -1;
  for (let beat = 0, to = first; beat < values.length; beat++, to += size) {
    const value = values[beat]!;
    if (typeof value === 'number' && value <= largest && value >>> 0 === value) beats[to] = value;
    else {
      let rest = bitsOf(value, width, `${name}[${beat}]`);
      for (let w = 0; w < each; w++, rest >>= 32n) beats[to + w] = Number(rest & 0xffffffffn);
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
