export const coefficients: any = {};
export const measuredError: any = {};
