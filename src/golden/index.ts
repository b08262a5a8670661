// The golden model: a whole graph on exact integers.
export * from './run.ts';
export * from './random.ts';
