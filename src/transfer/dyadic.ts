// Dyadic rationals: exact values code / 2^frac, which is what every finite number of JavaScript is.
import type { Elem } from '../ir/index.ts';

/** The value `code / 2^frac`; frac may be negative. */
export interface Dyadic {
  readonly code: bigint;
  readonly frac: number;
}

/** The exact value of a finite number, with the least number of fraction bits. */
export function dyadic(value: number): Dyadic {
  let frac = 0;
  let scaled = value;
  // A product with 2 is exact; a double has no more than 1074 fraction bits.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    frac++;
  }
  return reduce({ code: BigInt(scaled), frac });
}

/** Without trailing zeros behind the binary point; 0 and odd codes stay as they are. */
export function reduce({ code, frac }: Dyadic): Dyadic {
  if (code === 0n) return { code, frac: 0 };
  let [rest, point] = [code, frac];
  while (point > 0 && (rest & 1n) === 0n) {
    rest >>= 1n;
    point--;
  }
  return point < 0 ? { code: rest << BigInt(-point), frac: 0 } : { code: rest, frac: point };
}

/** The code with `frac` fraction bits, not fewer than the value has. */
export function codeAt({ code, frac }: Dyadic, target: number): bigint {
  return code << BigInt(target - frac);
}

/** The exact number; the value must have at most 53 significant bits. */
export function toNumber({ code, frac }: Dyadic): number {
  return Number(code) / 2 ** frac;
}

/** The exponent n of a value 2^n; undefined for any other value. */
export function exponentOf({ code, frac }: Dyadic): number | undefined {
  if (code <= 0n || (code & (code - 1n)) !== 0n) return undefined;
  return code.toString(2).length - 1 - frac;
}

/** True when a decimal literal is exactly a number of JavaScript, as 0.375 is and 0.1 is not. */
export function isExactLiteral(text: string): boolean {
  const [, whole, part = '', power = '0'] = /^(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text.replaceAll('_', '')) ?? [];
  if (whole === undefined) return /^0[xXbBoO][\da-fA-F_]+$/.test(text) && Number.isSafeInteger(Number(text));
  const exponent = Number(power) - part.length;
  const digits = BigInt(`${whole}${part}` || '0');
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value)) return false;
  const { code, frac } = dyadic(value);
  // code / 2^frac = digits 10^exponent, without a fraction on either side
  return exponent < 0
    ? code * 10n ** BigInt(-exponent) === digits << BigInt(frac)
    : code === (digits * 10n ** BigInt(exponent)) << BigInt(frac);
}

/** Bounds of an interval as ordinary numbers: `-8..7.9375`. */
export function describeRange({ int, frac }: Elem): string {
  const end = (code: bigint): string => String(toNumber({ code, frac }));
  return `${end(int[0])}..${end(int[1])}`;
}
