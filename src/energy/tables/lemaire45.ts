// lemaire45: spiking networks with their memory at 45 nm, after Lemaire and others.
import type { Technology } from '../types.ts';
import { entries } from './entry.ts';

const within = 'this model charges multiply-accumulates, accumulates and memory alone';

/** Multiply-accumulates, accumulates and memory by size. */
export const lemaire45: Technology = {
  name: 'lemaire45',
  summary: '45 nm multiply-accumulates and accumulates with memory, interpolated by its size',
  scope: 'ASIC arithmetic',
  node: '45 nm',
  entries: entries(
    {
      node: '45 nm',
      source: 'fangwei123456/spikingjelly: activation_based/op_counter/analytical_energy/core.py',
      status: 'sourced',
    },
    [
      ['mac', 'multiply 3.1 and add 0.1', 3.2],
      ['ac', 'add', 0.1],
      ['sram.8192', 'SRAM of 8 KB, 32 bits', 10, { note: 'per 4 bytes; Horowitz gives the same value per 8 bytes' }],
      ['sram.32768', 'SRAM of 32 KB, 32 bits', 20, { note: 'per 4 bytes' }],
      ['sram.1048576', 'SRAM of 1 MB, 32 bits', 100, { note: 'per 4 bytes' }],
    ],
  ),
  charges: ['mac', 'ac', 'sram'],
  contained: { synapse: within, context: within, multiply: within, add: within },
  sram: { bits: 32, interpolate: true },
};
