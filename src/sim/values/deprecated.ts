// Old names of cocotb 1.9: they work, and say once what to write today.

const said = new Set<string>();

/** Warns, once a name and process, that a name is old; `instead` is what to write. */
export function deprecated(name: string, instead: string): void {
  if (said.has(name)) return;
  said.add(name);
  process.emitWarning(`${name} is an old name: write ${instead}`, 'DeprecationWarning');
}
