// Composes the beats of all units over FIFO depths and a stall pattern into the cycle of every beat at the boundary.
import {
  type Beats,
  type Cell,
  DendraError,
  type Edge,
  type Lowered,
  maxSize,
  pauses,
  type Stall,
  stallPattern,
  type When,
} from '../ir/index.ts';
import { Channel } from './channel.ts';
import { Thread } from './thread.ts';

/** Traces of one sample by node: one a step, as the golden model gives them. */
export type Traces = Readonly<Record<string, readonly unknown[]>>;

/** What bounds a composition besides the graph. */
export interface ComposeOptions {
  readonly stall?: Stall | undefined;
  /** Replaces the depth of an edge's FIFO. */
  readonly depth?: ((edge: Edge) => number) | undefined;
}

/** Cycles are counted from the first rising edge after reset. */
export interface Composition {
  /** Input name to the cycle in which each of its beats is accepted. */
  readonly accepted: Readonly<Record<string, readonly number[]>>;
  /** Output name to the cycle in which each of its beats is delivered. */
  readonly delivered: Readonly<Record<string, readonly number[]>>;
  /** Largest use of each edge's FIFO, by `from`. */
  readonly peaks: Readonly<Record<string, number>>;
}

/** Cycles without any progress after which nothing will ever move again; stall patterns are never that long. */
const patience = 4096;

/** Evaluates all samples back to back; throws a DendraError (rule deadlock) naming what waits when nothing can move. */
export function compose(lowered: Lowered, samples: readonly Traces[], options: ComposeOptions = {}): Composition {
  const channels = new Map<string, Channel>();
  const readers = new Map<string, Channel>();
  for (const edge of lowered.edges) {
    const channel = new Channel(edge.from, options.depth?.(edge) ?? edge.depth, latencyOf(lowered, edge));
    channels.set(edge.from, channel);
    readers.set(edge.to, channel);
  }
  const threads = lowered.cells.flatMap((cell) => threadsOf(cell, samples, lowered.steps, channels, readers));
  const stall = options.stall ?? { mode: 'none', seed: 0 };
  const sources = lowered.inputs.map((name, i) => {
    const edge = lowered.edges.find(({ from }) => from === name)!;
    const beats = Math.ceil(maxSize(edge.type) / edge.lanes) * lowered.steps * samples.length;
    return {
      channel: channels.get(name)!,
      pattern: stallPattern(stall, 'in', i),
      beats,
      holding: false,
      cycles: [] as number[],
    };
  });
  const sinks = lowered.outputs.map((name, i) => ({
    channel: readers.get(name)!,
    pattern: stallPattern(stall, 'out', lowered.inputs.length + i),
    cycles: [] as number[],
  }));

  let idle = 0;
  for (let cycle = 0; ; cycle++) {
    let moved = false;
    let waiting = false;
    for (const source of sources) {
      if (source.cycles.length === source.beats) continue;
      source.holding ||= !pauses(source.pattern, cycle);
      if (!source.holding || !source.channel.hasSlot(cycle)) continue;
      source.channel.give(cycle);
      source.cycles.push(cycle);
      source.holding = false;
      moved = true;
    }
    let live = 0;
    for (const thread of threads) {
      if (thread.done) continue;
      if (thread.advance(cycle)) moved = true;
      if (thread.wakeAt > cycle) waiting = true;
      if (!thread.done) live++;
    }
    let pending = false;
    for (const sink of sinks) {
      if (sink.channel.hasToken(cycle) && !pauses(sink.pattern, cycle)) {
        sink.channel.take(cycle);
        sink.cycles.push(cycle);
        moved = true;
      }
      pending ||= sink.channel.tokens > 0;
    }
    if (live === 0 && !pending && sources.every((source) => source.cycles.length === source.beats)) break;
    idle = moved || waiting ? 0 : idle + 1;
    if (idle > patience) throw deadlock(lowered, threads, cycle);
  }
  const byName = (names: readonly string[], ends: readonly { cycles: number[] }[]): Record<string, number[]> =>
    Object.fromEntries(names.map((name, i) => [name, ends[i]!.cycles]));
  return {
    accepted: byName(lowered.inputs, sources),
    delivered: byName(lowered.outputs, sinks),
    peaks: Object.fromEntries([...channels].map(([name, channel]) => [name, channel.peak])),
  };
}

/** Cycles from the give of a token to its first possible take; the FIFO of a graph input needs one. */
function latencyOf(lowered: Lowered, edge: Edge): number {
  const cell = lowered.cells.find(({ site }) => edge.from.startsWith(`${site.name}.`));
  if (cell === undefined) return 1;
  return cell.unit.channels(cell.site).latency[edge.from.slice(cell.site.name.length + 1)]!;
}

function threadsOf(
  { unit, site }: Cell,
  samples: readonly Traces[],
  steps: number,
  writers: ReadonlyMap<string, Channel>,
  readers: ReadonlyMap<string, Channel>,
): Thread[] {
  const inner = new Map<string, Channel>();
  for (const [name, { depth, latency }] of Object.entries(unit.channels(site).inner ?? {})) {
    inner.set(name, new Channel(`${site.name}.${name}`, depth, latency));
  }
  const resolve = (port: string): Channel => {
    const key = `${site.name}.${port}`;
    const channel = inner.get(port) ?? (port in site.inputs ? readers.get(key) : writers.get(key));
    if (channel === undefined) throw new Error(`internal: ${site.name} has no port or inner channel ${port}`);
    return channel;
  };
  const total = samples.length * steps;
  const names = total === 0 ? [] : Object.keys(beatsOf(0));
  const cache = new Map<number, { beats: Beats; uses: number }>();

  function beatsOf(firing: number): Beats {
    const step = firing % steps;
    const when: When = { first: step === 0, last: step === steps - 1 };
    return unit.beats(site, samples[Math.floor(firing / steps)]![site.name]![step], when);
  }
  function shared(firing: number): Beats {
    const entry = cache.get(firing) ?? { beats: beatsOf(firing), uses: 0 };
    cache.set(firing, entry);
    if (++entry.uses === names.length) cache.delete(firing);
    return entry.beats;
  }
  return names.map((name) => {
    let firing = 0;
    const next = (): Beats[string] | undefined => (firing === total ? undefined : shared(firing++)[name]!);
    return new Thread(names.length === 1 ? site.name : `${site.name} (${name})`, next, resolve);
  });
}

function deadlock(lowered: Lowered, threads: readonly Thread[], cycle: number): DendraError {
  const waits = threads.filter(({ done }) => !done).map((thread) => thread.blockedOn(cycle));
  return new DendraError(`${lowered.name} must make progress, not stand still from cycle ${cycle - patience} on`, {
    file: lowered.file,
    rule: 'deadlock',
    hint: waits.join('\n  '),
  });
}
