// Small units without hardware, for tests of passes and files: they have types, folds and beats, and no templates.
import * as v from 'valibot';
import {
  type Beats,
  DendraError,
  elem,
  fracAttr,
  integer,
  maxRows,
  maxSize,
  positiveInteger,
  type Registry,
  rowLength,
  type Site,
  type Streams,
  type StreamType,
  shapeAttr,
  tensorOfRank,
  type Unit,
  unite,
} from '../../src/ir/index.ts';

type Bare = Omit<Site, 'fold'>;
const divisors = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);
const laneFolds = ({ inputs }: Bare) => divisors(rowLength(inputs.x!)).map((lanes) => ({ lanes }));
const lanesOf = (site: Site): number => site.fold.lanes!;
const beats = (site: Site, type: StreamType): number => maxSize(type) / lanesOf(site);

/** A unit whose outputs `y` are as its input `x`, one beat a cycle; tests replace what they look at. */
function plain(kind: string, more: Partial<Unit>): Unit {
  return {
    kind,
    summary: `A fake ${kind}.`,
    attrs: v.strictObject({}),
    counters: [],
    clears: 'tensor',
    levels: 1,
    ports: () => ({ inputs: [{ name: 'x', required: true }], outputs: [{ name: 'y', required: true }] }),
    infer: (_attrs, { x }) => ({ y: x! }),
    folds: laneFolds,
    lanes: (site) => {
      const ports = [...Object.keys(site.inputs), ...Object.keys(site.outputs)];
      return Object.fromEntries(ports.map((port) => [port, lanesOf(site)]));
    },
    interval: (site) => beats(site, site.inputs.x!),
    multipliers: () => 0,
    initial: () => undefined,
    step: (_site, inputs) => ({ outputs: { y: inputs.x! }, state: undefined, trace: undefined }),
    count: () => ({}),
    operations: () => ({}),
    channels: (site) => ({ latency: Object.fromEntries(Object.keys(site.outputs).map((port) => [port, 2])) }),
    beats: (site): Beats => ({
      main: [{ times: beats(site, site.inputs.x!), take: Object.keys(site.inputs), give: Object.keys(site.outputs) }],
    }),
    extremes: () => [undefined],
    memories: () => [],
    params: () => ({}),
    ...more,
  };
}

const add = plain('add', {
  summary: 'Adds two streams.',
  ports: () => ({
    inputs: ['a', 'b'].map((name) => ({ name, required: true })),
    outputs: [{ name: 'y', required: true }],
  }),
  infer: (_attrs, { a, b }: Streams) => ({
    y: { ...a!, elem: elem(a!.elem.int[0] + b!.elem.int[0], a!.elem.int[1] + b!.elem.int[1], a!.elem.frac) },
  }),
  folds: ({ inputs }) => divisors(rowLength(inputs.a!)).map((lanes) => ({ lanes })),
  interval: (site) => beats(site, site.inputs.a!),
  beats: (site) => ({ main: [{ times: beats(site, site.inputs.a!), take: ['a', 'b'], give: ['y'] }] }),
});

const dense = plain('dense', {
  attrs: v.strictObject({ weights: tensorOfRank(2), skip: v.optional(v.boolean('true or false'), false) }),
  infer: ({ weights }, { x }) => {
    const [outputs, inputs] = weights.shape;
    if (rowLength(x!) !== inputs) {
      throw new DendraError(`weights must have ${rowLength(x!)} columns, not ${inputs}`, {
        attribute: 'weights',
        rule: 'dense-columns',
      });
    }
    const bound = x!.elem.int[1] * 128n * BigInt(inputs);
    return {
      y: { elem: elem(-bound, bound, x!.elem.frac), shape: [...x!.shape.slice(0, -1), outputs], order: 'dense' },
    };
  },
  folds: ({ outputs }) => divisors(rowLength(outputs.y!)).map((pes) => ({ pes })),
  lanes: () => ({ x: 1, y: 1 }),
  events: ({ skip, weights }) => (skip ? { x: weights.shape[1]! } : {}),
  interval: ({ inputs, outputs, fold }) => (maxSize(inputs.x!) * rowLength(outputs.y!)) / fold.pes!,
  multipliers: ({ fold }) => fold.pes!,
  beats: (site) => {
    const rows = maxRows(site.inputs.x!);
    const row: Beats[string] = [
      { times: rowLength(site.inputs.x!), take: ['x'] },
      { times: rowLength(site.outputs.y!), give: ['y'] },
    ];
    return { main: Array.from({ length: rows }, () => row).flat() };
  },
});

