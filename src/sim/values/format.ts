// Text of an unsigned integer in the bases and groupings that Python's format knows.

const bases: Readonly<Record<string, { radix: number; bits: number; group: number; prefix: string }>> = {
  b: { radix: 2, bits: 1, group: 4, prefix: '0b' },
  o: { radix: 8, bits: 3, group: 4, prefix: '0o' },
  d: { radix: 10, bits: 10, group: 3, prefix: '0d' },
  x: { radix: 16, bits: 4, group: 4, prefix: '0x' },
  X: { radix: 16, bits: 4, group: 4, prefix: '0X' },
};

/**
 * An integer of a vector of `width` bits by a specifier `[#][_|,](b|o|d|x|X)`, padded with zeros to the width in its base (for
 * `d`, a digit for every ten bits, and two more after `#`). Throws RangeError for another specifier; `,` goes with `d` alone.
 */
export function formatInteger(value: bigint, width: number, spec: string): string {
  const [, alternate, grouping, type] = /^(#?)([_,]?)([bodxX])$/.exec(spec) ?? [];
  if (type === undefined || (grouping === ',' && type !== 'd')) {
    throw new RangeError(`format must be [#][_|,](b|o|d|x|X) with "," for d alone, not ${JSON.stringify(spec)}`);
  }
  const { radix, bits, group, prefix } = bases[type];
  const digits = value.toString(radix);
  const least = Math.ceil(width / bits);
  const separators = grouping === '' ? 0 : Math.floor((least - 1) / group);
  // The prefix of cocotb's decimal is its own, so Python spends the two characters on zeros.
  const length = least + separators + (alternate === '#' && type === 'd' ? 2 : 0);
  const text = padded(digits, length, grouping, group);
  return `${alternate === '#' ? prefix : ''}${type === 'X' ? text.toUpperCase() : text}`;
}

function padded(digits: string, length: number, separator: string, group: number): string {
  const text = separator === '' ? digits : digits.replace(new RegExp(`\\B(?=(.{${group}})+$)`, 'g'), separator);
  return text.length >= length ? text : padded(`0${digits}`, length, separator, group);
}
