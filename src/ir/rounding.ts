// The named roundings of a right shift, on exact integers. There is no default rounding anywhere.

/** Names of the roundings; `halfUp` is `rhu` of the specifications: ties go toward plus infinity. */
export const roundings = [
  'floor',
  'ceil',
  'toZero',
  'awayFromZero',
  'halfEven',
  'halfAwayFromZero',
  'halfTowardZero',
  'halfUp',
] as const;
export type Rounding = (typeof roundings)[number];

/** `x / 2^n` rounded to an integer; n >= 0. */
export function roundShift(x: bigint, n: number, rounding: Rounding): bigint {
  if (n === 0) return x;
  const bits = BigInt(n);
  const floor = x >> bits;
  const rest = x - (floor << bits);
  if (rest === 0n) return floor;
  const half = 1n << (bits - 1n);
  const above = floor + 1n;
  const nearestOr = (tie: bigint): bigint => (rest === half ? tie : rest > half ? above : floor);
  switch (rounding) {
    case 'floor':
      return floor;
    case 'ceil':
      return above;
    case 'toZero':
      return x < 0n ? above : floor;
    case 'awayFromZero':
      return x < 0n ? floor : above;
    case 'halfUp':
      return nearestOr(above);
    case 'halfEven':
      return nearestOr((floor & 1n) === 0n ? floor : above);
    case 'halfAwayFromZero':
      return nearestOr(x < 0n ? floor : above);
    case 'halfTowardZero':
      return nearestOr(x < 0n ? above : floor);
  }
}

/** Clamps x to lo..hi. */
export function clamp(x: bigint, lo: bigint, hi: bigint): bigint {
  return x < lo ? lo : x > hi ? hi : x;
}
