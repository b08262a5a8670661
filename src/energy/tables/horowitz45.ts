// horowitz45: arithmetic and memory at 45 nm and 0.9 V, after Horowitz, ISSCC 2014.
import type { Technology } from '../types.ts';
import { entries } from './entry.ts';

const same = 'the same work is charged as multiplies and adds';
const quoted = 'Horowitz, ISSCC 2014, as quoted by stillwater-sc/esim: energysim/database/energy.py';

/** Compute, context and memory apart. */
export const horowitz45: Technology = {
  name: 'horowitz45',
  summary: '45 nm adds, multiplies and SRAM reads by width and size',
  scope: 'ASIC arithmetic',
  node: '45 nm',
  entries: entries({ node: '45 nm', voltage: 0.9, source: quoted, status: 'second-hand' }, [
    ['add.8', 'int8 add', 0.03],
    ['add.16', 'int16 add', 0.05],
    ['add.32', 'int32 add', 0.1],
    ['multiply.8', 'int8 multiply', 0.2],
    ['multiply.16', 'int16 multiply', 1, { note: 'about 1.0, marked as estimated in the source' }],
    ['multiply.32', 'int32 multiply', 3.1],
    ['add-fp.16', 'fp16 add', 0.4],
    ['multiply-fp.16', 'fp16 multiply', 1.1],
    ['add-fp.32', 'fp32 add', 0.9],
    ['multiply-fp.32', 'fp32 multiply', 3.7],
    ['sram.8192', 'SRAM of 8 KB, 64 bits', 10],
    ['sram.32768', 'SRAM of 32 KB, 64 bits', 20],
    ['sram.1048576', 'SRAM of 1 MB, 64 bits', 100],
    ['dram.64', 'DRAM, 64 bits', 1300, { high: 2600 }],
    ['dram.32', 'DRAM, 32 bits', 640, { high: 1300, note: 'by halving' }],
  ]),
  charges: ['add', 'multiply', 'add-fp', 'multiply-fp', 'sram', 'dram'],
  contained: { synapse: same, context: same, mac: same, ac: same },
  sram: { bits: 64, interpolate: false },
};
