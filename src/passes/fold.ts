// Chooses how parallel each unit is: the author's fold, the smallest that meets the goal, or the smallest of all.
import { DendraError, type Fold, type Source } from '../ir/index.ts';
import { type Draft, type Part, siteOf } from './draft.ts';

/** A fold with what the search asks of it. */
interface Choice {
  readonly fold: Fold;
  readonly interval: number;
  readonly multipliers: number;
}

/** The draft with a fold for every part. */
export function fold(draft: Draft): Draft {
  const offered = draft.parts.map((part) => choicesOf(draft, part));
  const goal = draft.goal ?? {};
  let cycles = goal.cycles ?? Number.POSITIVE_INFINITY;
  if (goal.cycles !== undefined) checkCycles(draft, offered, goal.cycles);
  if (goal.multipliers !== undefined) {
    const found = goal.cycles === undefined ? cyclesFor(offered, goal.multipliers) : cycles;
    const least = total(offered, found ?? Number.POSITIVE_INFINITY);
    if (found === undefined || least > goal.multipliers) throw tooMany(draft, least, goal.multipliers);
    cycles = found;
  }
  const lanes = new Map<Source, number>();
  for (const { name, lanes: given } of draft.inputs) if (given !== undefined) lanes.set(name, given);
  const parts = draft.parts.map((part, i) => {
    const chosen = { ...part, fold: match(draft, part, offered[i]!, cycles, lanes).fold };
    const all = part.unit.lanes(siteOf(draft, chosen));
    for (const port of Object.keys(part.outputs)) lanes.set(`${part.name}.${port}`, all[port] ?? 1);
    return chosen;
  });
  return { ...draft, parts };
}

/** The folds of a part from small to large; only the matching ones if its author named one. */
function choicesOf(draft: Draft, part: Part): Choice[] {
  const site = siteOf(draft, part);
  const folds = part.unit.folds(site);
  const { wanted } = part;
  const fits = wanted === undefined ? folds : folds.filter((each) => matches(each, wanted)).slice(0, 1);
  if (fits.length === 0) throw notOffered(draft, part, folds);
  return fits.map((each) => {
    const at = { ...site, fold: each };
    return { fold: each, interval: part.unit.interval(at), multipliers: part.unit.multipliers(at) };
  });
}

function matches(offered: Fold, wanted: Fold): boolean {
  return Object.entries(wanted).every(([name, value]) => offered[name] === value);
}

/** The first fold that needs at most so many cycles; the quickest if none does. */
function smallest(choices: readonly Choice[], cycles: number): Choice {
  const quickest = choices.reduce((best, each) => (each.interval < best.interval ? each : best));
  return choices.find(({ interval }) => interval <= cycles) ?? quickest;
}

/** Units without multipliers take the lanes of their producers where they can: that saves width converters. */
function match(
  draft: Draft,
  part: Part,
  choices: readonly Choice[],
  cycles: number,
  lanes: ReadonlyMap<Source, number>,
): Choice {
  const first = smallest(choices, cycles);
  if (first.multipliers > 0) return first;
  const known = Object.entries(part.sources).filter(([port, source]) => {
    return lanes.has(source) && part.inputs[port]!.order === 'dense';
  });
  if (known.length === 0) return first;
  const site = siteOf(draft, part);
  let best = { choice: first, matched: 0 };
  for (const choice of choices) {
    if (choice.multipliers > 0 || choice.interval > Math.max(cycles, first.interval)) continue;
    const all = part.unit.lanes({ ...site, fold: choice.fold });
    const matched = known.filter(([port, source]) => all[port] === lanes.get(source)).length;
    if (matched > best.matched) best = { choice, matched };
  }
  return best.choice;
}

/** The fewest cycles that all units can meet with so many multipliers together; undefined if there are never so few. */
function cyclesFor(offered: readonly (readonly Choice[])[], limit: number): number | undefined {
  const floor = Math.max(0, ...offered.map((choices) => Math.min(...choices.map(({ interval }) => interval))));
  const steps = [...new Set(offered.flat().map(({ interval }) => interval))].filter((cycles) => cycles >= floor);
  steps.sort((a, b) => a - b);
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (total(offered, steps[middle]!) <= limit) high = middle;
    else low = middle + 1;
  }
  return steps.length === 0 ? Number.POSITIVE_INFINITY : steps[low];
}

function total(offered: readonly (readonly Choice[])[], cycles: number): number {
  return offered.reduce((sum, choices) => sum + smallest(choices, cycles).multipliers, 0);
}

function checkCycles(draft: Draft, offered: readonly (readonly Choice[])[], cycles: number): void {
  draft.parts.forEach((part, i) => {
    const least = Math.min(...offered[i]!.map(({ interval }) => interval));
    if (least <= cycles) return;
    throw new DendraError(`goal.cycles must be at least ${least}, not ${cycles}`, {
      file: draft.file,
      node: part.name,
      rule: 'goal-reachable',
      hint: part.wanted === undefined ? 'this is its quickest fold' : 'or let the fold pass choose its fold',
    });
  });
}

function tooMany(draft: Draft, least: number, limit: number): DendraError {
  return new DendraError(`goal.multipliers must be at least ${least}, not ${limit}`, {
    file: draft.file,
    rule: 'goal-reachable',
    hint: draft.goal?.cycles === undefined ? 'every unit has its smallest fold' : 'or allow more cycles',
  });
}

function notOffered(draft: Draft, part: Part, folds: readonly Fold[]): DendraError {
  const texts = folds.map(describeFold);
  const shown = texts.length > 24 ? [...texts.slice(0, 20), '...', texts[texts.length - 1]!] : texts;
  return new DendraError(
    `fold must be one that ${part.unit.kind} offers for these shapes, not ${describeFold(part.wanted!)}`,
    {
      file: draft.file,
      node: part.name,
      attribute: 'fold',
      rule: 'fold-offered',
      hint: `use ${shown.length === 1 ? shown[0] : `one of ${shown.join(', ')}`}`,
    },
  );
}

/** `{ lanes: 4 }`. */
export function describeFold(given: Fold): string {
  const entries = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
