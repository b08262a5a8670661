// Benches in vitest: hwtest with everything that a bench uses.
// The reporter, results.xml, the environment of cocotb and getRunner join here; session.ts is where a test is run.
export * from '../kernel/index.ts';
export { TestFactory } from './factory.ts';
export { hwtest, type Register, type RegisterAll, register } from './hwtest.ts';
export type {
  ErrorClass,
  HwtestContext,
  HwtestFunction,
  HwtestOptions,
  ModelSource,
  ParametrizedFunction,
} from './options.ts';
export { type Combination, combinations, Param, type ParameterGrid } from './parameters.ts';
export { isAssertion, score, type Verdict } from './score.ts';
export { randomFrom, runSeed, testSeed } from './seed.ts';
export { closeShared, runTest } from './session.ts';
