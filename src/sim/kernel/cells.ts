// A signal's bits in the model's storage, read and written as integers.
import { assert } from '../../ir/index.ts';

/** Storage of one signal: a single unit of 1, 2 or 4 bytes (narrow), or 32-bit words from the lowest on (wide). */
export interface Cells {
  readonly view: Uint8Array | Uint16Array | Uint32Array;
  readonly wide: boolean;
}

/** Views storage without a copy. */
export function cellsOf(storage: Uint8Array): Cells {
  const { buffer, byteOffset, byteLength } = storage;
  if (byteLength === 1) return { view: storage, wide: false };
  const unit = byteLength === 2 ? 2 : 4;
  assert(
    byteLength % unit === 0 && byteOffset % unit === 0,
    `storage of ${byteLength} bytes at ${byteOffset} is not aligned`,
  );
  if (unit === 2) return { view: new Uint16Array(buffer, byteOffset, 1), wide: false };
  return { view: new Uint32Array(buffer, byteOffset, byteLength / 4), wide: byteLength > 4 };
}

/** The integer that words hold. */
export function joinWords(words: ArrayLike<number>): bigint {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i]!);
  return value;
}

/** Writes an integer as words; true when that changed any. */
export function splitWords(value: bigint, words: Uint32Array): boolean {
  let rest = value;
  let changed = false;
  for (let i = 0; i < words.length; i++) {
    const word = Number(rest & 0xffffffffn);
    rest >>= 32n;
    if (words[i] === word) continue;
    words[i] = word;
    changed = true;
  }
  return changed;
}

/** A number up to 53 bits, a bigint above. */
export function native(value: bigint, width: number): number | bigint {
  return width <= 53 ? Number(value) : value;
}

/** Writes an integer as bytes, the lowest first. */
export function fill(storage: Uint8Array, bits: bigint): void {
  let rest = bits;
  for (let i = 0; i < storage.length; i++) {
    storage[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}
