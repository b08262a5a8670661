// The attribute of a unit that is a transfer function: what transfer() gave, or its plain data in a graph file.
import * as v from 'valibot';
import { DendraError } from '../ir/index.ts';
import type { ExpressionGraph } from './expression.ts';
import { graphFromJson, graphSchema, graphToJson } from './json.ts';

/** A function as units take it. */
export interface UnitFunction {
  readonly graph: ExpressionGraph;
  toJSON(): unknown;
}

const expected = 'a transfer function: what transfer() gives';

/** The schema of such an attribute. */
export const functionAttr = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, UnitFunction>(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    if (isFunction(value)) return value;
    const parsed = v.safeParse(graphSchema, value);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const path = typeof value === 'object' && value !== null ? v.getDotPath(issue) : null;
      addIssue({ message: path === null ? expected : `${expected}, with a valid "${path}"` });
      return NEVER;
    }
    try {
      const graph = graphFromJson(parsed.output);
      return { graph, toJSON: () => graphToJson(graph) };
    } catch (error) {
      if (!(error instanceof DendraError)) throw error;
      addIssue({ message: `${expected}, whose graph holds (${error.sentence})` });
      return NEVER;
    }
  }),
);

function isFunction(value: unknown): value is UnitFunction {
  if ((typeof value !== 'function' && typeof value !== 'object') || value === null) return false;
  return 'graph' in value && 'toJSON' in value;
}
