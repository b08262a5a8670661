// dendra verify --mutate N: measures the check itself with injected bugs.
import { emit } from '../codegen/index.ts';
import { randomSamples, type Sample } from '../golden/index.ts';
import type { Lowered } from '../ir/index.ts';
import { type Mutation, mutateDesign } from '../sim/mutate/index.ts';
import type { Context } from './context.ts';

/** Own samples of a design that take part, and random ones. */
const taken = { own: 24, random: 15 } as const;

/** Share of the mutants that must be caught. */
const goal = 0.95;

/** Runs the campaign: 0 when at least 95 % of the mutants are caught, 1 otherwise. */
export async function mutate(
  context: Context,
  lowered: Lowered,
  own: readonly Sample[],
  { mutate: mutants, seed }: { readonly mutate: number; readonly seed: number },
): Promise<number> {
  // Varied samples first: they find most mutants, and the extreme ones at the start of the random ones find few alone.
  const samples = [...own.slice(0, taken.own), ...randomSamples(lowered, taken.random, seed).reverse()];
  const result = await mutateDesign({
    lowered,
    emitted: emit(lowered),
    samples,
    mutants,
    seed,
    signal: context.signal,
    progress: (done, of) => context.progress(`${done} of ${of} mutants tried`),
  });
  context.print({ ...result, share: share(result) }, describe(result));
  return share(result) >= goal ? 0 : 1;
}

function share({ caught, mutants }: Mutation): number {
  return mutants === 0 ? 1 : caught / mutants;
}

function describe(result: Mutation): string {
  const { design, seed, mutants, caught, dropped, survivors } = result;
  const equal = `${dropped.sameNetlist} with an unchanged netlist, ${dropped.proved} proved equivalent`;
  return [
    `${design}: ${caught} of ${mutants} mutants caught (${(100 * share(result)).toFixed(1)} %), seed ${seed}`,
    `  dropped as the same hardware: ${equal}`,
    ...survivors.map(
      ({ file, line, operator, original, mutated }) =>
        `  not caught: ${file}:${line} ${operator}: ${squeeze(original)} -> ${squeeze(mutated)}`,
    ),
  ].join('\n');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}
