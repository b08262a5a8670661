// Parsers of option values: one clear sentence for each wrong value.
import { DendraError } from '../ir/index.ts';

/** An integer from `least` on, up to `most`. */
export function integerOption(name: string, least: number, most = 1e9): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new DendraError(`--${name} must be an integer from ${least} to ${most}, not ${text}`, {
      rule: 'option-value',
    });
  };
}

/** A number from `least` to `most`, with a decimal point or without. */
export function numberOption(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[\d.]+$/.test(text) && value >= least && value <= most) return value;
    throw new DendraError(`--${name} must be a number from ${least} to ${most}, not ${text}`, {
      rule: 'option-value',
    });
  };
}

/** One of a few words. */
export function choiceOption<T extends string>(name: string, choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new DendraError(`--${name} must be ${listOf(choices)}, not ${text}`, {
      rule: 'option-value',
    });
  };
}

function listOf(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
