// What all element-wise units share: one beat in is one beat out, `stages` cycles and the FIFO's one later.
import {
  type Beats,
  type Channels,
  type Fold,
  isVariable,
  maxRows,
  maxSize,
  rowLength,
  type Site,
  type StreamType,
} from '../ir/index.ts';

/** More lanes than this are never offered: a beat must stay below what tools accept as one word. */
const mostLanes = 4096;

/** Lanes that a unit may have on a stream: any up to the length of a single row, divisors of the row otherwise. */
export function laneFolds(type: StreamType): readonly Fold[] {
  const row = rowLength(type);
  // Beats of several rows, and of a tensor of run-time length, must not straddle rows.
  const free = !isVariable(type) && maxRows(type) === 1;
  const lanes = Array.from({ length: Math.min(row, mostLanes) }, (_, i) => i + 1);
  return lanes.filter((n) => free || row % n === 0).map((n) => ({ lanes: n }));
}

/** Beats in which `elements` elements travel; a tensor of run-time length has one more, the empty one that closes it. */
export function beatsOf(type: StreamType, lanes: number, elements: number = maxSize(type)): number {
  return Math.ceil(elements / lanes) + (isVariable(type) ? 1 : 0);
}

/** Elements of `y` in a sample; a tensor of run-time length counts as its most. */
export function elementsOf({ outputs, steps }: Site): number {
  return maxSize(outputs.y!) * steps;
}

/** Trace of an element-wise firing: all that its timing depends on. */
export interface ElementTrace {
  readonly elements: number;
}

/** Latency of the output `y` behind `stages` register stages. */
export function elementwiseChannels(stages: number): Channels {
  return { latency: { y: stages + 1 } };
}

/** One cycle a beat: takes every connected input and gives `y`. */
export function elementwiseBeats(site: Site, { elements }: ElementTrace): Beats {
  const beats = beatsOf(site.outputs.y!, site.fold.lanes!, elements);
  return { main: [{ times: beats, take: Object.keys(site.inputs), give: ['y'] }] };
}

/** The same number of lanes on every connected port. */
export function equalLanes(site: Site): Readonly<Record<string, number>> {
  const ports = [...Object.keys(site.inputs), ...Object.keys(site.outputs)];
  return Object.fromEntries(ports.map((port) => [port, site.fold.lanes!]));
}

/** The traces with the least and the most work. */
export function elementExtremes(site: Site): readonly ElementTrace[] {
  const most = { elements: maxSize(site.outputs.y!) };
  return isVariable(site.outputs.y!) ? [{ elements: 0 }, most] : [most];
}

/** Data of the partial `elementwise`: the register stages by number. */
export function pipeline(stages: number): { stages: number; pipeline: { from: number; to: number }[] } {
  return { stages, pipeline: Array.from({ length: stages }, (_, i) => ({ from: i, to: i + 1 })) };
}
