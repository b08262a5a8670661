// Data of the constraints: the clock, and what crosses into its domain.
import { busPorts } from '../axi/top.ts';
import type { Block } from './block.ts';

/** Share of the clock period that a neighbour on chip is given on either side of a port. */
const outside = 0.2;

/** Data of `package/block.xdc.hbs`, `ooc.xdc.hbs` and `block.sdc.hbs`; times in ns. */
export function constraintData({ axi, period }: Block): object {
  // All inputs but clock and reset, by name: tools differ in how they leave clocks out.
  const inputs = busPorts(axi).filter(({ dir }) => dir === 'in');
  return {
    ip: axi.modules.ip,
    clock: axi.clock.name,
    reset: axi.reset.name,
    period,
    // Synthesis may turn a vector of one bit into a scalar.
    inputs: inputs.map(({ name, bits }) => name + (bits === 0 ? '' : bits === 1 ? '*' : '[*]')),
    megahertz: Number((1000 / period).toPrecision(4)),
    // Picoseconds are as fine as any cell library.
    outside: Number((outside * period).toFixed(3)),
    outsidePercent: 100 * outside,
  };
}
