// What a hardware test tells the reporter through the meta of its vitest task.

/** Facts of one test that vitest does not know. */
export interface HwtestRecord {
  /** True when the environment asked for other tests. */
  deselected?: boolean;
  /** Seed of the run. */
  seed?: number;
  /** Simulated time of start and end in nanoseconds. */
  simTime?: readonly [start: number, stop: number];
  /** File of the waves that were recorded. */
  waves?: string;
}

/** The record of a task, made if it has none. */
export function recordOf(meta: object): HwtestRecord {
  const holder = meta as { dendra?: HwtestRecord };
  holder.dendra ??= {};
  return holder.dendra;
}
