// relu6: y = min(max(x, 0), 6), where 6 is `6 * 2^frac` in codes of the input.
import * as v from 'valibot';
import { DendraError } from '../../ir/index.ts';
import { rectifier } from '../relu/rectifier.ts';

/** The unit. */
export const relu6 = rectifier<Record<never, never>>({
  kind: 'relu6',
  summary: 'passes numbers from 0 to 6 and saturates the others',
  attrs: v.strictObject({}),
  cap: (_attrs, frac) => {
    if (frac >= -1) return frac < 0 ? 3n : 6n << BigInt(frac);
    throw new DendraError(`input "x" must have at least -1 fraction bits, not ${frac}`, {
      rule: 'relu6-binary-point',
      hint: 'the number 6 has no code with so few; use relu with a cap',
    });
  },
});
