export const coefficients = {};
export const measuredError = {};
