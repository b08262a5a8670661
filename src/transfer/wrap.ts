// Which formats can wrap around.
import { DendraError, type Elem, signedElem, unsignedElem, widthOf } from '../ir/index.ts';
import { describeRange } from './dyadic.ts';

/** Throws a DendraError for a format that lacks some of the codes of its bits, such as 0..5: bits wrap around, no other interval. */
export function requireAllCodes(format: Elem): void {
  const { int, frac } = format;
  const whole = (int[0] < 0n ? signedElem : unsignedElem)(widthOf(format), frac);
  if (whole.int[0] === int[0] && whole.int[1] === int[1]) return;
  throw new DendraError(`a format that wraps must be ${describeRange(whole)}, not ${describeRange(format)}`, {
    rule: 'transfer-wrap',
    hint: 'use q(bits, fraction) or uq(bits, fraction), or saturate',
  });
}
