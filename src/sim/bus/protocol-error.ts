// The error of a protocol checker.

/** A broken rule of a protocol; fails the test, unless a task awaits the checker. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
  /** Path of the signal that broke the rule. */
  readonly signal: string;
  /** Rising clock edges since the checker began, the first one being 0. */
  readonly cycle: number;
  /** Time in steps. */
  readonly time: number;
  /** Name of the rule. */
  readonly rule: string;

  constructor(signal: string, sentence: string, cycle: number, time: number, rule: string) {
    super(`${signal} ${sentence}\n  at cycle ${cycle}, step ${time} (rule ${rule})`);
    this.signal = signal;
    this.cycle = cycle;
    this.time = time;
    this.rule = rule;
  }
}

/** A value in messages: small ones decimal, others hexadecimal. */
export function shownValue(value: number | bigint): string {
  return value < 10 ? String(value) : `0x${value.toString(16)}`;
}
