// A memory in pages, so that a large one costs only what is written.
import { bytesWords, wordBytes } from './words.ts';

const page = 4096;

/** Bytes that read as 0 until they are written. Addresses wrap at the size. */
export class Memory {
  /** Number of bytes. */
  readonly size: number;
  private readonly pages = new Map<number, Uint8Array>();

  constructor(size: number) {
    if (!(Number.isSafeInteger(size) && size > 0)) {
      throw new RangeError(`size of a memory must be a positive whole number of bytes, not ${size}`);
    }
    this.size = size;
  }

  /** Reads bytes. */
  read(address: number | bigint, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.pieces(address, length, (number, from, count, at) => {
      const found = this.pages.get(number);
      if (found !== undefined) bytes.set(found.subarray(from, from + count), at);
    });
    return bytes;
  }

  /** Writes bytes. */
  write(address: number | bigint, data: Uint8Array | readonly number[]): void {
    const bytes = Uint8Array.from(data);
    this.pieces(address, bytes.length, (number, from, count, at) => {
      let found = this.pages.get(number);
      if (found === undefined) {
        found = new Uint8Array(page);
        this.pages.set(number, found);
      }
      found.set(bytes.subarray(at, at + count), from);
    });
  }

  /** Reads words of `size` bytes, lowest byte first. */
  readWords(address: number | bigint, count: number, size = 2): (number | bigint)[] {
    return bytesWords(this.read(address, count * size), size);
  }

  /** Writes words of `size` bytes, lowest byte first. */
  writeWords(address: number | bigint, words: readonly (number | bigint)[], size = 2): void {
    this.write(address, wordBytes(words, size, 'word'));
  }

  /** Bytes as text: lines of address, 16 bytes, and characters. */
  hexdump(address: number, length: number, prefix = ''): string {
    const lines: string[] = [];
    for (let at = 0; at < length; at += 16) {
      const bytes = this.read(address + at, Math.min(16, length - at));
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      const text = Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      lines.push(`${prefix}${(address + at).toString(16).padStart(8, '0')}: ${hex.padEnd(47)}  ${text}`);
    }
    return lines.join('\n');
  }

  private pieces(
    address: number | bigint,
    length: number,
    piece: (page: number, from: number, count: number, at: number) => void,
  ): void {
    let where = Number(BigInt(address) % BigInt(this.size));
    for (let at = 0; at < length; ) {
      const from = where % page;
      const count = Math.min(length - at, page - from, this.size - where);
      piece((where - from) / page, from, count, at);
      at += count;
      where = (where + count) % this.size;
    }
  }
}
