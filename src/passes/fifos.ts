// Sizes the FIFOs of edges that lie on two ways between the same units, so that no way waits for the other.
import { DendraError, type Edge, type Lowered, maxRows, maxSize } from '../ir/index.ts';
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

/** Steps of a sample that are composed at most: the first, one between, and the last. */
const mostSteps = 3;
/** Cycles times units that the search for smaller depths may spend; what is left then keeps a depth that suffices. */
const budget = 100_000_000;

/** The draft with deeper FIFOs where the default would cost cycles or stand still. */
export function sizeFifos(draft: Draft, compose: Compose | undefined): Draft {
  if (compose === undefined) return draft;
  const full = toLowered(draft);
  const lowered = { ...full, steps: Math.min(full.steps, mostSteps) };
  const critical = onTwoWays(lowered.edges);
  if (critical.length === 0) return draft;
  const twoWays = new Set(critical.map(({ from }) => from));
  const roomy = ({ from, depth }: Edge): number => (twoWays.has(from) ? Number.MAX_SAFE_INTEGER : depth);
  // Extremes of different units may disagree about the lengths of streams; such a case tells nothing.
  const cases = worstCases(lowered)
    .map((traces) => ({ traces, ideal: run(compose, lowered, traces, roomy) }))
    .filter(({ ideal }) => ideal !== undefined);
  if (cases.length === 0) return draft;
  let spent = 0;
  /** True when every case ends as early as with all the room there is. */
  const reaches = (depths: Readonly<Record<string, number>>): boolean =>
    cases.every(({ traces, ideal }) => {
      const ended = run(compose, lowered, traces, ({ from, depth }) => depths[from] ?? depth);
      spent += lowered.cells.length * (ended?.end ?? ideal!.end);
      return ended !== undefined && ended.end <= ideal!.end;
    });
  if (reaches({})) return draft;

  // The room in use when nothing is bounded is more than is needed: producers run ahead. Mostly one tensor is enough.
  const peaks = Object.fromEntries(
    critical.map(({ from, depth }) => [from, Math.max(depth, ...cases.map(({ ideal }) => ideal!.peaks[from]!))]),
  );
  const tensors = Object.fromEntries(
    critical.map((edge) => [edge.from, Math.min(peaks[edge.from]!, edge.depth + beatsOf(edge))]),
  );
  const depths: Record<string, number> = reaches(tensors) ? tensors : peaks;
  /** Lowers the depths of a group: all to the default if that will do, or else each half by itself. */
  const relax = (group: readonly Edge[], fails: boolean): void => {
    if (group.length === 0 || spent > budget) return;
    const least = Object.fromEntries(group.map(({ from, depth }) => [from, depth]));
    if (!fails && reaches({ ...depths, ...least })) {
      Object.assign(depths, least);
      return;
    }
    if (group.length > 1) {
      const half = group.length >> 1;
      relax(group.slice(0, half), false);
      relax(group.slice(half), false);
      return;
    }
    const { from, depth } = group[0]!;
    for (let low = depth + 1; low < depths[from]! && spent < budget; ) {
      const middle = (low + depths[from]!) >> 1;
      if (reaches({ ...depths, [from]: middle })) depths[from] = middle;
      else low = middle + 1;
    }
  };
  relax(
    critical.filter(({ from, depth }) => depths[from]! > depth),
    true,
  );
  const deeper = critical.filter(({ from, depth }) => depths[from]! > depth);
  const changed = Object.fromEntries(deeper.map(({ from }) => [from, depths[from]!]));
  return { ...draft, depths: { ...draft.depths, ...changed } };
}

/** Beats of the longest tensor on an edge. */
function beatsOf({ type, lanes }: Edge): number {
  return type.order === 'events' ? maxSize(type) + maxRows(type) : Math.ceil(maxSize(type) / lanes) + 1;
}

/** The same extreme of all units together, so that the lengths of streams agree: least work, most work, ... */
function worstCases(lowered: Lowered): Traces[][] {
  const samples = lowered.steps === 1 ? 3 : 2;
  const extremes = lowered.cells.map(({ unit, site }) => [site.name, unit.extremes(site)] as const);
  const count = Math.max(1, ...extremes.map(([, traces]) => traces.length));
  return Array.from({ length: count }, (_, i) => {
    const traces = extremes.map(([name, all]) => {
      return [name, new Array<unknown>(lowered.steps).fill(all[Math.min(i, all.length - 1)])] as const;
    });
    return new Array<Traces>(samples).fill(Object.fromEntries(traces));
  });
}

/** Last cycle and FIFO use of a composition; undefined where it stands still. */
function run(
  compose: Compose,
  lowered: Lowered,
  traces: readonly Traces[],
  depth: (edge: Edge) => number,
): { readonly end: number; readonly peaks: Readonly<Record<string, number>> } | undefined {
  try {
    const { delivered, peaks } = compose(lowered, traces, { depth });
    return { end: Math.max(0, ...Object.values(delivered).map((cycles) => cycles[cycles.length - 1] ?? 0)), peaks };
  } catch (error) {
    if (error instanceof DendraError && error.place.rule === 'deadlock') return undefined;
    throw error;
  }
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
