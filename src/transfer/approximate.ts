// approximate(): a table with straight lines between its entries, whose error is proven for every code of the input.
import { bitLength, clamp, contains, DendraError, type Elem, elem } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import { codeAt, type Dyadic, describeRange, dyadic, reduce, toNumber } from './dyadic.ts';
import { type ExpressionGraph, evaluate } from './expression.ts';
import { compile } from './golden.ts';
import { graphToJson } from './json.ts';
import { register } from './made.ts';
import { checked } from './operands.ts';
import { finish } from './rebuild.ts';
import { guard, proven, type SeriesName, series, seriesOf } from './series.ts';
import type { Numbers, Transfer } from './transfer.ts';

/** What is approximated, and how well. */
export interface Approximation {
  /** Format of the argument, of at most 2^16 codes; all of them lie in the domain of the function. */
  readonly input: Elem;
  /** Format of the result; beyond it the function counts as its nearer bound. */
  readonly output: Elem;
  /** Largest distance between result and function, in the numbers that codes stand for. */
  readonly error: number;
}

/** A function of `x`, which may also be called with the number alone. */
export type Approximated = Transfer<{ readonly x: number }, number> & ((x: number) => number);

/** Most codes of an input: the error is looked at for each of them. */
const mostCodes = 1n << 16n;
/** Fraction bits that entries have beyond those of the output. */
const spare = 3;

/**
 * A transfer function of one input `x` that stays within `error` of the named function, with the fewest segments that do.
 * Throws a DendraError for arguments outside of the domain, at once, and for an error that the output cannot keep, at its
 * first use. Its tables come from integer series and are the same on every machine.
 */
export function approximate(name: SeriesName, options: Approximation): Approximated {
  const stack = new Error().stack!;
  check(name, options);
  let graph: ExpressionGraph | undefined;
  const read = (): ExpressionGraph => {
    graph ??= fewest(name, options);
    return graph;
  };
  const formats = { x: options.input };
  const exactly = ({ x }: Readonly<Record<string, Dyadic>>): Record<string, Dyadic> => {
    const { y } = evaluate(read(), { x: codeAt(x!, options.input.frac) });
    return { y: reduce({ code: y!, frac: options.output.frac }) };
  };
  const run = (given: Numbers<typeof formats> | number): number => {
    const values = typeof given === 'number' ? { x: given } : given;
    return toNumber(exactly(checked(name, formats, values)).y!);
  };
  const made = Object.defineProperties(run, {
    name: { value: name },
    single: { value: true },
    bare: { value: true },
    formats: { value: formats },
    graph: { get: read },
    exactInNumbers: { value: true },
    exactly: { value: exactly },
    toJSON: { value: () => graphToJson(read()) },
  }) as Approximated;
  register(stack, made);
  return made;
}

function check(name: SeriesName, { input, error }: Approximation): void {
  const fail = (sentence: string, hint?: string): never => {
    throw new DendraError(sentence, { rule: 'transfer-approximation', hint });
  };
  if (!Object.hasOwn(series, name)) fail(`a function must be one of ${Object.keys(series).join(', ')}, not "${name}"`);
  const [lo, hi] = input.int;
  if (hi - lo >= mostCodes) fail(`the input of ${name} must have at most ${mostCodes} codes, not ${hi - lo + 1n}`);
  const { domain } = seriesOf(name);
  const outside = domain === 'positive' ? lo <= 0n : domain === 'nonzero' && lo <= 0n && hi >= 0n;
  const hint = 'leave them out: elem(1, 255, 4) instead of uq(8, 4)';
  if (outside)
    fail(
      `the input of ${name} must be ${domain === 'positive' ? 'above 0' : 'without 0'}, not ${describeRange(input)}`,
      hint,
    );
  if (!(error > 0)) fail(`error must be above 0, not ${error}`);
}

/** The function at every code, `guard` fraction bits, held within the output. */
function samples(name: SeriesName, { input, output }: Approximation): bigint[] {
  const { at } = seriesOf(name);
  const [lo, hi] = input.int;
  const [least, most] = output.int.map((end) => end << (guard - BigInt(output.frac))) as [bigint, bigint];
  return Array.from({ length: Number(hi - lo) + 1 }, (_, i) => {
    const value = at((lo + BigInt(i)) << (guard - BigInt(input.frac)));
    return clamp(value, least, most);
  });
}

