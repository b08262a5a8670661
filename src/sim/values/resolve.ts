// How values other than 0 and 1 become 0 or 1: the resolve modes of cocotb.

/**
 * `weak`: L, H and W become 0, 1 and X. `zeros`, `ones`, `random`: L and H become 0 and 1, and what is left over 0, 1 or either.
 */
export type ResolveMode = 'weak' | 'zeros' | 'ones' | 'random';

const modes: readonly string[] = ['error', 'weak', 'zeros', 'ones', 'random'];

const weak: Readonly<Record<string, string>> = { L: '0', H: '1', W: 'X' };

/** Resolves a literal of `UX01ZWLH-`; `random` draws from the given source of [0, 1). Throws RangeError for another mode. */
export function resolveText(text: string, mode: ResolveMode | 'error', random: () => number = Math.random): string {
  checkMode(mode);
  if (mode === 'error') return text;
  if (mode === 'weak') return text.replace(/[LHW]/g, (symbol) => weak[symbol]);
  const rest = { zeros: () => '0', ones: () => '1', random: () => (random() < 0.5 ? '0' : '1') }[mode];
  return strongText(text).replace(/[^01]/g, rest);
}

/** A literal with L and H, which never stand for doubt, as 0 and 1. */
export function strongText(text: string): string {
  return text.replace(/[LH]/g, (symbol) => weak[symbol]);
}

let standing: ResolveMode | 'error' = 'error';

/**
 * Sets how conversions to integers treat X, Z and the like in this process, as COCOTB_RESOLVE_X does; at `error`, the
 * default, they throw. `value_error` is the old name of `error`.
 */
export function setResolveX(mode: string): void {
  const name = mode.toLowerCase() === 'value_error' ? 'error' : mode.toLowerCase();
  checkMode(name);
  standing = name;
}

/** The mode that `setResolveX` set. */
export function resolveX(): ResolveMode | 'error' {
  return standing;
}

function checkMode(mode: string): asserts mode is ResolveMode | 'error' {
  if (!modes.includes(mode)) {
    throw new RangeError(`resolve mode must be error, weak, zeros, ones or random, not ${JSON.stringify(mode)}`);
  }
}
