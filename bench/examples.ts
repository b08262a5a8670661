// The examples that the benchmarks build.

/** Folders below examples/. */
export const examples = ['av-digits', 'spiking-digits', 'top-k'] as const;
