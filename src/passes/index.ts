// Lowers graphs: the named list of passes, and the function that runs them in order.
import type { Graph, Lowered, Registry, Target } from '../ir/index.ts';
import { canonicalise } from './canonicalise.ts';
import { type Draft, toLowered } from './draft.ts';
import { type Compose, sizeFifos } from './fifos.ts';
import { fold } from './fold.ts';
import { infer } from './infer.ts';
import { insert } from './insert.ts';
import { schedule } from './schedule.ts';

/** Settings of a run of the passes. */
export interface LowerOptions {
  /** The composer of src/timing; without it FIFOs keep their default depth. */
  readonly compose?: Compose | undefined;
  /** Name of the last pass to run. */
  readonly onlyTo?: PassName | undefined;
}

/** A step from draft to draft. */
export interface Pass {
  readonly name: string;
  run(draft: Draft, options: LowerOptions): Draft;
}

/** All passes after the graph is checked and canonical, in order. */
export const passes = [
  { name: 'schedule', run: schedule },
  { name: 'infer', run: infer },
  { name: 'fold', run: fold },
  { name: 'insert', run: (draft: Draft) => schedule(insert(draft)) },
  { name: 'fifos', run: (draft: Draft, { compose }: LowerOptions) => sizeFifos(draft, compose) },
] as const satisfies readonly Pass[];

/** Names of the passes. */
export type PassName = (typeof passes)[number]['name'];

/** Checks a graph and runs the passes on it; throws a DendraError for the first rule that it breaks. */
export function lower(graph: Graph, registry: Registry, target: Target, options: LowerOptions = {}): Lowered {
  let draft = canonicalise(graph, registry, target);
  for (const pass of passes as readonly Pass[]) {
    draft = pass.run(draft, options);
    if (pass.name === options.onlyTo) break;
  }
  return toLowered(draft);
}

export { describeGraph } from './describe.ts';
export type { Compose } from './fifos.ts';
