// What researchers and design files use: graphs, units, passes, the golden model, timing, RTL and energy.
export * from './codegen/index.ts';
export * from './energy/index.ts';
export * from './golden/index.ts';
export * from './import/index.ts';
export * from './ir/index.ts';
export * from './passes/index.ts';
export * from './timing/index.ts';
export * from './units/index.ts';
