// Numbers that both benches share.

/** Defaults of RunOptions, and the cycles for which reset is held. */
export const defaults = { watchdog: 50_000, drain: 64, timeout: 600_000, resetCycles: 6 } as const;
