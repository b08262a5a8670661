// Where transfer() was called: the file and the place in it, from the stack, which Node and vitest map back to the source.
import { fileURLToPath } from 'node:url';
import { DendraError } from '../ir/index.ts';

/** A place in a source file; line and column count from 1. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Frames of a stack, the innermost first: V8 prints `at name (place)` or `at place`. */
const frame = /^ {4}at (?:.*\()?((?:file:\/\/)?\/.+|[A-Za-z]:[\\/].+):(\d+):(\d+)\)?$/gm;

/** The caller of the function whose stack this is. */
export function callSite(stack: string): CallSite {
  const [, caller] = [...stack.matchAll(frame)];
  if (caller === undefined) {
    throw new DendraError('transfer() must be called from a file, not from text without one', {
      rule: 'transfer-source',
      hint: 'write the function in a module',
    });
  }
  const [, path, line, column] = caller as unknown as [string, string, string, string];
  const file = path.startsWith('file:') ? fileURLToPath(path.replace(/\?.*$/, '')) : path.replace(/\?.*$/, '');
  return { file, line: Number(line), column: Number(column) };
}
