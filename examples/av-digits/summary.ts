// The figures of all networks together: spread over the seeds, ratios, and the table that measure.ts prints.
import { allActive, energyOf } from '../../src/index.ts';
import { kinds, type Network } from './conditions.ts';
import { type Accuracies, type Figures, type Reference, round } from './figures.ts';

/** A figure over the seeds. */
export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** One network with its figures and, if training measured it, those of the reference. */
export interface Measured {
  readonly network: Network;
  readonly figures: Figures;
  readonly reference: Reference | undefined;
}

/** Spread of a figure. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean: round(mean, 4), min: round(Math.min(...values), 4), max: round(Math.max(...values), 4) };
}

/** Events and microjoules of a sample in which every input and every cell is active, which zero skipping cannot help. */
export function allCellsActive({ lowered }: Network): { readonly synapseEvents: number; readonly microjoules: number } {
  const { synapses, columns } = energyOf(lowered, [allActive(lowered)], 'mcc-ultrascale');
  return { synapseEvents: synapses, microjoules: round(columns.compute * 1e6, 4) };
}

/** Spreads by kind, and two-point over point seed by seed. */
export function summarise(all: readonly Measured[]): Record<string, Spread> {
  const of = (kind: string, value: (figures: Figures) => number): number[] =>
    all.filter(({ network }) => network.kind === kind).map(({ figures }) => value(figures));
  const out: Record<string, Spread> = {};
  for (const kind of kinds) {
    const { levels } = all.find(({ network }) => network.kind === kind)!.figures;
    out[`${kind} accuracy`] = spread(of(kind, ({ accuracy }) => accuracy));
    for (const key of ['activeCells', 'synapseEvents', 'contextEvents'] as const) {
      out[`${kind} ${key}`] = spread(of(kind, ({ events }) => events[key]));
    }
    for (const key of ['synapses', 'contexts'] as const) {
      out[`${kind} microjoules, ${key}`] = spread(of(kind, ({ microjoules }) => microjoules[key]));
    }
    for (const [level, { accuracy }] of Object.entries(levels)) {
      for (const name of Object.keys(accuracy)) {
        out[`${kind} ${level} ${name}`] = spread(of(kind, (figures) => figures.levels[level]!.accuracy[name]!));
      }
    }
  }
  const [two, one] = kinds.map((kind) => of(kind, ({ events }) => events.synapseEvents));
  const context = of('two-point', ({ events }) => events.contextEvents);
  out['energy ratio'] = spread(two!.map((events, i) => events / one![i]!));
  out['energy ratio, context events charged'] = spread(two!.map((events, i) => (events + context[i]!) / one![i]!));
  return out;
}

/** Lines for people: accuracies in per cent, integers beside float, then events and energy. */
export function tableOf(all: readonly Measured[]): string {
  const lines = [row('network', 'level', 'condition', 'integer %', 'float %')];
  for (const { network, figures, reference } of all) {
    for (const [level, { accuracy }] of Object.entries(figures.levels)) {
      const float: Accuracies = reference?.levels[level]?.float ?? {};
      for (const [condition, share] of Object.entries(accuracy)) {
        lines.push(row(`${network.kind} ${network.seed}`, level, condition, percent(share), percent(float[condition])));
      }
    }
  }
  lines.push('', row('network', 'accuracy', 'active cells', 'synapses', 'contexts', 'uJ', 'uJ context'));
  for (const { network, figures } of all) {
    const { activeCells, synapseEvents, contextEvents } = figures.events;
    const { synapses, contexts } = figures.microjoules;
    const events = [synapseEvents, contextEvents, synapses, contexts].map(String);
    lines.push(row(`${network.kind} ${network.seed}`, percent(figures.accuracy), String(activeCells), ...events));
  }
  return lines.join('\n');
}

function row(name: string, first: string, second: string, ...rest: readonly string[]): string {
  const cells = [name.padEnd(12), first.padStart(8), second.padStart(23), ...rest.map((cell) => cell.padStart(11))];
  return cells.join(' ');
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : (share * 100).toFixed(1);
}
