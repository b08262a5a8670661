// Data of the HLS template of two-point: the formula of the modulation, and its table.
import { bitLength, type HlsParams, type Site } from '../../ir/index.ts';
import { tableOf } from './cost.ts';
import type { Mod } from './golden.ts';
import type { Attrs } from './index.ts';
import { broadcasts } from './params.ts';

/** Sums of products with 2 f fraction bits, over r, c, g and `one` = 2^f. */
const formulas: Readonly<Record<Mod, string | false>> = {
  coop: 'r * r + 2 * one * r + c * (one + dendra::size(r))',
  awake: 'c * c + 2 * one * c + c * (one + dendra::size(r))',
  coopV: 'r * r + 2 * one * r + c * (one + dendra::size(g))',
  qk: 'c * g + r * one',
  mul: 'r * one + r * c',
  tm2: 'r * one + r * c',
  add: '(r + c) * one',
  sub: '(r - c) * one',
  prod: 'r * c',
  tm1: false,
  tm3: false,
  tm4: false,
};

/** The data. */
export function hls({ attrs, inputs }: Site<Attrs>): HlsParams {
  const { mod, W, f } = attrs;
  const table = tableOf(attrs);
  const bits = (table ?? []).reduce((most, entry) => Math.max(most, bitLength(entry)), 1);
  const terms = ['p', 'd', 'u'].filter((port) => inputs[port] !== undefined);
  return {
    ...{ W, f, mod, formula: formulas[mod], power: mod === 'tm4', third: inputs.g !== undefined },
    tables:
      table === undefined
        ? []
        : [{ name: 'table', depth: table.length, per: 1, bits, signed: false, values: () => table }],
    terms: terms.map((name) => ({ name, once: name === 'u' && broadcasts(inputs) })),
    once: broadcasts(inputs),
    one: 2 ** f,
    least: mod === 'coop' ? 0 : -(2 ** (W - 1)),
    most: mod === 'coop' ? 6 * 2 ** f : 2 ** (W - 1) - 1,
    lowest: -(2 ** (W - 1)),
    highest: 2 ** (W - 1) - 1,
    // Wide enough for any product with a table entry, shifted as far as a result can be seen.
    wide: Math.max(2 * W, W + bits + W + f) + 6,
    drop: mod === 'tm1' ? f + 1 : f,
    // From f fraction bits to the four of the table's arguments.
    indexDrop: Math.max(0, f - 4),
    indexUp: Math.max(0, 4 - f),
  };
}
