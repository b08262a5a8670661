// Which call in a source made which transfer function, for calls of it within others.
import type { Node } from 'ts-morph';
import { DendraError } from '../ir/index.ts';
import type { Callee } from './algebra.ts';
import { type CallSite, callSite } from './call-site.ts';
import { morph } from './source.ts';

/** Transfer functions by the place of the call that made them; a place that ran twice made several. */
const made = new Map<string, Callee[]>();

/** Remembers which call made a function, for calls of it within others. */
export function register(stack: string, callee: Callee): void {
  const key = keyOf(callSite(stack));
  made.set(key, [...(made.get(key) ?? []), callee]);
}

/** The function under a name, and under the place of this call, since the call that made it serves several. */
export function named<F extends Callee>(name: string, callee: F): F {
  register(new Error().stack!, callee);
  return Object.defineProperty(callee, 'name', { value: name });
}

function keyOf({ file, line, column }: CallSite): string {
  return `${file}:${line}:${column}`;
}

/** The function that a call in a source made; undefined for other syntax. */
export function calleeAt(node: Node): Callee | undefined {
  const { Node: is } = morph();
  if (!is.isCallExpression(node)) return undefined;
  const target = node.getExpression();
  const name = is.isPropertyAccessExpression(target) ? target.getNameNode() : target;
  const file = node.getSourceFile();
  const { line, column } = file.getLineAndColumnAtPos(name.getStart());
  const found = made.get(keyOf({ file: file.getFilePath(), line, column })) ?? [];
  if (found.length < 2) return found[0];
  throw new DendraError('a transfer function must be made once to be called by its name, not several times', {
    rule: 'transfer-ambiguous',
    hint: 'hand the one that is meant over as one of the option constants',
  });
}
