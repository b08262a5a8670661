// Puts forks, sparsifiers and width converters on the edges, so that every stream has one reader with its own lanes.
import * as v from 'valibot';
import { assert, type Fold, maxSize, type Source, type StreamType, type Unit } from '../ir/index.ts';
import { type Draft, type DraftInput, lanesOf, type Part, siteOf, splitSource } from './draft.ts';
import { located } from './infer.ts';

/** Readers that one fork serves at most. */
const mostBranches = 64;

/** A place that reads a stream: an input of a part, or a graph output. */
interface Reader {
  readonly part: string | undefined;
  readonly port: string;
  readonly source: Source;
  /** Lanes and order that the reader insists on; a graph output takes what comes. */
  readonly lanes: number | undefined;
  /** Length of a row of events, where the reader wants those. */
  readonly events: number | undefined;
}

/** Collects the parts while readers are given new sources. */
class Inserter {
  readonly draft: Draft;
  readonly added: Part[] = [];
  /** `part.port` or output name to its new source. */
  readonly moved = new Map<string, Source>();
  readonly #names: Set<string>;

  constructor(draft: Draft) {
    this.draft = draft;
    this.#names = new Set([...draft.parts, ...draft.inputs].map(({ name }) => name));
  }

  /** Adds a unit with one input `x` and returns its name. */
  add(kind: string, base: string, given: unknown, from: Source, type: StreamType, choose: (part: Part) => Fold): Part {
    const unit: Unit | undefined = this.draft.registry[kind];
    assert(unit !== undefined, `the registry has no unit ${kind}`);
    const name = this.#unique(base);
    const attrs = v.parse(unit.attrs, given);
    const inputs = { x: type };
    const outputs = located(this.draft, { name }, () => unit.infer(attrs, inputs));
    const part: Part = { name, unit, attrs, sources: { x: from }, inputs, outputs, fold: {} };
    const folded = { ...part, fold: choose(part) };
    this.added.push(folded);
    return folded;
  }

