// Exponentials and their kin from exact integer series: the same bits on every machine.

/** Numbers of the series have this many fraction bits; each function below is exact to `proven` of them. */
export const guard = 192n;
export const proven = 128n;

const one = 1n << guard;

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> guard;
}

function divide(a: bigint, b: bigint): bigint {
  return (a << guard) / b;
}

/** e^x: 2^k e^r with |r| < ln 2, the latter by its power series, whose terms are of one sign for r >= 0. */
export function exp(x: bigint): bigint {
  const k = x / ln2 - (x < 0n ? 1n : 0n);
  const r = x - k * ln2;
  let sum = 0n;
  let term = one;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term = (term * r) / (n << guard);
  }
  return k >= 0n ? sum << k : sum >> -k;
}

/** ln 2 = sum of 1 / (n 2^n). */
export const ln2: bigint = (() => {
  let sum = 0n;
  for (let n = 1n; n <= guard; n++) sum += (one >> n) / n;
  return sum;
})();

/** The integer square root. */
function root(x: bigint): bigint {
  if (x < 2n) return x;
  let guess = 1n << BigInt(Math.ceil(x.toString(2).length / 2));
  for (;;) {
    const next = (guess + x / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** log2 x for x > 0: the exponent, then bit by bit by squaring the mantissa. */
function log2(x: bigint): bigint {
  const whole = BigInt(x.toString(2).length - 1) - guard;
  let mantissa = whole >= 0n ? x >> whole : x << -whole;
  let fraction = 0n;
  for (let n = 1n; n <= proven + 8n; n++) {
    mantissa = multiply(mantissa, mantissa);
    if (mantissa < one << 1n) continue;
    mantissa >>= 1n;
    fraction |= one >> n;
  }
  return (whole << guard) + fraction;
}

/** pi = 16 arctan(1/5) - 4 arctan(1/239). */
const pi: bigint = (() => {
  const arctan = (n: bigint): bigint => {
    let sum = 0n;
    let term = one / n;
    for (let k = 1n, sign = 1n; term > 0n; k += 2n, sign = -sign) {
      sum += (sign * term) / k;
      term /= n * n;
    }
    return sum;
  };
  return 16n * arctan(5n) - 4n * arctan(239n);
})();

/** The share of a normal distribution below x: a series of one sign, times the density. */
function normal(x: bigint): bigint {
  if (x < 0n) return one - normal(-x);
  // Beyond 14 it differs from 1 by less than 2^-140.
  if (x >= 14n * one) return one;
  const square = multiply(x, x);
  let sum = 0n;
  let term = x;
  for (let n = 3n; term > 0n; n += 2n) {
    sum += term;
    term = multiply(term, square) / n;
  }
  const density = divide(exp(-square >> 1n), root((2n * pi) << guard));
  return (one >> 1n) + multiply(sum, density);
}

function sigmoid(x: bigint): bigint {
  return divide(one, one + exp(-x));
}

/** A function with its domain. */
interface Function1 {
  /** Which arguments it takes: all, positive ones, or all but 0. */
  readonly domain: 'all' | 'positive' | 'nonzero';
  at(x: bigint): bigint;
}

/** The functions that tables are made of, over numbers with `guard` fraction bits. */
export const series = {
  exp: { domain: 'all', at: exp },
  exp2: { domain: 'all', at: (x) => exp(multiply(x, ln2)) },
  log2: { domain: 'positive', at: log2 },
  tanh: { domain: 'all', at: (x) => 2n * sigmoid(2n * x) - one },
  sigmoid: { domain: 'all', at: sigmoid },
  gelu: { domain: 'all', at: (x) => multiply(x, normal(x)) },
  silu: { domain: 'all', at: (x) => multiply(x, sigmoid(x)) },
  reciprocal: { domain: 'nonzero', at: (x) => divide(one, x) },
  sqrt: { domain: 'positive', at: (x) => root(x << guard) },
  rsqrt: { domain: 'positive', at: (x) => divide(one, root(x << guard)) },
} satisfies Record<string, Function1>;

/** Names of the functions. */
export type SeriesName = keyof typeof series;

/** The line of a function. */
export function seriesOf(name: SeriesName): Function1 {
  return series[name];
}
