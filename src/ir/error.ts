// The one error that users see: a sentence, the place, and what to change.

/** Where an error is and how to mend it; every field is printed when it is present. */
export interface Place {
  readonly file?: string | undefined;
  readonly node?: string | undefined;
  readonly attribute?: string | undefined;
  /** Name of the violated rule, in kebab case. */
  readonly rule: string;
  /** What to change, in the imperative. */
  readonly hint?: string | undefined;
}

/** Exit statuses of the command line (see ARCHITECTURE.md). */
export type ErrorCode = 'check' | 'input' | 'tool';

/** A wrong input (`input`), a failed check (`check`) or a missing program (`tool`). */
export class DendraError extends Error {
  readonly code: ErrorCode;
  readonly place: Place;
  /** The first line alone: `<subject> must be <expected>, not <given>`. */
  readonly sentence: string;

  constructor(sentence: string, place: Place, code: ErrorCode = 'input') {
    super(format(sentence, place));
    this.name = 'DendraError';
    this.sentence = sentence;
    this.place = place;
    this.code = code;
  }

  /** The same error with more of its place known. */
  at(place: Partial<Place>): DendraError {
    return new DendraError(this.sentence, { ...place, ...defined(this.place) } as Place, this.code);
  }
}

function defined(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)) as unknown as Place;
}

function format(sentence: string, place: Place): string {
  const parts = [
    place.file,
    place.node === undefined ? undefined : `node "${place.node}"`,
    place.attribute === undefined ? undefined : `attribute "${place.attribute}"`,
  ].filter((part) => part !== undefined);
  const where = parts.length === 0 ? `  (rule ${place.rule})` : `  at ${parts.join(', ')} (rule ${place.rule})`;
  return [sentence, where, ...(place.hint === undefined ? [] : [`  ${place.hint}`])].join('\n');
}

/** Throws when a programming assumption does not hold; never used for the input of a user. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`internal: ${message}`);
}

/** The candidate nearest in spelling, if one is near enough to be what was meant. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(given.length / 3)) ? best.name : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
