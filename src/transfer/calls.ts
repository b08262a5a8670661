// Calls of transfer functions within others.
import type { Node } from 'ts-morph';
import type { Algebra, Callee } from './algebra.ts';
import { numberOf } from './builtins.ts';
import { field, scalar, wrong } from './syntax.ts';
import { describeKind, type Value } from './value.ts';

/** The results of another transfer function for the arguments of a call. */
export function callTransfer<V>(algebra: Algebra<V>, callee: Callee, args: readonly Value<V>[], node: Node): Value<V> {
  const inputs = Object.keys(callee.formats);
  const [only] = args;
  const bare = callee.bare === true && only?.kind === 'number';
  const given: Value<V> | undefined = bare ? { kind: 'object', fields: { [inputs[0]!]: only } } : only;
  if (given?.kind !== 'object' || args.length !== 1) {
    const shown =
      args.length > 1 ? `${args.length} arguments` : given === undefined ? 'nothing' : describeKind(algebra, given);
    throw wrong(
      node,
      `the argument of ${callee.name}`,
      `${callee.bare === true ? 'a number, or ' : ''}an object of ${inputs.join(', ')}`,
      shown,
    );
  }
  const names = Object.keys(given.fields);
  if (names.length !== inputs.length || inputs.some((name) => !names.includes(name))) {
    const fields = names.length === 0 ? 'an empty one' : `one of ${names.join(', ')}`;
    throw wrong(node, `the argument of ${callee.name}`, `an object of ${inputs.join(', ')}`, fields);
  }
  const numbers = inputs.map((name) => {
    const subject = `input "${name}" of ${callee.name}`;
    return [name, numberOf(algebra, field(given, name, node), subject)] as const;
  });
  const results = algebra.call(callee, Object.fromEntries(numbers));
  if (callee.single) return scalar(results.y!);
  return {
    kind: 'object',
    fields: Object.fromEntries(Object.entries(results).map(([name, x]) => [name, scalar(x)])),
  };
}
