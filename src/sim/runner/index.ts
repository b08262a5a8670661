// Benches in vitest: hwtest with everything that a bench uses. The entry `dendra/hwtest` of the package.
export * from '../kernel/index.ts';
export * from '../model/index.ts';
export * from '../values/index.ts';
export { type Environment, environment, type WaveMode } from './environment.ts';
export { TestFactory } from './factory.ts';
export { type Build, type BuildOptions, getRunner, Runner, type TestOptions } from './get-runner.ts';
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
export { closeShared, runTest, type TestEnding, type TestPlace } from './session.ts';
