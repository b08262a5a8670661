// The two buffers that every stream goes through.
import { type Target, targets } from '../../../src/ir/index.ts';
import { library, type Proof, storedProbes } from '../system.ts';

const { 'ultrascale-plus': sync, asic: async } = targets;

/** dendra_credit_fifo of a depth and a width. */
export function creditFifo(Depth: number, Width: number, target: Target = sync): Proof {
  return {
    name: `credit FIFO of ${Depth} x ${Width} bits, ${target.name}`,
    target,
    harness: 'prove_fifo',
    parameters: { Width, Depth },
    dut: 'dendra_credit_fifo',
    modules: library(target, 'dendra_credit_fifo', 'dendra_hold'),
    probes: storedProbes('u_stored', 'dut', Depth, Width),
    apart: [
      ['valid', 'ready'],
      ['space', 'ready'],
      ['valid', 'push'],
      ['space', 'reserve'],
    ],
    depths: { induction: 2, cover: Depth + 2 },
  };
}

/** dendra_skid of a width. */
export function skid(Width: number, target: Target = sync): Proof {
  return {
    name: `skid buffer of ${Width} bits, ${target.name}`,
    target,
    harness: 'prove_skid',
    parameters: { Width },
    dut: 'dendra_skid',
    modules: library(target, 'dendra_skid', 'dendra_hold'),
    probes: { probe_spare: '\\dut.spare_q' },
    apart: [
      ['out_valid', 'out_ready'],
      ['ready', 'out_ready'],
      ['out_valid', 'valid'],
    ],
    depths: { induction: 2, cover: 5 },
  };
}

/** All sizes. */
export const buffers: readonly Proof[] = [
  ...[1, 2, 3, 16].flatMap((depth) => [1, 8, 33].map((width) => creditFifo(depth, width))),
  creditFifo(3, 8, async),
  ...[1, 8, 33].map((width) => skid(width)),
  skid(8, async),
];
