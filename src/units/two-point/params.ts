// Widths and constants of the two-point template.
import {
  bitLength,
  elem,
  type Growth,
  isSigned,
  isVariable,
  maxSize,
  type Site,
  type Streams,
  type Target,
  widthOf,
} from '../../ir/index.ts';
import { type Datapath, withMultipliers } from '../../transfer/index.ts';
import { pipeline } from '../elementwise.ts';
import { cellGrowth, cellPath } from './cell.ts';
import { type Constant, signed } from './constants.ts';
import { stagesOf } from './cost.ts';
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

/** The datapath of one lane behind the sum of its contexts. */
export function datapathOf(site: Site<Attrs>): Datapath {
  return cellPath(site, context(site).levels);
}

/** The same with the multipliers of the target. */
export function multipliedPath(site: Site<Attrs>, target: Target): Datapath {
  return withMultipliers(datapathOf(site), target);
}

/** What its area grows with: the bits that the context is added up in, and the datapath. */
export function growth(site: Site<Attrs>): Growth {
  const { levels, sources, sumBits } = context(site);
  const { products, terms } = cellGrowth(site, levels);
  return { products: products ?? [], terms: { ...terms, contextBits: site.fold.lanes! * sources * sumBits } };
}

/** Data of the template. */
export function params(site: Site<Attrs>, target: Target): Record<string, unknown> {
  const { attrs, inputs, fold } = site;
  const { mod, W, f } = attrs;
  const lanes = fold.lanes!;
  const stages = stagesOf(mod);
  const contexts = context(site);
  return {
    ...pipeline(stages),
    ...contexts,
    formula: formulas[mod],
    W,
    f,
    indent: '    ',
    datapath: multipliedPath(site, target),
    operands: { R: 'drive', C: 'surround', G: 'third' },
    signedR: isSigned(inputs.r!.elem),
    signedG: inputs.g !== undefined && isSigned(inputs.g.elem),
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
function context(
  site: Site<Attrs>,
): Record<string, unknown> & { constants: readonly Constant[]; levels: number; sources: number; sumBits: number } {
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
