// The figures of one network: accuracy by condition and noise level, events and joules, and how they meet the reference.
import { energyOf, type Lowered } from '../../src/index.ts';
import { accuracy, type Network, type Outcome, outcomes, withOtherContext } from './conditions.ts';
import { heldout, levels } from './heldout.ts';

/** Accuracies by condition; those of incongruent pairs against the label of the sound and of the picture. */
export type Accuracies = Readonly<Record<string, number>>;

/** Means per sample. */
export interface Events {
  readonly activeCells: number;
  readonly synapseEvents: number;
  readonly contextEvents: number;
}

/** Energy per sample at 80 pJ an event, synapses and contexts apart. */
export interface Microjoules {
  readonly synapses: number;
  readonly contexts: number;
}

/** Figures at one noise level. */
export interface LevelFigures {
  readonly accuracy: Accuracies;
  readonly events: Events;
  readonly microjoules: Microjoules;
}

/** Figures of one network; those outside `levels` are of the main verification set, sample i at level i % 3. */
export interface Figures {
  readonly accuracy: number;
  readonly events: Events;
  readonly microjoules: Microjoules;
  readonly levels: Readonly<Record<string, LevelFigures>>;
}

/** What training/av-digits/results.json says of one network. */
export interface Reference {
  readonly accuracy: number;
  readonly events: Events;
  readonly levels: Readonly<
    Record<string, { readonly float: Accuracies; readonly integer: Accuracies; readonly events: Events }>
  >;
  readonly humanSpeechSoundOnly?: { readonly float: number; readonly integer: number };
}

/** Measures one network on the first `count` samples. */
export function figuresOf(network: Network, count: number): Figures {
  const byLevel = levels.map((_, level) => outcomes(network, 'both', level, count));
  const main = Array.from({ length: count }, (_, i) => byLevel[i % levels.length]![i]!);
  const each = levels.map((decibel, level): [string, LevelFigures] => [
    `${decibel} dB`,
    { accuracy: accuracies(network, byLevel[level]!, level), ...costOf(network.lowered, byLevel[level]!) },
  ]);
  return { accuracy: accuracy(main), ...costOf(network.lowered, main), levels: Object.fromEntries(each) };
}

/** Accuracies at one noise level; `both` has been run already. */
export function accuracies(network: Network, both: readonly Outcome[], level: number): Accuracies {
  const count = both.length;
  const incongruent = outcomes(network, 'incongruent', level, count);
  return {
    both: accuracy(both),
    soundOnly: accuracy(outcomes(network, 'soundOnly', level, count)),
    pictureOnly: accuracy(outcomes(network, 'pictureOnly', level, count)),
    incongruentSoundLabel: accuracy(incongruent),
    incongruentPictureLabel: accuracy(incongruent, (i) => Number(heldout.incongruent!.data[i])),
    ...(network.given === undefined ? {} : { shuffledContext: accuracy(withOtherContext(network, level, count)) }),
  };
}

/** Mean events and energy of outcomes. */
export function costOf(lowered: Lowered, found: readonly Outcome[]): { events: Events; microjoules: Microjoules } {
  const { synapses, contexts, columns } = energyOf(
    lowered,
    found.map(({ counts }) => counts),
    'mcc-ultrascale',
  );
  const activeCells = found.reduce((sum, { active }) => sum + active, 0) / found.length;
  return {
    events: {
      activeCells: round(activeCells, 2),
      synapseEvents: round(synapses, 1),
      contextEvents: round(contexts, 1),
    },
    microjoules: { synapses: round(columns.compute * 1e6, 4), contexts: round(columns.context * 1e6, 4) },
  };
}

/** Every figure that is not the one of the numpy reference, in words; accuracies must be the same number. */
export function differences(name: string, figures: Figures, reference: Reference): string[] {
  const own = flat({ accuracy: figures.accuracy, events: figures.events, levels: figures.levels });
  const theirs = flat({ ...reference, levels: withoutFloat(reference) });
  return Object.entries(own).flatMap(([key, value]) => {
    if (key.includes('microjoules')) return [];
    const expected = theirs[key];
    // Means of events are rounded to the last digit that the reference prints, by another rule at ties.
    const slack = key.endsWith('activeCells') ? 0.0101 : key.endsWith('Events') ? 0.101 : 0;
    const equal = expected !== undefined && Math.abs(value - expected) <= slack;
    return equal ? [] : [`${name}, ${key}: ${value} in TypeScript, ${expected ?? 'nothing'} in the reference`];
  });
}

function withoutFloat({ levels: all }: Reference): object {
  return Object.fromEntries(
    Object.entries(all).map(([key, { integer, events }]) => [key, { accuracy: integer, events }]),
  );
}

/** Numbers of a nested object by dotted path. */
function flat(value: object, path = ''): Record<string, number> {
  const entries = Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, number][] => {
    if (typeof inner === 'number') return [[path + key, inner]];
    return typeof inner === 'object' && inner !== null ? Object.entries(flat(inner, `${path}${key}.`)) : [];
  });
  return Object.fromEntries(entries);
}

/** A number with `digits` decimals. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
