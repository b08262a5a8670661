// Widths and constants of the two-point template.
import { bitLength, elem, isSigned, isVariable, maxSize, type Site, type Streams, widthOf } from '../../ir/index.ts';
import { pipeline } from '../elementwise.ts';
import { literal } from '../verilog.ts';
import { entryBits, stagesOf, tableOf } from './cost.ts';
import type { Attrs } from './index.ts';
import { steps } from './tables.ts';

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

/** Data of the template. */
export function params(site: Site<Attrs>): Record<string, unknown> {
  const { attrs, inputs, outputs, fold } = site;
  const { mod, W, f } = attrs;
  const lanes = fold.lanes!;
  const stages = stagesOf(mod);
  // Tight, so that for W <= 16 a product fits one DSP block; C + 3 + |R| of awake needs a bit more.
  const operand = mod === 'awake' ? W + 3 : W + 2;
  const wide = 2 * W + 3;
  const bias = mod === 'tm1' ? f + 1 : f;
  const half = bias === 0 ? 0n : 1n << BigInt(bias - 1);
  const square = 1n << BigInt(2 * f);
  const [lo, hi] = outputs.y!.elem.int;
  const table = tableOf(attrs);
  // The final result before it is clamped: a rounded polynomial, a rounded table product, a shifted one, or a sum.
  const product = W + (table === undefined ? 0 : entryBits(table)) + 1;
  const result = { add: W + 1, sub: W + 1, tm1: product + 1 - bias, tm3: product + 1 - bias, tm4: product + W };
  const rounded = mod in result ? result[mod as keyof typeof result] : wide - f;
  const bits = Math.max(rounded, W + 1);
  return {
    ...pipeline(stages),
    ...context(site),
    formula: formulas[mod],
    W,
    f,
    fraction: f > 0,
    is: Object.fromEntries(
      Object.keys(formulas).map((name) => [name, name === mod || (name === 'mul' && mod === 'tm2')]),
    ),
    sums: mod === 'add' || mod === 'sub',
    tables: table !== undefined,
    poly: stages === 4,
    signedR: isSigned(inputs.r!.elem),
    signedG: inputs.g !== undefined && isSigned(inputs.g.elem),
    one: literal(1n << BigInt(f), operand, true),
    two: literal(2n << BigInt(f), operand, true),
    three: literal(3n << BigInt(f), operand, true),
    minusThree: literal(-3n << BigInt(f), operand, true),
    operand,
    left: mod === 'coop' ? operand : W,
    wide,
    addend: literal(half, wide, true),
    addPositive: literal(half - square, wide, true),
    addNegative: literal(half + 3n * square, wide, true),
    rounded: bits,
    lo: literal(lo, bits, true),
    hi: literal(hi, bits, true),
    loCode: code(lo, widthOf(outputs.y!.elem)),
    hiCode: code(hi, widthOf(outputs.y!.elem)),
    ...(table === undefined ? {} : tables(attrs, table, product, half, bias)),
    lanesBits: bitLength(lanes),
    counted: Array.from({ length: stages - 1 }, (_, i) => ({ from: i + 2, to: i + 3 })),
    countStage: stages + 1,
    increments: { active: bitLength(lanes), context: contextBits(site), evaluations: bitLength(lanes) },
  };
}

/** The connected ports that add up to the context. */
export function contextPorts(inputs: Streams): readonly string[] {
  return ['p', 'd', 'u'].filter((port) => inputs[port] !== undefined);
}

function contextBits(site: Site<Attrs>): number {
  return Math.max(1, bitLength(site.fold.lanes! * contextPorts(site.inputs).length));
}

/** The sum of the contexts, and whether it can leave W bits. */
function context(site: Site<Attrs>): Record<string, unknown> {
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
      index: i,
      signed: isSigned(types[i]!),
      width: widthOf(types[i]!),
      scalar: name === 'u' && scalar,
    })),
    sources: names.length,
    sumBits,
    saturates,
    least: literal(-bound, saturates ? sumBits : site.attrs.W, true),
    most: literal(bound - 1n, saturates ? sumBits : site.attrs.W, true),
    leastCode: code(-bound, site.attrs.W),
    mostCode: code(bound - 1n, site.attrs.W),
    in3: site.inputs.g !== undefined,
    scalar,
    others: Object.keys(site.inputs).filter((port) => port !== 'r' && !(port === 'u' && scalar)),
    takes: Object.keys(site.inputs).filter((port) => !(port === 'u' && scalar)),
    contextBits: contextBits(site),
  };
}

function tables(
  { W, f }: Attrs,
  table: readonly bigint[],
  product: number,
  half: bigint,
  bias: number,
): Record<string, unknown> {
  const exponent = 2 * W + 1 - f;
  const amount = bitLength(2 * W + 2 * f + 2);
  const index = bitLength(table.length - 1);
  // One bit more than the widest of what is compared.
  const scaled = Math.max(exponent + Math.max(0, 4 - f) + 1, index + 2);
  return {
    entryBits: entryBits(table),
    entries: table.length,
    indexBits: index,
    product,
    bias,
    tableAddend: literal(half, product + 1, true),
    exponent,
    exponentAddend: literal(f === 0 ? 0n : 1n << BigInt(f - 1), 2 * W + 1, true),
    scaled,
    drop: Math.max(0, f - 4),
    raise: Math.max(0, 4 - f),
    indexAddend: literal(f > 4 ? 1n << BigInt(f - 5) : 0n, scaled, true),
    indexLeast: literal(-steps / 2, scaled, true),
    indexMost: literal(steps / 2 - 1, scaled, true),
    indexFirst: code(BigInt(-steps / 2), index),
    indexLast: code(BigInt(steps / 2 - 1), index),
    whole: Math.max(exponent - f, bitLength(W + f + 2) + 2),
    wholeLeast: literal(-(W + f + 2), Math.max(exponent - f, bitLength(W + f + 2) + 2), true),
    wholeMost: literal(W, Math.max(exponent - f, bitLength(W + f + 2) + 2), true),
    amount,
    amountBase: literal(W + f, amount),
    amountLeast: literal(f, amount),
    amountMost: literal(2 * W + 2 * f + 2, amount),
    fractionHigh: f >= 6,
    fractionPad: 6 - f,
    fractionAligned: f === 6,
  };
}

/** The code of a possibly negative number as an unsigned literal. */
function code(value: bigint, bits: number): string {
  return literal(BigInt.asUintN(bits, value), bits);
}
