// Timing of spiking-attention: a load phase, then each query meets the stored tokens of its head.
import type { Beat, Beats, Site } from '../../ir/index.ts';
import { geometryOf } from './geometry.ts';
import type { Trace } from './golden.ts';
import type { Attrs } from './index.ts';

/** Beats of one kind by length, made once: the composer recognises them by identity. */
function table(make: (times: number) => Beat): (times: number) => Beat {
  const made = new Map<number, Beat>();
  return (times) => {
    const beat = made.get(times) ?? make(times);
    made.set(times, beat);
    return beat;
  };
}

const wait = table((times) => ({ times }));
const give = table((times) => ({ times, give: ['y'] }));

/** Cycles of one query with a spike, for a head with so many stored tokens. */
function cyclesOf(stored: number, tokens: number): number {
  return Math.max(1, Math.ceil(stored / tokens));
}

/** One firing; rows without a spike in the query take one cycle each. */
export function beats(site: Site<Attrs>, { stored, active }: Trace): Beats {
  const { heads } = geometryOf(site);
  const cycles = Array.from(stored, (count) => cyclesOf(count, site.fold.tokens!));
  const main: Beat[] = [{ times: active.length, take: ['q', 'k', 'v'] }];
  let pending = 0;
  for (let row = 0; row < active.length; row++) {
    const idle = active[row] === 0 ? 0 : cycles[row % heads]! - 1;
    if (idle > 0) {
      if (pending > 0) main.push(give(pending));
      main.push(wait(idle));
      pending = 0;
    }
    pending++;
  }
  main.push(give(pending));
  return { main };
}

/** Cycles of a firing in which every row of q, k and v holds a spike. */
export function interval(site: Site<Attrs>): number {
  const { tokens, heads } = geometryOf(site);
  return tokens * heads * (1 + cyclesOf(tokens, site.fold.tokens!));
}

/** No spike at all, and a spike in every row. */
export function extremes(site: Site<Attrs>): readonly Trace[] {
  const { tokens, heads, size } = geometryOf(site);
  const rows = tokens * heads;
  const all = (stored: number, active: number): Trace => ({
    stored: new Int32Array(heads).fill(stored),
    active: new Uint8Array(rows).fill(active),
    score: stored * rows * active,
    accumulate: stored * rows * active * size,
    spike: rows * size * active,
  });
  return [all(0, 0), all(tokens, 1)];
}
