// Sizes the FIFOs of edges that lie on two ways between the same units, so that no way waits for the other.
import { DendraError, type Edge, type Lowered } from '../ir/index.ts';
import { type Draft, splitSource, toLowered } from './draft.ts';

/** Traces of one sample by node. */
type Traces = Readonly<Record<string, readonly unknown[]>>;

/** The composer of src/timing, as far as sizing needs it. */
export type Compose = (
  lowered: Lowered,
  samples: readonly Traces[],
  options: { readonly depth?: ((edge: Edge) => number) | undefined },
) => {
  readonly delivered: Readonly<Record<string, readonly number[]>>;
  readonly peaks: Readonly<Record<string, number>>;
};

/** Back-to-back samples that the worst cases are composed for. */
const samples = 3;
/** Steps of a sample that are composed at most: what repeats need not be seen more often. */
const mostSteps = 4;
/** Cycles times units that the search for smaller depths may spend; what is left then keeps a depth that suffices. */
const budget = 30_000_000;

/** The draft with deeper FIFOs where the default would cost cycles or stand still. */
export function sizeFifos(draft: Draft, compose: Compose | undefined): Draft {
  if (compose === undefined) return draft;
  const full = toLowered(draft);
  const lowered = { ...full, steps: Math.min(full.steps, mostSteps) };
  const critical = onTwoWays(lowered.edges);
  if (critical.length === 0) return draft;
  const cases = worstCases(lowered);
  let spent = 0;
  /** Last cycle of each case; Infinity where the FIFOs are too small to ever finish. */
  const ends = (depths: Readonly<Record<string, number>>): number[] =>
    cases.map((traces) => {
      const end = endOf(compose, lowered, traces, depths);
      spent += lowered.cells.length * (Number.isFinite(end) ? end : 0);
      return end;
    });
  const unbounded = new Set(critical.map(({ from }) => from));
  const ideal = cases.map((traces) =>
    compose(lowered, traces, { depth: ({ from, depth }) => (unbounded.has(from) ? Number.MAX_SAFE_INTEGER : depth) }),
  );
  const best = ideal.map(({ delivered }) => lastOf(delivered));
  const reaches = (depths: Readonly<Record<string, number>>): boolean =>
    ends(depths).every((end, i) => end <= best[i]!);
  if (reaches({})) return draft;

  const depths: Record<string, number> = {};
  for (const { from, depth } of critical) depths[from] = Math.max(depth, ...ideal.map(({ peaks }) => peaks[from]!));
  // The largest first: there is most to save. Equal ones stay in the order of the graph.
  const order = critical.toSorted((a, b) => depths[b.from]! - b.depth - (depths[a.from]! - a.depth));
  for (const { from, depth } of order) {
    let low = depth;
    while (low < depths[from]! && spent < budget) {
      const middle = (low + depths[from]!) >> 1;
      if (reaches({ ...depths, [from]: middle })) depths[from] = middle;
      else low = middle + 1;
    }
  }
  const deeper = critical.filter(({ from, depth }) => depths[from]! > depth);
  const changed = Object.fromEntries(deeper.map(({ from }) => [from, depths[from]!]));
  return { ...draft, depths: { ...draft.depths, ...changed } };
}

/** The same extreme of all units together, so that the lengths of streams agree: least work, most work, ... */
function worstCases(lowered: Lowered): Traces[][] {
  const extremes = lowered.cells.map(({ unit, site }) => [site.name, unit.extremes(site)] as const);
  const count = Math.max(1, ...extremes.map(([, traces]) => traces.length));
  return Array.from({ length: count }, (_, i) => {
    const traces = extremes.map(([name, all]) => {
      return [name, new Array<unknown>(lowered.steps).fill(all[Math.min(i, all.length - 1)])] as const;
    });
    return new Array<Traces>(samples).fill(Object.fromEntries(traces));
  });
}

function endOf(
  compose: Compose,
  lowered: Lowered,
  traces: readonly Traces[],
  depths: Readonly<Record<string, number>>,
): number {
  try {
    return lastOf(compose(lowered, traces, { depth: ({ from, depth }) => depths[from] ?? depth }).delivered);
  } catch (error) {
    if (error instanceof DendraError && error.place.rule === 'deadlock') return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function lastOf(delivered: Readonly<Record<string, readonly number[]>>): number {
  return Math.max(0, ...Object.values(delivered).map((cycles) => cycles[cycles.length - 1] ?? 0));
}

/** Edges that lie on a cycle when directions are ignored: those of forks that join again, and around delays. */
export function onTwoWays(edges: readonly Edge[]): Edge[] {
  const end = (name: string): string => splitSource(name).node ?? `${name}.`;
  const around = new Map<string, { to: string; edge: Edge }[]>();
  for (const edge of edges) {
    const [a, b] = [end(edge.from), end(edge.to)];
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = around.get(from) ?? [];
      list.push({ to, edge });
      around.set(from, list);
    }
  }
  // A forest of shortest ways; every other edge closes a cycle with the ways of its two ends to where they meet.
  const tree = new Map<string, { up: string; edge: Edge | undefined; level: number }>();
  for (const root of around.keys()) {
    if (tree.has(root)) continue;
    tree.set(root, { up: root, edge: undefined, level: 0 });
    const queue = [root];
    for (const at of queue) {
      for (const { to, edge } of around.get(at)!) {
        if (tree.has(to)) continue;
        tree.set(to, { up: at, edge, level: tree.get(at)!.level + 1 });
        queue.push(to);
      }
    }
  }
  const inTree = new Set([...tree.values()].map(({ edge }) => edge));
  const found = new Set<Edge>();
  for (const edge of edges) {
    if (inTree.has(edge)) continue;
    found.add(edge);
    let [a, b] = [end(edge.from), end(edge.to)];
    while (a !== b) {
      if (tree.get(a)!.level < tree.get(b)!.level) [a, b] = [b, a];
      found.add(tree.get(a)!.edge!);
      a = tree.get(a)!.up;
    }
  }
  return edges.filter((edge) => found.has(edge));
}
