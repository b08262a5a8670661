import type { EstimateErrors, Model } from './estimate.ts';
export const models: Readonly<Record<string, Model>> = {};
export const measuredError = {} as EstimateErrors;
