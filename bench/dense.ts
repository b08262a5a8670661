// dense 512 x 512 at three folds: cycles, share of multipliers at useful work, and area of the smallest.
import { randomSamples, type Sample } from '../src/golden/index.ts';
import { type Fold, type Graph, graph, signedElem } from '../src/ir/index.ts';
import { type Benchmark, lowerGraph, rounded, steadyInterval, verified, withDesign } from './support.ts';
import { weights } from './unit-designs.ts';
import { area } from './units.ts';

const size = 512;
const folds: readonly Fold[] = [
  { in: 1, out: 64 },
  { in: 1, out: 512 },
  { in: 8, out: 512 },
];

function layer(fold: Fold): Graph {
  const g = graph('dense_bench');
  const x = g.input('x', signedElem(8), [size]);
  g.node('dense', 'unit', { weights: weights(size, size, 8), skip: false }, { x }, { fold });
  return g.output('y', 'unit').build();
}

async function measure(fold: Fold): Promise<object> {
  const multipliers = fold.in! * fold.out!;
  return withDesign(layer(fold), async (design) => {
    // The first samples are constant; activity does not change the cycles, but these are closer to what a user runs.
    const samples: Sample[] = randomSamples(design.lowered, 8, 1).slice(3);
    const { cycles } = await verified(design, samples.slice(0, 1));
    const interval = await steadyInterval(design, samples);
    return {
      multipliers,
      fold,
      single: { predicted: cycles.predicted, measured: cycles.measured },
      interval,
      usefulSingle: rounded((size * size) / multipliers / cycles.measured),
      usefulBackToBack: rounded((size * size) / multipliers / interval),
    };
  });
}

/** The benchmark. */
export const denseBench: Benchmark = {
  name: 'dense',
  about: 'dense 512 x 512, 8 bits; cycles in Verilator, share of cycles x multipliers at useful products (goal 0.95)',
  run: async () => {
    const rows: object[] = [];
    for (const fold of folds) rows.push(await measure(fold));
    return {
      machineIndependent: true,
      folds: rows,
      area64: await area(lowerGraph(layer(folds[0]!)), 'dense_bench_unit'),
    };
  },
};
