// Operands of a call: numbers that their formats can hold.
import { DendraError, type Elem } from '../ir/index.ts';
import { codeAt, type Dyadic, describeRange, dyadic, reduce } from './dyadic.ts';

/** The code of a number in a format; throws a DendraError where there is none. */
export function codeOf(subject: string, format: Elem, value: number): bigint {
  const place = { rule: 'transfer-format' };
  const described = `a multiple of ${2 ** -format.frac} in ${describeRange(format)}`;
  if (!Number.isFinite(value)) throw new DendraError(`${subject} must be ${described}, not ${value}`, place);
  const given = dyadic(value);
  const scaled = reduce({ code: given.code, frac: given.frac - format.frac });
  const code = scaled.frac > 0 ? undefined : codeAt(scaled, 0);
  if (code !== undefined && code >= format.int[0] && code <= format.int[1]) return code;
  throw new DendraError(`${subject} must be ${described}, not ${value}`, place);
}

/** The operands of a call as exact values of their formats. */
export function checked(
  name: string,
  formats: Readonly<Record<string, Elem>>,
  values: Readonly<Record<string, number>>,
): Record<string, Dyadic> {
  return Object.fromEntries(
    Object.entries(formats).map(([input, format]) => {
      const code = codeOf(`input "${input}" of ${name}`, format, values[input] as number);
      return [input, { code, frac: format.frac }];
    }),
  );
}
