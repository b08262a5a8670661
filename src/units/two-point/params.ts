// Widths and constants of the two-point template.
import {
  bitLength,
  elem,
  isSigned,
  isVariable,
  maxSize,
  type Site,
  type Streams,
  type Target,
  widthOf,
} from '../../ir/index.ts';
import { type Datapath, withMultipliers } from '../../transfer/index.ts';
import { steps } from '../../transfer/library/tables.ts';
import { pipeline } from '../elementwise.ts';
import { cellPath } from './cell.ts';
import { type Constant, natural, signed } from './constants.ts';
import { entryBits, stagesOf, tableOf } from './cost.ts';
import type { Attrs } from './index.ts';

/** Formulas for the header of the module. */
const formulas: Readonly<Record<Attrs['mod'], string>> = {
  coop: 'ReLU6(R^2 + 2R + C(1 + |R|))',
  awake: 'C^2 + 2C + C(1 + |R|)',
  coopV: 'R^2 + 2R + C(1 + |G|)',
  qk: 'C G + R',
  mul: 'R + R C',
  tm1: 'R (1 + exp(R C)) / 2, approximate',
  tm2: 'R + R C',
  tm3: 'R (1 + tanh(R C)), approximate',
  tm4: 'R 2^(R C), approximate',
  add: 'R + C',
  sub: 'R - C',
  prod: 'R C',
};

/** True when U is one number for the whole tensor. */
export function broadcasts({ r, u }: Streams): boolean {
  return u !== undefined && !isVariable(u) && maxSize(u) === 1 && (isVariable(r!) || maxSize(r!) > 1);
}

/** The datapath of one lane behind the sum of its contexts, with the multipliers of the target. */
export function multipliedPath(site: Site<Attrs>, target: Target): Datapath | undefined {
  const path = cellPath(site, context(site).levels);
  return path && withMultipliers(path, target);
}

/** Data of the template. */
export function params(site: Site<Attrs>, target: Target): Record<string, unknown> {
  const { attrs, inputs, outputs, fold } = site;
  const { mod, W, f } = attrs;
  const lanes = fold.lanes!;
  const stages = stagesOf(mod);
  const bias = mod === 'tm1' ? f + 1 : f;
  const [lo, hi] = outputs.y!.elem.int;
  const table = tableOf(attrs);
  // The final result before it is clamped: a rounded table product, or a shifted one.
  const product = W + (table === undefined ? 0 : entryBits(table)) + 1;
  const bits = Math.max(mod === 'tm4' ? product + W : product + 1 - bias, W + 1);
  const contexts = context(site);
  const shape = table === undefined ? undefined : tables(attrs, table, product, bias);
  return {
    ...pipeline(stages),
    ...contexts,
    formula: formulas[mod],
    W,
    f,
    fraction: f > 0,
    indent: '    ',
    datapath: multipliedPath(site, target) ?? false,
    tables: table !== undefined,
    power: mod === 'tm4',
    operands: { R: 'drive', C: 'surround', G: 'third' },
    signedR: isSigned(inputs.r!.elem),
    signedG: inputs.g !== undefined && isSigned(inputs.g.elem),
    rounded: bits,
    ...(shape ?? {}),
    constants: [
      ...contexts.constants,
      ...(shape === undefined ? [] : [...shape.constants, signed('Least', lo, bits), signed('Most', hi, bits)]),
    ],
    lanesBits: bitLength(lanes),
    counted: Array.from({ length: stages - 1 }, (_, i) => ({ from: i + 2, to: i + 3 })),
    countStage: stages + 1,
    increments: { active: bitLength(lanes), context: contextBits(site), evaluations: bitLength(lanes) },
  };
}

/** Half of the last of `bits` bits that are dropped. */
function halfOf(bits: number): bigint {
  return bits === 0 ? 0n : 1n << BigInt(bits - 1);
}

