// Event counts x technology table = joules, with the evidence beside every figure.

export { type Charge, charge } from './charge.ts';
export { allActive, beside, defaultTechnology, energyOf, type SampleCounts } from './report.ts';
export { technologies, technologyOf } from './tables/index.ts';
export * from './types.ts';
