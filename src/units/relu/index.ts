// relu: y = max(x, 0), at most `cap` if one is given.
import * as v from 'valibot';
import { exactInteger } from '../../ir/index.ts';
import { rectifier } from './rectifier.ts';

/** Attributes of relu. */
export interface Attrs {
  /** Largest output code; none by default. */
  readonly cap?: bigint | undefined;
}

/** The unit. */
export const relu = rectifier<Attrs>({
  kind: 'relu',
  summary: 'passes positive numbers and replaces negative ones by zero',
  attrs: v.strictObject({
    cap: v.optional(
      v.pipe(
        exactInteger,
        v.check((cap) => cap >= 0n, 'an integer of at least 0'),
      ),
    ),
  }),
  cap: ({ cap }) => cap,
});
