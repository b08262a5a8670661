// The verifier: a table of rules on graphs as authors write them, checked in order.
import { DendraError } from './error.ts';
import type { Graph } from './graph.ts';
import { attributeRules } from './rules-attrs.ts';
import { Context, type Problem, type Rule } from './rules-context.ts';
import { nameRules } from './rules-names.ts';
import { wiringRules } from './rules-wiring.ts';
import type { Registry } from './unit.ts';

/** All rules; each may assume that those before it hold. */
export const rules: readonly Rule[] = [...nameRules, ...attributeRules, ...wiringRules];

/** Checks every rule and throws the first violation; returns the graph with its parsed attributes. */
export function verify(graph: Graph, registry: Registry): Context {
  const context = new Context(graph, registry);
  for (const { rule, check } of rules) {
    const problem = check(context);
    if (problem !== undefined) throw problemError(problem, rule, graph.file);
  }
  return context;
}

/** The error that states a problem. */
function problemError(problem: Problem, rule: string, file: string | undefined): DendraError {
  const { sentence, node, attribute, hint } = problem;
  return new DendraError(sentence, { file, node, attribute, rule, hint });
}

export type { Context, Problem, Rule } from './rules-context.ts';
