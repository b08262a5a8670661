// C++ literals that templates take as text.
import { assert } from '../ir/index.ts';

/** An integer of at most 64 bits, with the suffix that it needs; the least one of 64 bits has no literal. */
export function cppInteger(value: bigint | number): string {
  const big = BigInt(value);
  if (BigInt.asIntN(31, big) === big) return `${big}`;
  if (big === -(1n << 63n)) return '(-9223372036854775807LL - 1)';
  if (BigInt.asIntN(64, big) === big) return `${big}LL`;
  assert(BigInt.asUintN(64, big) === big, `${big} needs more than 64 bits`);
  return `${big}ULL`;
}
