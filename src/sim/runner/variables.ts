// Reads environment variables as cocotb does: blank means absent, and a new name comes before the old one.
import { DendraError } from '../../ir/index.ts';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

const on = ['1', 'yes', 'y', 'on', 'true', 'enable'];
const off = ['0', 'no', 'n', 'off', 'false', 'disable'];

/** Value of the first of these names that has one, trimmed. */
export function variable(variables: Variables, ...names: string[]): { name: string; value: string } | undefined {
  for (const name of names) {
    const value = variables[name]?.trim();
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

/** True for a word that means no. */
export function isOff(text: string): boolean {
  return off.includes(text.toLowerCase());
}

/** A variable that is yes or no; `more` names what else it may be. */
export function flag(variables: Variables, name: string, more = ''): boolean | undefined {
  const given = variable(variables, name);
  if (given === undefined) return undefined;
  if (on.includes(given.value.toLowerCase())) return true;
  if (isOff(given.value)) return false;
  throw new DendraError(`${name} must be one of ${on.join(', ')}, ${off.join(', ')}${more}, not ${given.value}`, {
    rule: 'environment-variable',
  });
}

/** A whole number, as the 31 bits of a seed. */
export function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new DendraError(`${name} must be a whole number, not ${text}`, { rule: 'environment-variable' });
  }
  return Number(BigInt(text) & 0x7fffffffn);
}

/** Words of a command line; quotes keep blanks inside a word. */
export function words(text = ''): string[] {
  return [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}
