// Words of bytes, lowest byte first.

/** Integers of `size` bytes each, negative ones in two's complement, as bytes. A RangeError names one that does not fit. */
export function wordBytes(words: readonly (number | bigint)[], size: number, name: string): Uint8Array {
  checkSize(size);
  const bits = BigInt(8 * size);
  const bytes = new Uint8Array(words.length * size);
  for (const [i, word] of words.entries()) {
    const whole = typeof word === 'bigint' || Number.isInteger(word);
    if (!whole || word < -(1n << (bits - 1n)) || word >= 1n << bits) {
      throw new RangeError(`${name} must be an integer of ${bits} bits, not ${word}`);
    }
    let rest = BigInt.asUintN(8 * size, BigInt(word));
    for (let b = 0; b < size; b++) {
      bytes[i * size + b] = Number(rest & 0xffn);
      rest >>= 8n;
    }
  }
  return bytes;
}

/** The unsigned integers in bytes: numbers up to 6 bytes, bigints above. */
export function bytesWords(bytes: Uint8Array, size: number): (number | bigint)[] {
  checkSize(size);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    let word = 0n;
    for (let b = size - 1; b >= 0; b--) word = (word << 8n) | BigInt(bytes[i * size + b]!);
    return size <= 6 ? Number(word) : word;
  });
}

function checkSize(size: number): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new RangeError(`size of a word must be a whole number of bytes, not ${size}`);
  }
}
