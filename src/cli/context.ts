// What every command gets: where to print, and the signal that stops it.
import process from 'node:process';

/** Output of one command. */
export interface Context {
  readonly json: boolean;
  readonly signal: AbortSignal;
  /** One line on stderr, only for a person who watches. */
  progress(text: string): void;
  /** The result: JSON with --json, the text otherwise. */
  print(json: unknown, text: string): void;
}

/** The context of a command line. */
export function contextOf(json: boolean, signal: AbortSignal): Context {
  return {
    json,
    signal,
    progress: (text) => {
      if (!json && process.stderr.isTTY) process.stderr.write(`${text}\n`);
    },
    print: (value, text) => {
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text.trimEnd()}\n`);
    },
  };
}

/** Lets signals be handled between two pieces of long work; throws when there was one. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise(setImmediate);
  signal.throwIfAborted();
}
