// The golden model: a whole graph on exact integers.

export * from './random.ts';
export * from './run.ts';
export * from './sample.ts';