/** The connected ports that add up to the context. */
export function contextPorts(inputs: Streams): readonly string[] {
  return ['p', 'd', 'u'].filter((port) => inputs[port] !== undefined);
}

function contextBits(site: Site<Attrs>): number {
  return Math.max(1, bitLength(site.fold.lanes! * contextPorts(site.inputs).length));
}

/** The sum of the contexts, and whether it can leave W bits. */
function context(site: Site<Attrs>): Record<string, unknown> & { constants: readonly Constant[]; levels: number } {
  const names = contextPorts(site.inputs);
  const types = names.map((port) => site.inputs[port]!.elem);
  const lo = types.reduce((sum, type) => sum + type.int[0], 0n);
  const hi = types.reduce((sum, type) => sum + type.int[1], 0n);
  const bound = 1n << BigInt(site.attrs.W - 1);
  const scalar = broadcasts(site.inputs);
  // Signed, and wide enough for each addend and for the sum.
  const width = (a: bigint, b: bigint): number => widthOf(elem(a < 0n ? a : -1n, b));
  const bits = Math.max(width(lo, hi), ...types.map((type) => width(type.int[0], type.int[1])));
  const saturates = lo < -bound || hi >= bound;
  const sumBits = saturates ? Math.max(bits, site.attrs.W + 1) : bits;
  return {
    contexts: names.map((name, i) => ({
      name,
      signed: isSigned(types[i]!),
      width: widthOf(types[i]!),
      scalar: name === 'u' && scalar,
    })),
    sources: names.length,
    sumBits,
    saturates,
    // A sum of two takes two levels, one of three another one, and bounds three.
    levels: (names.length > 1 ? names.length : 0) + (saturates ? 3 : 0),
    constants: saturates ? [signed('ContextLeast', -bound, sumBits), signed('ContextMost', bound - 1n, sumBits)] : [],
    in3: site.inputs.g !== undefined,
    scalar,
    others: Object.keys(site.inputs).filter((port) => port !== 'r' && !(port === 'u' && scalar)),
    takes: Object.keys(site.inputs).filter((port) => !(port === 'u' && scalar)),
    contextBits: contextBits(site),
  };
}

/** Widths and constants of the modulations that read a table; `product` is the width of entry times R. */
function tables(
  { mod, W, f }: Attrs,
  table: readonly bigint[],
  product: number,
  bias: number,
): Record<string, unknown> & { constants: readonly Constant[] } {
  const exponent = 2 * W + 1 - f;
  const exponentWide = 2 * W + 1;
  const amount = bitLength(2 * W + 2 * f + 2);
  const index = bitLength(table.length - 1);
  // One bit more than the widest of what is compared.
  const scaled = Math.max(exponent + Math.max(0, 4 - f) + 1, index + 2);
  const whole = Math.max(exponent - f, bitLength(W + f + 2) + 2);
  const biased = product + 1;
  const power = [
    signed('WholeLeast', -(W + f + 2), whole),
    signed('WholeMost', W, whole),
    natural('AmountBase', W + f, amount),
    natural('AmountLeast', f, amount),
    natural('AmountMost', 2 * W + 2 * f + 2, amount),
  ];
  const argument = [
    signed('IndexHalf', f > 4 ? 1n << BigInt(f - 5) : 0n, scaled),
    signed('IndexLeast', -steps / 2, scaled),
    signed('IndexMost', steps / 2 - 1, scaled),
    signed('TableHalf', halfOf(bias), biased),
  ];
  return {
    constants: [signed('ExponentHalf', halfOf(f), exponentWide), ...(mod === 'tm4' ? power : argument)],
    entryBits: entryBits(table),
    entries: table.length,
    indexBits: index,
    indexSecond: index - 2,
    product,
    bias,
    biased,
    exponent,
    exponentWide,
    scaled,
    drop: Math.max(0, f - 4),
    raise: Math.max(0, 4 - f),
    whole,
    amount,
    fractionTop: f - 1,
    fractionHigh: f >= 6,
    fractionPad: 6 - f,
  };
}
