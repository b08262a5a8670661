// Syntax as messages name it, and the small questions that the reader asks of it.
import type { Node } from 'ts-morph';
import { DendraError, nearest } from '../ir/index.ts';
import { morph, placeOf } from './source.ts';
import type { Value } from './value.ts';

/** A number or a truth value. */
export function scalar<V>(x: V): Value<V> {
  return { kind: 'number', x };
}

/** True for the syntax of a function. */
export function isFunction(node: Node): boolean {
  const { Node: is } = morph();
  return is.isArrowFunction(node) || is.isFunctionExpression(node) || is.isFunctionDeclaration(node);
}

/** A field of an object; throws a DendraError where there is none. */
export function field<V>(value: Value<V>, name: string, node: Node): Value<V> {
  const fields = value.kind === 'object' ? value.fields : {};
  const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(fields);
  const near = nearest(name, names);
  const expected = names.length === 0 ? 'a field of an object' : `one of ${names.join(', ')}`;
  const hint = near === undefined ? undefined : `did you mean "${near}"?`;
  throw wrong(node, 'a field', expected, `"${name}"`, hint);
}

/** Source text of a node, cut short. */
export function short(node: Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** The error about a node, at its place. */
export function wrong(node: Node, subject: string, expected: string, given: string, hint?: string): DendraError {
  return new DendraError(`${subject} must be ${expected}, not ${given}`, {
    file: placeOf(node),
    rule: 'transfer-subset',
    hint,
  });
}

/** The error about a statement that is none of the subset. */
export function refused(statement: Node): DendraError {
  const loops = ['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoStatement'];
  const loop = loops.includes(statement.getKindName());
  return wrong(
    statement,
    'a statement',
    'const, if with return, or return',
    loop ? 'a loop' : `\`${short(statement)}\``,
    loop ? 'write the turns out, or keep a state from firing to firing' : undefined,
  );
}

/** The error about a name that stands for nothing that hardware could take. */
export function unknownName(node: Node, given: string, known: readonly string[]): DendraError {
  const name = node.getText();
  const near = nearest(name, known);
  const hint =
    near === undefined ? `hand it over: transfer(inputs, fn, { constants: { ${name} } })` : `did you mean "${near}"?`;
  const expected = 'an operand, a const of the function or of the module, or one of the option constants';
  return wrong(node, `"${name}"`, expected, given, hint);
}

/** The error about a name that nothing defines; what the module imports may be what was meant. */
export function undefinedName(node: Node, known: readonly string[]): DendraError {
  const name = node.getText();
  const imported = node
    .getSourceFile()
    .getImportDeclarations()
    .flatMap((declaration) => declaration.getNamedImports().map((each) => each.getName()));
  const near = nearest(name, [...known, ...imported]);
  const hint = near === undefined ? 'import or define it' : `did you mean "${near}"?`;
  return wrong(node, `"${name}"`, 'the name of a value or function', 'one that nothing defines', hint);
}

/** For a function that needs itself. */
export function recursion(): DendraError {
  return new DendraError('a call must be of another function, not of one that is being called already', {
    rule: 'transfer-recursion',
    hint: 'hardware has no stack: write the steps out, or keep a state from firing to firing',
  });
}
