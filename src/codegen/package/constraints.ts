// Data of the constraints: the clock, and what crosses into its domain.
import type { Block } from './block.ts';

/** Share of the clock period that a neighbour on chip is given on either side of a port. */
const outside = 0.2;

/** Data of `package/block.xdc.hbs`, `ooc.xdc.hbs` and `block.sdc.hbs`; times in ns. */
export function constraintData({ axi, period }: Block): object {
  return {
    ip: axi.modules.ip,
    clock: axi.clock.name,
    reset: axi.reset.name,
    period,
    megahertz: Number((1000 / period).toPrecision(4)),
    // Picoseconds are as fine as any cell library.
    outside: Number((outside * period).toFixed(3)),
    outsidePercent: 100 * outside,
  };
}
