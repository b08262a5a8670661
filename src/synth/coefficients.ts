import type { Coefficients, EstimateErrors } from './estimate.ts';
export const coefficients: Readonly<Record<string, Coefficients>> = {};
export const measuredError = {} as EstimateErrors;
