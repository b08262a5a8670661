// What the golden model makes of the held-out samples: one outcome a sample, for each network, noise level and condition.
import {
  countNonzero,
  Golden,
  type GoldenSample,
  type Lowered,
  lower,
  registry,
  type Sample,
  type SampleCounts,
  targets,
} from '../../src/index.ts';
import { contextOf, givenContext } from './given-context.ts';
import { heldout, type Selection, samples } from './heldout.ts';
import { network, weightsOf } from './network.ts';

/** The two kinds of networks. */
export const kinds = ['two-point', 'point'] as const;
export type Kind = (typeof kinds)[number];

/** What is shown to a network: which sample's sound and picture take the place of the sample's own. */
export const conditions = {
  both: {},
  soundOnly: { video: () => undefined },
  pictureOnly: { audio: () => undefined },
  incongruent: { video: (i) => Number(heldout.incongruent!.data[i]) },
} as const satisfies Readonly<Record<string, Selection>>;
export type Condition = keyof typeof conditions;

/** A trained network, ready to run. */
export interface Network {
  readonly kind: Kind;
  readonly seed: number;
  readonly lowered: Lowered;
  /** The same with contexts as inputs; point neurons have none. */
  readonly given: Lowered | undefined;
}

/** What one sample gave. */
export interface Outcome {
  readonly digit: number;
  /** Cells whose output is not 0, over all steps. */
  readonly active: number;
  readonly counts: SampleCounts;
}

/** Reads and lowers the network of one seed. */
export async function networkOf(kind: Kind, seed: number): Promise<Network> {
  const weights = await weightsOf(seed === 0 ? `${kind}.npz` : `${kind}-seed${seed}.npz`);
  const ready = (graph: ReturnType<typeof network>): Lowered => lower(graph, registry, targets['ultrascale-plus']);
  const given = kind === 'two-point' ? ready(givenContext(weights)) : undefined;
  return { kind, seed, lowered: ready(network(`av_digits_${kind.replace('-', '_')}`, weights)), given };
}

/** The first `count` samples in one condition at one noise level. */
export function outcomes({ lowered }: Network, condition: Condition, level: number, count: number): Outcome[] {
  const golden = new Golden(lowered);
  return shown(condition, level, count).map((sample) => outcomeOf(golden.run(sample, { layers: true })));
}

/** The first `count` samples at one noise level, each with the context that another sample had in its own run. */
export function withOtherContext({ lowered, given }: Network, level: number, count: number): Outcome[] {
  // All samples are recorded: any of them may lend its context.
  const recorder = new Golden(lowered);
  const contexts = samples({ level: () => level }).map((sample) => contextOf(recorder.run(sample, { layers: true })));
  const golden = new Golden(given!);
  return shown('both', level, count).map((sample, i) => {
    const other = contexts[Number(heldout.shuffled!.data[i])]!;
    return outcomeOf(golden.run({ ...sample, ...other }, { layers: true }));
  });
}

/** Share of samples whose digit is the label of sample `of(i)`. */
export function accuracy(found: readonly Outcome[], of: (sample: number) => number = (i) => i): number {
  return found.filter(({ digit }, i) => digit === Number(heldout.labels!.data[of(i)])).length / found.length;
}

function shown(condition: Condition, level: number, count: number): Sample[] {
  return samples({ level: () => level, ...conditions[condition] }).slice(0, count);
}

function outcomeOf({ outputs, counts, layers = {} }: GoldenSample): Outcome {
  const cells = Object.entries(layers).filter(([key]) => /^(audio|video)\d_y\.y$/.test(key));
  const active = cells.flatMap(([, steps]) => steps).reduce((sum, tensor) => sum + countNonzero(tensor), 0);
  return { digit: Number(outputs.digit!.at(-1)!.data[0]), active, counts };
}
