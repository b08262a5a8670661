// Rules on kinds and attributes: every node is a known unit, and its attributes satisfy the unit's schema.
import * as v from 'valibot';
import { nearest } from './error.ts';
import { type Context, oneOf, type Problem, type Rule } from './rules-context.ts';
import type { Unit } from './unit.ts';

/** The rules on kinds and attributes, in the order in which they are checked. */
export const attributeRules: readonly Rule[] = [
  {
    rule: 'kind-known',
    check(context) {
      const node = context.graph.nodes.find((candidate) => context.unitOf(candidate) === undefined);
      if (node === undefined) return undefined;
      const kinds = Object.keys(context.registry).sort();
      const near = nearest(node.kind, kinds);
      return {
        node: node.name,
        sentence: `kind must be a unit of the registry, not "${node.kind}"`,
        hint: near === undefined ? `use ${oneOf(kinds)}` : `did you mean "${near}"?`,
      };
    },
  },
  { rule: 'attribute-schema', check: checkAttributes },
];

function checkAttributes(context: Context): Problem | undefined {
  for (const node of context.graph.nodes) {
    const unit = context.unitOf(node)!;
    const parsed = v.safeParse(unit.attrs, node.attrs);
    if (!parsed.success) return { node: node.name, ...explain(unit, parsed.issues[0]) };
    context.setAttrs(node, parsed.output);
  }
  return undefined;
}

/** One message for a schema issue: messages of our schemas complete "must be ...", the others are put together here. */
function explain(unit: Unit, issue: v.BaseIssue<unknown>): Problem {
  const path = v.getDotPath(issue) ?? undefined;
  const subject = path ?? 'the attributes';
  const entries = Object.keys((unit.attrs as { entries?: object }).entries ?? {}).sort();
  if (issue.type === 'strict_object' && issue.expected === 'never' && path !== undefined) {
    const near = nearest(path, entries);
    return {
      attribute: path,
      sentence: `an attribute of ${unit.kind} must be ${oneOf(entries)}, not "${path}"`,
      hint: near === undefined ? `remove "${path}"` : `did you mean "${near}"?`,
    };
  }
  if (issue.received === 'undefined' && path !== undefined) {
    const near = /^Invalid/.test(issue.message) ? '' : `: ${issue.message}`;
    return { attribute: path, sentence: `${subject} must be given, not left out`, hint: `add "${path}"${near}` };
  }
  if (issue.message.includes(' must be ')) return { attribute: path, sentence: issue.message };
  const expected = issue.message.startsWith('Invalid') ? (issue.expected ?? 'valid') : issue.message;
  return { attribute: path, sentence: `${subject} must be ${expected}, not ${describeValue(issue.input)}` };
}

/** A value as messages print it, cut short. */
export function describeValue(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'object' && value !== null && 'data' in value && ArrayBuffer.isView(value.data)) {
    const { shape } = value as { shape?: unknown };
    return Array.isArray(shape) ? `a tensor of shape [${shape.join(', ')}]` : 'a typed array';
  }
  const text =
    JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
