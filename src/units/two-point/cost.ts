// What a two-point cell is made of: register stages, multipliers, table and operations by modulation.
import type { Operations, Site } from '../../ir/index.ts';
import { exponential, hyperbolic, power } from '../../transfer/library/tables.ts';
import type { Mod } from './golden.ts';
import type { Attrs } from './index.ts';

/** Multipliers of one lane; `coop` and `awake` need one in the factored form. */
export const multiplications: Readonly<Record<Mod, number>> = {
  ...{ coop: 1, awake: 1, coopV: 2, qk: 1, mul: 1, tm2: 1, prod: 1 },
  ...{ tm1: 2, tm3: 2, tm4: 2, add: 0, sub: 0 },
};

/** Additions of one cell behind the sum of its contexts, the rounding included. */
const additions: Readonly<Record<Mod, number>> = {
  ...{ coop: 3, awake: 3, coopV: 5, qk: 2, mul: 2, tm2: 2, prod: 1 },
  ...{ tm1: 3, tm3: 3, tm4: 2, add: 1, sub: 1 },
};

/** Register stages from issue to result. */
export function stagesOf(mod: Mod): number {
  if (mod === 'add' || mod === 'sub') return 2;
  return mod === 'tm1' || mod === 'tm3' || mod === 'tm4' ? 8 : 4;
}

/** Contents of the table: 1 + exp, 1 + tanh or 2^x with f fraction bits, all of them non-negative. */
export function tableOf({ mod, f }: Attrs): readonly bigint[] | undefined {
  const one = 1n << BigInt(f);
  if (mod === 'tm1') return exponential(f).map((entry) => entry + one);
  if (mod === 'tm3') return hyperbolic(f).map((entry) => entry + one);
  return mod === 'tm4' ? power(f) : undefined;
}

/** Bits of an entry. */
export function entryBits(table: readonly bigint[]): number {
  return table.reduce((bits, entry) => Math.max(bits, entry.toString(2).length), 1);
}

/** Operations of a sample: one evaluation a cell; context events are nonzero context elements, which are added up. */
export function operationsOf(site: Site<Attrs>, counts: Readonly<Record<string, number>>): Operations {
  const { mod, W } = site.attrs;
  const cells = counts.evaluations!;
  const terms = ['p', 'd', 'u'].filter((port) => site.inputs[port] !== undefined).length;
  const table = tableOf(site.attrs);
  return {
    context: counts.context!,
    [`multiply.${W}`]: cells * multiplications[mod],
    [`add.${W}`]: cells * additions[mod],
    [`context.add.${W}`]: cells * Math.max(0, terms - 1),
    [`compare.${W}`]: cells * 2,
    ...(table === undefined ? {} : { 'sram.bits': cells * entryBits(table) }),
  };
}
