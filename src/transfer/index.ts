// Transfer functions: one TypeScript function becomes golden model, Verilog and HLS C++.
export { type Approximation, approximate } from './approximate.ts';
export { functionAttr } from './attribute.ts';
export type { Datapath } from './datapath.ts';
export { describeRange } from './dyadic.ts';
export type { Expression, ExpressionGraph, Op } from './expression.ts';
export { abs, clamp, floor, fraction, lookup, max, min, q, quantise, relu, relu6, uq } from './functions.ts';
export { compile, type Golden } from './golden.ts';
export { hardwareGraph } from './hardware.ts';
export { hlsFunction, hlsType } from './hls.ts';
export * as modulations from './library/modulations.ts';
export { type LifOptions, lif, type Neuron } from './library/neurons.ts';
export { type FunctionModule, functionModule, type ModuleOptions } from './module.ts';
export { multiplierModules, withMultipliers } from './multipliers.ts';
export { type Schedule, schedule } from './pipeline.ts';
export { specialise } from './specialise.ts';
export { type Formats, type Numbers, type Options, type StateVariable, type Transfer, transfer } from './transfer.ts';
export { datapath } from './verilog.ts';
