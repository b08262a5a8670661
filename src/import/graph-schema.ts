// The schema of a graph, from a file or from a module, and the sentence about what breaks it.
import * as v from 'valibot';
import { DendraError, elemAttr, naturalInteger, positiveInteger } from '../ir/index.ts';

const text = v.string('a string');
const sources = v.record(v.string(), text, 'an object of sources');

/** The entries of a graph. */
export const graphEntries = {
  name: text,
  steps: positiveInteger,
  goal: v.optional(v.strictObject({ cycles: v.optional(positiveInteger), multipliers: v.optional(naturalInteger) })),
  inputs: v.array(
    v.strictObject(
      {
        name: text,
        elem: elemAttr,
        shape: v.array(naturalInteger, 'an array of sizes'),
        lanes: v.optional(positiveInteger),
      },
      'an object',
    ),
    'an array of inputs',
  ),
  nodes: v.array(
    v.strictObject(
      {
        name: text,
        kind: text,
        attrs: v.unknown(),
        inputs: sources,
        fold: v.optional(v.record(v.string(), positiveInteger)),
      },
      'an object',
    ),
    'an array of nodes',
  ),
  outputs: v.array(v.strictObject({ name: text, from: text }, 'an object'), 'an array of outputs'),
};

/** The error about an issue; `whole` is the subject where the issue concerns no entry. */
export function schemaError(issue: v.BaseIssue<unknown>, whole: string, file: string | undefined): DendraError {
  const path = v.getDotPath(issue) ?? undefined;
  const subject = path ?? whole;
  const rule = 'graph-schema';
  if (issue.expected === 'never') {
    return new DendraError(`${subject} must be left out, not given`, { file, attribute: path, rule });
  }
  if (issue.received === 'undefined') {
    return new DendraError(`${subject} must be given, not left out`, { file, attribute: path, rule });
  }
  const expected = issue.message.startsWith('Invalid') ? (issue.expected ?? 'valid') : issue.message;
  return new DendraError(`${subject} must be ${expected}, not ${issue.received}`, { file, attribute: path, rule });
}