const delay = plain('delay', {
  attrs: v.strictObject({ shape: shapeAttr, frac: fracAttr }),
  feedback: true,
  clears: 'sample',
  infer: (_attrs, { x }) => ({ y: { ...x!, elem: unite(elem(0, 0, x!.elem.frac), x!.elem) } }),
  beats: (site, _trace, { first, last }) => ({
    write: [{ times: beats(site, site.inputs.x!), take: ['x'], give: last ? [] : ['state'] }],
    read: [{ times: beats(site, site.inputs.x!), take: first ? [] : ['state'], give: ['y'] }],
  }),
  channels: (site) => ({
    latency: { y: 2 },
    inner: { state: { latency: 1, depth: 2 * beats(site, site.inputs.x!) } },
  }),
});

const split = plain('split', {
  summary: 'Gives its input and its sign.',
  ports: () => ({
    inputs: [{ name: 'x', required: true }],
    outputs: ['y', 'sign'].map((name) => ({ name, required: true })),
  }),
  infer: (_attrs, { x }) => ({ y: x!, sign: { ...x!, elem: elem(0, 1) } }),
});

const hold = plain('hold', {
  summary: 'Gives nothing before it has the whole tensor.',
  beats: (site) => ({
    main: [
      { times: beats(site, site.inputs.x!), take: ['x'] },
      { times: beats(site, site.inputs.x!), give: ['y'] },
    ],
  }),
});

const fork = plain('fork', {
  attrs: v.strictObject({ branches: integer(2, 64) }),
  ports: ({ branches }) => ({
    inputs: [{ name: 'x', required: true }],
    outputs: Array.from({ length: branches }, (_, i) => ({ name: `y${i}`, required: true })),
  }),
  infer: ({ branches }, { x }) =>
    Object.fromEntries(Array.from({ length: branches }, (_, i): [string, StreamType] => [`y${i}`, x!])),
});

const converter = plain('width-converter', {
  folds: () => [{ from: 1, to: 1 }],
  lanes: ({ fold }) => ({ x: fold.from!, y: fold.to! }),
  interval: ({ inputs, fold }) => maxSize(inputs.x!) / Math.min(fold.from!, fold.to!),
  beats: ({ inputs, fold: { from, to } }) => {
    const size = maxSize(inputs.x!);
    const group = from! < to! ? { take: from!, give: to! } : undefined;
    return {
      main: Array.from({ length: size / Math.min(from!, to!) }, (_, i) => ({
        times: 1,
        take: group !== undefined || i % (from! / to!) === 0 ? ['x'] : [],
        give: group === undefined || (i + 1) % (to! / from!) === 0 ? ['y'] : [],
      })),
    };
  },
});

const sparsify = plain('sparsify', {
  attrs: v.strictObject({ row: positiveInteger }),
  infer: (_attrs, { x }) => ({ y: { ...x!, order: 'events' } }),
  lanes: ({ fold }) => ({ x: fold.lanes!, y: 1 }),
});

/** The fake units by kind. */
export const fakeUnits: Registry = Object.fromEntries(
  [
    plain('copy', {}),
    plain('fifo', { attrs: v.strictObject({ depth: integer(1, 65536) }) }),
    add,
    dense,
    delay,
    split,
    hold,
    fork,
    converter,
    sparsify,
  ].map((unit) => [unit.kind, unit]),
);
