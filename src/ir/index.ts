// The vocabulary of dendra: numbers, streams, graphs, the unit contract, targets and errors.
export * from './builder.ts';
export * from './dsp.ts';
export * from './elem.ts';
export * from './error.ts';
export * from './graph.ts';
export * from './manifest.ts';
export * from './rounding.ts';
export * from './rules.ts';
export * from './schema.ts';
export * from './stall.ts';
export * from './stream.ts';
export * from './target.ts';
export * from './tensor.ts';
export * from './unit.ts';
