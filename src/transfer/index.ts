// Transfer functions: one TypeScript function becomes golden model, Verilog and HLS C++.
export type { Overflow } from './algebra.ts';
export { abs, clamp, floor, fraction, lookup, max, min, q, quantise, relu, relu6, uq } from './functions.ts';
export { type Formats, type Numbers, type Options, type StateVariable, type Transfer, transfer } from './transfer.ts';
