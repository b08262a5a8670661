// Commands and simulators that a later release brings: each is refused with one clear message.
import { DendraError } from '../ir/index.ts';

/** What stands in for each command today. */
export const unavailable: Readonly<Record<string, string>> = {
  report: 'dendra verify and dendra energy print the same figures, with --json for programs',
  sweep: 'run dendra energy and dendra verify once for each design',
};

/** Refusals. */
export const later = {
  command(name: string): never {
    throw new DendraError(`the command must be one of this release, not ${name}`, {
      rule: 'command-available',
      hint: unavailable[name],
    });
  },
} as const;
