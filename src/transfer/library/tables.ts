// Tables of exp, tanh and 2^x of the modulations, from exact integer series: the same on every machine.
import { exp, guard, ln2 } from '../series.ts';

/** Entries of the tables of exp and tanh: -8 to 8 in steps of 1/16. */
export const steps = 256;
/** Entries of the table of 2^x: 0 to 1 in steps of 1/64. */
export const powerEntries = 64;

const one = 1n << guard;

/** exp(i / 16) for i = -128 .. 127, rounded to f fraction bits. */
export function exponential(f: number): bigint[] {
  return arguments16().map((x) => round(exp(x), f));
}

/** tanh(i / 16) for i = -128 .. 127, rounded to f fraction bits. */
export function hyperbolic(f: number): bigint[] {
  return arguments16().map((x) => {
    const square = exp(2n * x);
    return round(((square - one) << guard) / (square + one), f);
  });
}

/** 2^(j / 64) for j = 0 .. 63, rounded to f fraction bits. */
export function power(f: number): bigint[] {
  return Array.from({ length: powerEntries }, (_, j) => round(exp((BigInt(j) * ln2) / BigInt(powerEntries)), f));
}

function arguments16(): bigint[] {
  return Array.from({ length: steps }, (_, i) => (BigInt(i - steps / 2) << guard) / 16n);
}

/** To f fraction bits, ties toward plus infinity; no entry but 0 and 1 is near a tie. */
function round(x: bigint, f: number): bigint {
  const drop = guard - BigInt(f);
  return (x + (1n << (drop - 1n))) >> drop;
}
