// Where transfer() was called: the file and the place in it, from the stack, which Node and vitest map back to the source.
import { fileURLToPath } from 'node:url';
import { DendraError } from '../ir/index.ts';

/** A place in a source file; line and column count from 1. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A frame of a stack: V8 prints `at name (place)` or `at place`; a place within evaluated text has no file. */
const frame = /^ {4}at (?:.*\()?((?:file:\/\/)?\/.+|[A-Za-z]:[\\/].+):(\d+):(\d+)\)?$/;

/** The caller of the function whose stack this is. */
export function callSite(stack: string): CallSite {
  const [, called = ''] = stack.split('\n').filter((line) => line.startsWith('    at '));
  const caller = called.includes('(eval at ') ? null : frame.exec(called);
  if (caller === null) {
    throw new DendraError('transfer() must be called from a file, not from text without one', {
      rule: 'transfer-source',
      hint: 'write the function in a module',
    });
  }
  const [, path, line, column] = caller as unknown as [string, string, string, string];
  const file = path.startsWith('file:') ? fileURLToPath(path.replace(/\?.*$/, '')) : path.replace(/\?.*$/, '');
  return { file, line: Number(line), column: Number(column) };
}
