// Compiled models: Verilated designs in this process.
export { elaborateDesign } from './build.ts';
export { ModelError } from './error.ts';
export { designHandle } from './handle.ts';
export type { NativeInstance, NativeOpenOptions } from './instance.ts';
export { buildModel, type NativeModel } from './load.ts';
export type { ModelOptions } from './options.ts';
export type { Parameter, Signal } from './signals.ts';
export type * from './types.ts';