/** The graph with the fewest segments, a power of two of codes each, that keeps the error. */
function fewest(name: SeriesName, options: Approximation): ExpressionGraph {
  const wanted = samples(name, options);
  const bound = dyadic(options.error);
  // What the series itself may be off is taken from the bound.
  const most = (bound.code << guard) / (1n << BigInt(bound.frac)) - (1n << (guard - proven));
  const bits = bitLength(wanted.length - 1);
  let off = 0n;
  for (let run = bits; run >= 0; run--) {
    const graph = interpolation(wanted, run, options);
    off = worst(graph, wanted, options);
    if (off <= most) return graph;
  }
  const least = Number((off >> (guard - 40n)) + 1n) / 2 ** 40;
  // Three digits, rounded up.
  const unit = 10 ** (Math.floor(Math.log10(least)) - 2);
  throw new DendraError(
    `error must be at least ${(Math.ceil(least / unit) * unit).toPrecision(3)} with this output, not ${options.error}`,
    {
      rule: 'transfer-approximation',
      hint: 'give the output more fraction bits',
    },
  );
}

/** Largest distance over all codes. */
function worst(graph: ExpressionGraph, wanted: readonly bigint[], { input, output }: Approximation): bigint {
  const start = Number(input.int[0]);
  const from = Int32Array.from(wanted, (_, i) => start + i);
  const to = new BigInt64Array(wanted.length);
  const narrow = new Int32Array(wanted.length);
  const { type } = graph.nodes[graph.outputs.y!]!;
  const fits = contains(elem(-(1n << 31n), (1n << 31n) - 1n), elem(type.int[0], type.int[1]));
  compile(graph)([from], [fits ? narrow : to], wanted.length);
  const shift = guard - BigInt(output.frac);
  return wanted.reduce((most, value, i) => {
    const off = (BigInt(fits ? narrow[i]! : to[i]!) << shift) - value;
    return off > most ? off : -off > most ? -off : most;
  }, 0n);
}

/** Lines over segments of 2^run codes; entries alone where run is 0. */
function interpolation(wanted: readonly bigint[], run: number, { input, output }: Approximation): ExpressionGraph {
  const length = 2 ** run;
  const bases: Dyadic[] = [];
  const slopes: Dyadic[] = [];
  const point = output.frac + (run === 0 ? 0 : spare);
  for (let first = 0; first < wanted.length; first += length) {
    const last = Math.min(first + length, wanted.length - 1);
    const codes = BigInt(Math.max(1, last - first));
    const slope = run === 0 ? 0n : (wanted[last]! - wanted[first]!) / codes;
    const held = nearest(slope, point + run);
    // The line goes through the middle of what it would be off otherwise.
    let [low, high] = [0n, 0n];
    for (let i = first; i < Math.min(first + length, wanted.length); i++) {
      const off = wanted[i]! - wanted[first]! - (held << (guard - BigInt(point + run))) * BigInt(i - first);
      if (off < low) low = off;
      if (off > high) high = off;
    }
    bases.push({ code: nearest(wanted[first]! + (run === 0 ? 0n : (low + high) / 2n), point), frac: point });
    slopes.push({ code: held, frac: point + run });
  }
  const builder = new ExpressionBuilder();
  const constant = (code: bigint, frac = 0): number => builder.constant({ code, frac });
  const x = builder.input('x', input);
  // The code less the least one: its upper bits name the segment, its lower ones the place in it.
  const place = builder.mul(builder.sub(x, constant(input.int[0], input.frac)), constant(1n, -input.frac));
  const segment = builder.round(builder.mul(place, constant(1n, run)), 0, 'floor');
  const base = builder.lookup(bases, segment);
  let y = base;
  if (run > 0) {
    const within = builder.quantise(place, elem(0n, (1n << BigInt(run)) - 1n), 'floor', 'wrap');
    y = builder.add(base, builder.mul(builder.lookup(slopes, segment), within));
  }
  return finish(builder.nodes, { y: builder.quantise(y, output, 'halfUp', 'saturate') }, {});
}

/** To `frac` fraction bits, ties toward plus infinity. */
function nearest(x: bigint, frac: number): bigint {
  const drop = guard - BigInt(frac);
  return (x + (1n << (drop - 1n))) >> drop;
}
