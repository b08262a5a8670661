// Beats of bulk transfers: columns of values by signal, and the interleaved words that native code reads.
import type { LogicHandle } from '../kernel/index.ts';
import type { IntegerArray } from './lanes.ts';

/** A payload signal of a stream by its name on the bus. */
export type Field = readonly [name: string, signal: LogicHandle];

/** 32-bit words of a value of that signal. */
export function wordsOf({ width }: LogicHandle): number {
  return Math.ceil(width / 32);
}

/** Beats with their fields one after the other, each in whole words. A RangeError names a column that does not fit. */
export function interleave(
  fields: readonly Field[],
  columns: Readonly<Record<string, IntegerArray>>,
  count: number,
): Uint32Array {
  const size = fields.reduce((sum, [, signal]) => sum + wordsOf(signal), 0);
  const beats = new Uint32Array(size * count);
  let first = 0;
  for (const [name, signal] of fields) {
    const words = columnWords(signal, name, columns[name]!, count);
    const each = wordsOf(signal);
    for (let beat = 0; beat < count; beat++) {
      for (let w = 0; w < each; w++) beats[beat * size + first + w] = words[beat * each + w]!;
    }
    first += each;
  }
  return beats;
}

/** The inverse: for each field the words of all beats. */
export function separate(fields: readonly Field[], beats: Uint32Array, count: number): Record<string, Uint32Array> {
  const size = fields.reduce((sum, [, signal]) => sum + wordsOf(signal), 0);
  const columns: Record<string, Uint32Array> = {};
  let first = 0;
  for (const [name, signal] of fields) {
    const each = wordsOf(signal);
    const words = new Uint32Array(each * count);
    for (let beat = 0; beat < count; beat++) {
      for (let w = 0; w < each; w++) words[beat * each + w] = beats[beat * size + first + w]!;
    }
    columns[name] = words;
    first += each;
  }
  return columns;
}

/** A column as words: it holds a value a beat, the 32-bit words of all beats, or all bytes of a signal of whole bytes. */
function columnWords(signal: LogicHandle, name: string, column: IntegerArray, count: number): Uint32Array {
  const each = wordsOf(signal);
  const { width, path } = signal;
  if (column instanceof Uint32Array && width % 32 === 0 && column.length === each * count) return column;
  if (column instanceof Uint8Array && width % 8 === 0 && column.length === (width / 8) * count)
    return byteWords(column, width / 8, each);
  if (column.length !== count) {
    throw new RangeError(`${name} must have ${count} values, one a beat of ${path}, not ${column.length}`);
  }
  const words = new Uint32Array(each * count);
  const low = -(1n << BigInt(width - 1));
  const high = (1n << BigInt(width)) - 1n;
  for (let beat = 0; beat < count; beat++) {
    const value = column[beat]!;
    if (typeof value === 'number' && width <= 32 && Number.isInteger(value) && value >= 0 && value <= Number(high)) {
      words[beat] = value;
      continue;
    }
    const whole = typeof value === 'bigint' || Number.isInteger(value);
    if (!whole || BigInt(value) < low || BigInt(value) > high) {
      throw new RangeError(`${name}[${beat}] must be an integer of ${width} bits, ${low} to ${high}, not ${value}`);
    }
    let rest = BigInt.asUintN(width, BigInt(value));
    for (let w = 0; w < each; w++, rest >>= 32n) words[beat * each + w] = Number(rest & 0xffffffffn);
  }
  return words;
}

function byteWords(bytes: Uint8Array, size: number, each: number): Uint32Array {
  const count = bytes.length / size;
  const words = new Uint32Array(each * count);
  const target = new Uint8Array(words.buffer);
  if (size === 4 * each) target.set(bytes);
  else
    for (let beat = 0; beat < count; beat++)
      target.set(bytes.subarray(beat * size, (beat + 1) * size), beat * 4 * each);
  return words;
}
