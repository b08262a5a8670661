// snn45: multiply-accumulates and accumulates at 45 nm, the model that spiking networks are published with.
import type { Technology } from '../types.ts';
import { entries, type Row } from './entry.ts';

const within = 'this model charges multiply-accumulates and accumulates alone';
const outside = 'memory is outside this model';

function snn45(precision: string, source: string, rows: readonly Row[]): Technology {
  return {
    name: `snn45-${precision}`,
    summary: `45 nm ${precision} multiply-accumulates and accumulates; arithmetic alone, no memory`,
    scope: 'ASIC arithmetic',
    node: '45 nm',
    entries: entries({ node: '45 nm', voltage: 0.9, source, status: 'sourced' }, rows),
    charges: ['mac', 'ac'],
    contained: {
      synapse: within,
      context: within,
      multiply: within,
      add: within,
      sram: outside,
    },
  };
}

const spikingjelly = 'fangwei123456/spikingjelly: activation_based/op_counter/compute_energy.py';

/** The default of spiking networks. */
export const snn45Fp32 = snn45(
  'fp32',
  'zhouchenlin2096/Spikingformer: energy_consumption_calculation/flops_counter.py',
  [
    ['mac', 'fp32 multiply-accumulate', 4.6],
    ['ac', 'fp32 accumulate', 0.9],
  ],
);

/** The same in half precision. */
export const snn45Fp16 = snn45('fp16', spikingjelly, [
  ['mac', 'fp16 multiply-accumulate', 1.5],
  ['ac', 'fp16 accumulate', 0.4],
]);

/** The same with 8-bit integers. */
export const snn45Int8 = snn45('int8', spikingjelly, [
  ['mac', 'int8 multiply-accumulate', 0.23],
  ['ac', 'int8 accumulate', 0.03],
]);
