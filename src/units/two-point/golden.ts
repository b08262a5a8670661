// Golden arithmetic of the two-point cell: drive R and context C in, modulated output y out, as the plain formulas say.
import { type Site, type Tensor, zeros } from '../../ir/index.ts';
import { exponential, hyperbolic, power, powerEntries, steps } from '../../transfer/library/tables.ts';
import type { Attrs } from './index.ts';

/** Names of the modulations. */
export const mods = ['coop', 'awake', 'coopV', 'qk', 'mul', 'tm1', 'tm2', 'tm3', 'tm4', 'add', 'sub', 'prod'] as const;
export type Mod = (typeof mods)[number];

/** What a firing did: all that timing and counts depend on. */
export interface Trace {
  readonly elements: number;
  /** Outputs that are not zero. */
  readonly active: number;
  /** Context elements that are not zero; a scalar U counts once a cell. */
  readonly context: number;
}

/** One cell, from R, the saturated C and the third operand. */
type Cell = (r: number, c: number, g: number) => number;

/** A polynomial of R, C and G with 2f fraction bits; `one` is 2^f. */
export type Form = (r: number, c: number, g: number, one: number) => number;

const gain: Form = (r, c, _g, one) => r * one + r * c;
/** The polynomial modulations, exact. */
export const forms: Readonly<Record<Exclude<Mod, 'tm1' | 'tm3' | 'tm4'>, Form>> = {
  coop: (r, c, _g, one) => r * r + 2 * one * r + c * (one + Math.abs(r)),
  awake: (r, c, _g, one) => c * c + 2 * one * c + c * (one + Math.abs(r)),
  coopV: (r, c, g, one) => r * r + 2 * one * r + c * (one + Math.abs(g)),
  qk: (r, c, g, one) => c * g + r * one,
  mul: gain,
  tm2: gain,
  add: (r, c, _g, one) => (r + c) * one,
  sub: (r, c, _g, one) => (r - c) * one,
  prod: (r, c) => r * c,
};

/** The cell of a modulation; every intermediate stays below 2^53, since W is at most 24. */
export function cellOf({ mod, W, f }: Attrs): Cell {
  if (mod === 'tm1' || mod === 'tm3') return tableCell(mod, W, f);
  if (mod === 'tm4') return powerCell(W, f);
  const form = forms[mod];
  const one = 2 ** f;
  const [lo, hi] = mod === 'coop' ? [0, 6 * one] : [-(2 ** (W - 1)), 2 ** (W - 1) - 1];
  return (r, c, g) => saturate(rhu(form(r, c, g, one), f), lo, hi);
}

/** y = R (1 + T) or R (1 + T) / 2, with T from a table over -8..8 in steps of 1/16. */
function tableCell(mod: 'tm1' | 'tm3', W: number, f: number): Cell {
  const table = (mod === 'tm1' ? exponential(f) : hyperbolic(f)).map((entry) => entry + (1n << BigInt(f)));
  const drop = mod === 'tm1' ? f + 1 : f;
  return (r, c) => {
    const z = saturate(rhu(r * c, f), -8 * 2 ** f, 8 * 2 ** f);
    const index = saturate(f >= 4 ? rhu(z, f - 4) : z * 2 ** (4 - f), -steps / 2, steps / 2 - 1);
    return saturateBig(rhuBig(BigInt(r) * table[index + steps / 2]!, drop), W);
  };
}

/** y = R 2^(RC), with the fraction of the exponent from a table of 64 entries. */
function powerCell(W: number, f: number): Cell {
  const table = power(f);
  return (r, c) => {
    const p = rhu(r * c, f);
    const whole = Math.floor(p / 2 ** f);
    const fraction = p - whole * 2 ** f;
    const product = BigInt(r) * table[Math.floor((fraction * powerEntries) / 2 ** f)]!;
    // Beyond these the result is saturated, or 0 or -1, whatever R is.
    const shift = f - saturate(whole, -(W + f + 2), W);
    return saturateBig(shift >= 0 ? product >> BigInt(shift) : product << BigInt(-shift), W);
  };
}

/** All cells of a tensor. */
export function modulate(
  { attrs, outputs }: Omit<Site<Attrs>, 'fold'>,
  inputs: Readonly<Record<string, Tensor>>,
): { readonly y: Tensor; readonly trace: Trace } {
  const r = inputs.r!.data as Int32Array;
  const y = zeros(outputs.y!.elem, inputs.r!.shape);
  const g = inputs.g?.data;
  const terms = ['p', 'd', 'u'].flatMap((port) => (inputs[port] === undefined ? [] : [inputs[port].data]));
  const cell = cellOf(attrs);
  const [lo, hi] = [-(2 ** (attrs.W - 1)), 2 ** (attrs.W - 1) - 1];
  let active = 0;
  let context = 0;
  for (let i = 0; i < r.length; i++) {
    let sum = 0;
    for (const term of terms) {
      const value = Number(term[term.length === 1 ? 0 : i]!);
      sum += value;
      if (value !== 0) context++;
    }
    const value = cell(r[i]!, saturate(sum, lo, hi), g === undefined ? 0 : Number(g[i]!));
    if (value !== 0) active++;
    y.data[i] = value;
  }
  return { y, trace: { elements: r.length, active, context } };
}

/** x / 2^n, ties toward plus infinity; exact for |x| + 2^n below 2^53. */
function rhu(x: number, n: number): number {
  return n === 0 ? x : Math.floor((x + 2 ** (n - 1)) / 2 ** n);
}

function rhuBig(x: bigint, n: number): bigint {
  return n === 0 ? x : (x + (1n << BigInt(n - 1))) >> BigInt(n);
}

/** Clamps, and turns -0 into 0, since a product of numbers may give it. */
function saturate(x: number, lo: number, hi: number): number {
  return x < lo ? lo : x > hi ? hi : x + 0;
}

function saturateBig(x: bigint, W: number): number {
  const bound = 1n << BigInt(W - 1);
  return Number(x < -bound ? -bound : x >= bound ? bound - 1n : x);
}
