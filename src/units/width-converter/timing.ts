// Timing of width-converter: which cycles take a beat, give one, or do both, from the fill of its buffer.
import { type Beat, type Beats, isVariable, type Site } from '../../ir/index.ts';
import type { ElementTrace } from '../elementwise.ts';

/** Widths in units: the largest groups of elements that never part. */
export interface Units {
  /** Elements of a unit. */
  readonly size: number;
  /** Units of an input beat and of an output beat. */
  readonly from: number;
  readonly to: number;
}

/** The widths of a site in units of the greatest common divisor of its lanes. */
export function unitsOf({ fold }: Pick<Site, 'fold'>): Units {
  const size = gcd(fold.from!, fold.to!);
  return { size, from: fold.from! / size, to: fold.to! / size };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

const take = ['x'] as const;
const give = ['y'] as const;

/** Beats by site and length: samples of one length share them. */
const known = new WeakMap<Site, Map<number, Beats>>();

/** One cycle a beat: takes while fewer than `to` elements are there, gives as soon as they are. */
export function converterBeats(site: Site, { elements }: ElementTrace): Beats {
  const byLength = known.get(site) ?? new Map<number, Beats>();
  known.set(site, byLength);
  const beats = byLength.get(elements) ?? { main: simulate(site, elements) };
  byLength.set(elements, beats);
  return beats;
}

/** Cycles of a firing of that many elements. */
export function converterCycles(site: Site, elements: number): number {
  return simulate(site, elements).reduce((sum, { times }) => sum + times, 0);
}

/** Follows the fill of the buffer through one tensor. */
function simulate(site: Site, elements: number): Beat[] {
  const { size, from, to } = unitsOf(site);
  const variable = isVariable(site.outputs.y!);
  const beats: Beat[] = [];
  let left = Math.ceil(elements / size);
  let [fill, ending] = [0, false];
  for (let done = false; !done; ) {
    const takes = !ending && fill < to;
    const arrived = takes ? Math.min(left, from) : 0;
    // The final beat is the last one with data, or the empty one that closes a tensor of run-time length.
    if (takes && (variable ? arrived === 0 : left <= from)) ending = true;
    left -= arrived;
    fill += arrived;
    const gives = ending || fill >= to;
    done = ending && (variable ? fill === 0 : fill <= to);
    if (gives) fill = Math.max(0, fill - to);
    append(beats, takes, gives);
  }
  return beats;
}

/** Adds one cycle, as part of the beat before where it does the same. */
function append(beats: Beat[], takes: boolean, gives: boolean): void {
  const before = beats[beats.length - 1];
  if (before !== undefined && (before.take !== undefined) === takes && (before.give !== undefined) === gives) {
    beats[beats.length - 1] = { ...before, times: before.times + 1 };
  } else {
    beats.push({ times: 1, ...(takes ? { take } : {}), ...(gives ? { give } : {}) });
  }
}