  #unique(base: string): string {
    let name = base;
    for (let i = 2; this.#names.has(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }
}

/** The draft with all inserted parts; new parts come after the others, so it must be scheduled again. */
export function insert(draft: Draft): Draft {
  const readers = readersOf(draft);
  const inputs = draft.inputs.map((input) => ({ ...input, lanes: inputLanes(input, readers) }));
  const settled = { ...draft, inputs };
  const inserter = new Inserter(settled);
  for (const [source, type, lanes] of sourcesOf(settled)) {
    const mine = readers.filter((reader) => reader.source === source);
    if (mine.length === 0) continue;
    const branches = fork(inserter, source, type, lanes, mine.length);
    mine.forEach((reader, i) => {
      adapt(inserter, reader, branches[i]!, type, lanes);
    });
  }
  const parts = draft.parts.map((part) => rewire(inserter, part));
  const outputs = draft.outputs.map(({ name, from }) => ({ name, from: inserter.moved.get(name) ?? from }));
  return { ...settled, parts: [...parts, ...inserter.added], outputs };
}

/** Sources with type and lanes, graph inputs first. */
function sourcesOf(draft: Draft): [Source, StreamType, number][] {
  return [
    ...draft.inputs.map(({ name, type, lanes }): [Source, StreamType, number] => [name, type, lanes!]),
    ...draft.parts.flatMap((part) =>
      Object.entries(part.outputs).map(([port, type]): [Source, StreamType, number] => {
        return [`${part.name}.${port}`, type, lanesOf(draft, part, port)];
      }),
    ),
  ];
}

function readersOf(draft: Draft): Reader[] {
  const inner = draft.parts.flatMap((part) => {
    const site = siteOf(draft, part);
    const lanes = part.unit.lanes(site);
    const events = part.unit.events?.(part.attrs) ?? {};
    return Object.entries(part.sources).map(([port, source]): Reader => {
      return { part: part.name, port, source, lanes: lanes[port] ?? 1, events: events[port] };
    });
  });
  const outer = draft.outputs.map(({ name, from }): Reader => {
    return { part: undefined, port: name, source: from, lanes: undefined, events: undefined };
  });
  return [...inner, ...outer];
}

/** The author's lanes, or those of the first reader; never more than the tensor has elements. */
function inputLanes({ name, type, lanes }: DraftInput, readers: readonly Reader[]): number {
  const first = readers.find((reader) => reader.source === name && reader.events === undefined)?.lanes ?? 1;
  return Math.min(lanes ?? first, maxSize(type));
}

/** Copies a source; more readers than one fork offers get forks behind a fork. */
function fork(inserter: Inserter, source: Source, type: StreamType, lanes: number, branches: number): Source[] {
  if (branches === 1) return [source];
  if (branches > mostBranches) {
    const groups = fork(inserter, source, type, lanes, Math.ceil(branches / mostBranches));
    const size = (i: number): number => Math.min(mostBranches, branches - i * mostBranches);
    return groups.flatMap((group, i) => fork(inserter, group, type, lanes, size(i)));
  }
  const base = `${producerName(source, inserter.draft)}_fork`;
  const part = inserter.add('fork', base, { branches }, source, type, (bare) => withLanes(inserter, bare, lanes));
  return Array.from({ length: branches }, (_, i) => `${part.name}.y${i}`);
}

/** The node's name, with the port where the node has several. */
function producerName(source: Source, draft: Draft): string {
  const { node, port } = splitSource(source);
  if (node === undefined) return port;
  const part = draft.parts.find(({ name }) => name === node);
  // A fork behind a fork is no part of the draft.
  return part === undefined || Object.keys(part.outputs).length > 1 ? `${node}_${port}` : node;
}

/** Brings a stream into the lanes and the order that a reader wants. */
function adapt(inserter: Inserter, reader: Reader, from: Source, type: StreamType, lanes: number): void {
  let [source, now] = [from, lanes];
  const base = `${reader.part}_${reader.port}`;
  const widen = (to: number): void => {
    if (now === to) return;
    source = `${inserter.add('width-converter', `${base}_width`, {}, source, type, () => ({ from: now, to })).name}.y`;
    now = to;
  };
  if (reader.events !== undefined && type.order === 'dense') {
    let input = 1;
    const choose = (bare: Part): Fold => {
      const best = foldWithLanes(inserter, bare, now) ?? firstFold(inserter, bare);
      input = lanesOf(inserter.draft, { ...bare, fold: best }, 'x');
      return best;
    };
    // The sparsifier is made first to learn its lanes; then its source may have to be converted.
    const part = inserter.add('sparsify', `${base}_sparsify`, { row: reader.events }, source, type, choose);
    inserter.added.pop();
    widen(input);
    inserter.added.push({ ...part, sources: { x: source } });
    source = `${part.name}.y`;
  } else if (reader.lanes !== undefined) {
    widen(reader.lanes);
  }
  if (source !== reader.source) inserter.moved.set(keyOf(reader), source);
}

function keyOf({ part, port }: Pick<Reader, 'part' | 'port'>): string {
  return part === undefined ? port : `${part}.${port}`;
}

function withLanes(inserter: Inserter, part: Part, lanes: number): Fold {
  const found = foldWithLanes(inserter, part, lanes);
  assert(found !== undefined, `${part.unit.kind} offers no fold with ${lanes} lanes`);
  return found;
}

function foldWithLanes({ draft }: Inserter, part: Part, lanes: number): Fold | undefined {
  return part.unit.folds(siteOf(draft, part)).find((each) => lanesOf(draft, { ...part, fold: each }, 'x') === lanes);
}

function firstFold({ draft }: Inserter, part: Part): Fold {
  return part.unit.folds(siteOf(draft, part))[0]!;
}

/** The part with its new sources; inputs that now arrive as events say so. */
function rewire(inserter: Inserter, part: Part): Part {
  const types = new Map(
    inserter.added.flatMap(({ name, outputs }) => Object.entries(outputs).map(([port, t]) => [`${name}.${port}`, t])),
  );
  const sources = Object.fromEntries(
    Object.entries(part.sources).map(([port, source]) => [
      port,
      inserter.moved.get(keyOf({ part: part.name, port })) ?? source,
    ]),
  );
  const inputs = Object.fromEntries(
    Object.entries(part.inputs).map(([port, type]) => [port, types.get(sources[port]!) ?? type]),
  );
  return { ...part, sources, inputs };
}
