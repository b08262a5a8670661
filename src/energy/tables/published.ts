// Tables that published networks were reported with: ShiftAddViT, EcoFormer, and 7 nm and 40 nm constants.
import type { Technology } from '../types.ts';
import { entries } from './entry.ts';

const same = 'the same work is charged as multiplies and adds';
const contained = { synapse: same, context: same, mac: same, ac: same };
const outside = 'memory is outside this model';

/** ShiftAddViT: multiplies, adds and shifts. */
export const shiftaddEyeriss: Technology = {
  name: 'shiftadd-eyeriss',
  summary: 'multiplies, adds and shifts of ShiftAddViT; memory by level, not by size',
  scope: 'ASIC arithmetic',
  node: '45 nm',
  entries: entries({ node: '45 nm', source: 'GATECH-EIC/ShiftAddViT: pvt/hw_utils.py', status: 'sourced' }, [
    ['multiply.8', '8-bit multiply', 0.2],
    ['multiply.32', '32-bit multiply', 3.7],
    ['add.8', '8-bit add', 0.03],
    ['add.32', '32-bit add', 0.9],
    ['shift.8', '8-bit shift', 0.024],
    ['shift.32', '32-bit shift', 0.13],
    ['dram.16', 'DRAM, 16 bits', 200],
    ['global-buffer.16', 'global buffer, 16 bits', 22.2],
    ['noc.16', 'network on chip, 16 bits', 7.4],
    ['psum-noc.16', 'network on chip of partial sums, 16 bits', 3.7],
    ['rf.16', 'register file, 16 bits', 3.7],
    ['weight-rf.16', 'register file of weights, 16 bits', 7.4],
  ]),
  charges: ['multiply', 'add', 'shift'],
  contained: { ...contained, sram: 'this table has memory by level, not by size' },
};

/** EcoFormer: multiplies and adds. */
export const ecoformer45: Technology = {
  name: 'ecoformer45',
  summary: '45 nm fp32 multiplies and adds of EcoFormer',
  scope: 'ASIC arithmetic',
  node: '45 nm',
  entries: entries({ node: '45 nm', source: 'ziplab/EcoFormer: pvt/get_energy.py', status: 'sourced' }, [
    ['multiply', 'multiply', 3.7],
    ['add', 'add', 0.9],
  ]),
  charges: ['multiply', 'add'],
  contained: { ...contained, sram: outside },
};

/** Jouppi and others, ISCA 2021: what the same work would cost at 7 nm. */
export const jouppi7: Technology = {
  name: 'jouppi7',
  summary: '7 nm integer adds, multiplies and SRAM; a what-if, no value was seen in a document',
  scope: 'ASIC arithmetic',
  node: '7 nm',
  entries: entries({ node: '7 nm', source: 'Jouppi et al., ISCA 2021, table 2, recalled', status: 'unverified' }, [
    ['add.8', 'int8 add', 0.007],
    ['add.32', 'int32 add', 0.03],
    ['multiply.8', 'int8 multiply', 0.07],
    ['multiply.32', 'int32 multiply', 1.48],
    ['add-fp.16', 'fp16 add', 0.16],
    ['multiply-fp.16', 'fp16 multiply', 0.34],
    ['add-fp.32', 'fp32 add', 0.38],
    ['multiply-fp.32', 'fp32 multiply', 1.31],
    ['sram.8192', 'SRAM of 8 KB, 64 bits', 7.5],
    ['sram.32768', 'SRAM of 32 KB, 64 bits', 8.5],
    ['sram.1048576', 'SRAM of 1 MB, 64 bits', 14],
  ]),
  charges: ['add', 'multiply', 'add-fp', 'multiply-fp', 'sram'],
  contained,
  sram: { bits: 64, interpolate: false },
};

/** Accelergy's Aladdin plug-in: the upper range of arithmetic energies. */
export const aladdin40: Technology = {
  name: 'aladdin40',
  summary: '40 nm 32-bit adds, multiplies and compares, lower ends of wide ranges',
  scope: 'ASIC arithmetic',
  node: '40 nm',
  entries: entries({ node: '40 nm', source: 'Accelergy-Project/accelergy-aladdin-plug-in', status: 'sourced' }, [
    ['add.32', '32-bit adder', 0.086, { high: 0.21 }],
    ['multiply.32', '32-bit multiplier', 8.6, { high: 12.7 }],
    ['add-fp.32', 'fp32 adder', 7.7, { high: 16.7 }],
    ['multiply-fp.32', 'fp32 multiplier', 24, { high: 35 }],
    ['compare', 'comparator', 0.029, { note: 'depends on latency' }],
    ['register.bit', 'register, one bit', 0.009],
  ]),
  charges: ['add', 'multiply', 'add-fp', 'multiply-fp', 'compare'],
  contained: { ...contained, sram: outside },
};

/** SpAtten's system power over its throughput: a check of orders of magnitude. */
export const spatten40: Technology = {
  name: 'spatten40',
  summary: 'pJ a FLOP of SpAtten, with DRAM; a multiply-accumulate is two FLOP',
  scope: 'system estimate',
  node: '40 nm',
  entries: entries({ node: '40 nm', source: 'arXiv 2012.09852, table II: 8.30 W / 1.61 TFLOPS', status: 'derived' }, [
    ['mac', 'two FLOP with DRAM', 10.4],
    ['flop', 'FLOP with DRAM', 5.2],
    ['flop-on-chip', 'FLOP without DRAM', 1.6, { source: 'arXiv 2012.09852, table II: 2.60 W / 1.61 TFLOPS' }],
  ]),
  charges: ['mac'],
  contained: {
    synapse: 'part of a multiply-accumulate',
    context: 'part of a multiply-accumulate',
    multiply: 'part of a multiply-accumulate',
    add: 'part of a multiply-accumulate',
    sram: 'part of the system figure',
  },
};
