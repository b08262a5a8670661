// The functions of the series on floating-point numbers, by other means than src/transfer.
import type { SeriesName } from '../../src/transfer/series.ts';

/** The share of a normal distribution below x, by the midpoint rule. */
function normal(x: number): number {
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += Math.exp(-0.5 * (((i + 0.5) * x) / steps) ** 2);
  return 0.5 + (sum * x) / steps / Math.sqrt(2 * Math.PI);
}

/** The functions by name. */
export const floats: Readonly<Record<SeriesName, (x: number) => number>> = {
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  log2: Math.log2,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  gelu: (x) => x * normal(x),
  silu: (x) => x / (1 + Math.exp(-x)),
  reciprocal: (x) => 1 / x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
};
