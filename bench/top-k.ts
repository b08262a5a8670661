// top-k: cycles of 512 of 1024 keys for five kinds of input, and its selection beside SpAtten's quick-select.
import { generator, type Sample } from '../src/golden/index.ts';
import { type Graph, graph, tensor, unsignedElem } from '../src/ir/index.ts';
import { Lcg, quickSelectCycles } from '../test/support/quick-select.ts';
import { type Benchmark, lowerGraph, rounded, verified, withDesign } from './support.ts';
import { area } from './units.ts';

const lanes = 16;
const bits = 12;
const key = unsignedElem(bits);
/** Rows of the published table with lengths that it has in common with ours. */
const rows = [
  [64, 32],
  [128, 64],
  [512, 128],
  [1024, 512],
] as const;

function selection(n: number, k: number): Graph {
  const g = graph('top_k_bench');
  const x = g.input('x', key, [n]);
  g.node('top-k', 'unit', { k, emit: ['values', 'indices'] }, { x }, { fold: { lanes } });
  return g.output('values', 'unit.values').output('indices', 'unit.indices').build();
}

/** Inputs that a pivot would like and dislike. */
function inputs(n: number): Record<string, Sample> {
  const next = generator(7);
  const rank = (i: number): number => Math.floor((i * 2 ** bits) / n);
  const kinds: Record<string, (i: number) => number> = {
    random: () => next() % 2 ** bits,
    'all equal': () => 1234,
    sorted: rank,
    reversed: (i) => rank(n - 1 - i),
    'two values': (i) => (i % 3 === 0 ? 4095 : 0),
  };
  const sample = (value: (i: number) => number): Sample => {
    return {
      x: [
        tensor(
          key,
          [n],
          Array.from({ length: n }, (_, i) => value(i)),
        ),
      ],
    };
  };
  return Object.fromEntries(Object.entries(kinds).map(([name, value]) => [name, sample(value)]));
}

/** Cycles of each input from its first accepted beat to its last delivered one, alone in the unit. */
function latencies(n: number, k: number): Promise<Record<string, number>> {
  return withDesign(selection(n, k), async (design) => {
    const found: Record<string, number> = {};
    for (const [name, sample] of Object.entries(inputs(n)))
      found[name] = (await verified(design, [sample])).latencies[0]!;
    return found;
  });
}

/** Cycles from the first element in to the threshold known, what the published model counts: no filter, no output. */
function selectionCycles(n: number, k: number): number {
  const { unit, site } = lowerGraph(selection(n, k)).cells.find((cell) => cell.site.name === 'unit')!;
  return unit.interval(site) - Math.ceil(n / lanes);
}

/** Mean and 99th percentile of the published model over many trials. */
function quickSelect(n: number, k: number): { mean: number; p99: number } {
  const random = new Lcg();
  const trials = Array.from({ length: 1000 }, () => quickSelectCycles(random, n, k, lanes)).sort((a, b) => a - b);
  return { mean: rounded(trials.reduce((sum, c) => sum + c, 0) / trials.length, 4), p99: trials[989]! };
}

/** The benchmark. */
export const topKBench: Benchmark = {
  name: 'top-k',
  about: '512 of 1024 keys of 12 bits, 16 a beat: cycles first beat in to last beat out, in Verilator (goal 256)',
  run: async () => {
    const graphs = selection(1024, 512);
    return {
      machineIndependent: true,
      cycles: await latencies(1024, 512),
      area: await area(lowerGraph(graphs), 'top_k_bench_unit'),
      selection: rows.map(([n, k]) => ({ n, k, radix: selectionCycles(n, k), quickSelect: quickSelect(n, k) })),
    };
  },
};
