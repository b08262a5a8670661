// From a lowered graph to text by path; nothing here writes to a disk.
export * from './axi/interface.ts';
export * from './axi/registers.ts';
export { type BenchCycles, cocotbFiles } from './cocotb.ts';
export * from './emit.ts';
export { type HandleParameter, type HandlePort, handle } from './handle.ts';
export { hlsTopName } from './hls/index.ts';
export { hwtestFiles } from './hwtest.ts';
export type { Bench, PackageOptions } from './package/block.ts';
export { packageFiles } from './package/index.ts';
export * from './templates.ts';
export { tidy } from './tidy.ts';
