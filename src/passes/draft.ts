// The form of a graph between passes, and its way into the lowered form.
import type {
  Cell,
  Edge,
  Fold,
  FoldGoal,
  GraphOutput,
  Lowered,
  Registry,
  Site,
  Source,
  Streams,
  StreamType,
  Target,
  Unit,
} from '../ir/index.ts';

/** A node with all that passes know of it so far. */
export interface Part {
  readonly name: string;
  readonly unit: Unit;
  /** Attributes as the schema returned them. */
  readonly attrs: unknown;
  /** Input port to `node.port` or a graph input. */
  readonly sources: Readonly<Record<string, Source>>;
  /** The fold that the author insists on. */
  readonly wanted?: Fold | undefined;
  readonly inputs: Streams;
  readonly outputs: Streams;
  readonly fold: Fold;
}

/** A graph input; lanes are settled by the insert pass at the latest. */
export interface DraftInput {
  readonly name: string;
  readonly type: StreamType;
  readonly lanes?: number | undefined;
}

/** A graph between two passes. */
export interface Draft {
  readonly name: string;
  readonly steps: number;
  readonly file: string | undefined;
  readonly goal: FoldGoal | undefined;
  readonly target: Target;
  readonly registry: Registry;
  readonly parts: readonly Part[];
  readonly inputs: readonly DraftInput[];
  readonly outputs: readonly GraphOutput[];
  /** FIFO depths by source, where they differ from the default. */
  readonly depths: Readonly<Record<string, number>>;
}

/** Slots of the FIFO behind a graph input. */
const inputDepth = 2;

/** The site of a part. */
export function siteOf(draft: Draft, part: Part): Site {
  const { name, attrs, inputs, outputs, fold } = part;
  return { name, attrs, inputs, outputs, fold, steps: draft.steps };
}

/** Splits `node.port`; the node of a graph input is undefined. */
export function splitSource(source: Source): { readonly node: string | undefined; readonly port: string } {
  const dot = source.indexOf('.');
  return dot < 0 ? { node: undefined, port: source } : { node: source.slice(0, dot), port: source.slice(dot + 1) };
}

/** Types of all sources known so far. */
export function sourceTypes(draft: Draft): Map<Source, StreamType> {
  const types = new Map<Source, StreamType>(draft.inputs.map(({ name, type }) => [name, type]));
  for (const part of draft.parts) {
    for (const [port, type] of Object.entries(part.outputs)) types.set(`${part.name}.${port}`, type);
  }
  return types;
}

/** Lanes of a port under the part's fold. */
export function lanesOf(draft: Draft, part: Part, port: string): number {
  return part.unit.lanes(siteOf(draft, part))[port] ?? 1;
}

/** All edges, each with the lanes and the depth of its producer. */
export function edgesOf(draft: Draft): Edge[] {
  const types = sourceTypes(draft);
  const lanes = new Map<Source, number>(draft.inputs.map((input) => [input.name, input.lanes ?? 1]));
  const depths = new Map<Source, number>(draft.inputs.map(({ name }) => [name, inputDepth]));
  for (const part of draft.parts) {
    const site = siteOf(draft, part);
    const all = part.unit.lanes(site);
    const { latency, depth } = part.unit.channels(site);
    for (const port of Object.keys(part.outputs)) {
      lanes.set(`${part.name}.${port}`, all[port] ?? 1);
      depths.set(`${part.name}.${port}`, depth?.[port] ?? (latency[port] ?? 1) + 1);
    }
  }
  const edge = (from: Source, to: string): Edge => ({
    from,
    to,
    type: types.get(from)!,
    lanes: lanes.get(from)!,
    depth: draft.depths[from] ?? depths.get(from)!,
  });
  return [
    ...draft.parts.flatMap((part) =>
      Object.entries(part.sources).map(([port, from]) => edge(from, `${part.name}.${port}`)),
    ),
    ...draft.outputs.map(({ name, from }) => edge(from, name)),
  ];
}

/** The lowered graph that a draft stands for. */
export function toLowered(draft: Draft): Lowered {
  const cells: Cell[] = draft.parts.map((part) => ({ unit: part.unit, site: siteOf(draft, part) }));
  return {
    name: draft.name,
    steps: draft.steps,
    target: draft.target,
    cells,
    edges: edgesOf(draft),
    inputs: draft.inputs.map(({ name }) => name),
    outputs: draft.outputs.map(({ name }) => name),
    ...(draft.file === undefined ? {} : { file: draft.file }),
  };
}
