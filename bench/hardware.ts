// Area, cycles and their product over useful work, of the four classes of unit at three folds each.
import { emit } from '../src/codegen/index.ts';
import { randomSamples, runGolden } from '../src/golden/index.ts';
import { synthesise } from '../src/synth/index.ts';
import { type Benchmark, lowerGraph, rounded, steadyInterval, withDesign } from './support.ts';
import { unitDesigns } from './unit-designs.ts';

/** The counter whose events are the useful work of a unit. */
const work = {
  dense: 'synapse',
  'two-point': 'evaluations',
  'spiking-attention': 'score',
  'top-k': 'compare',
} as const;

/** The benchmark. */
export const hardwareBench: Benchmark = {
  name: 'hardware',
  about:
    'area after synth_xilinx -family xcup with output FIFOs, steady cycles a sample in Verilator, and LUT x cycles for each event of work',
  run: async () => {
    const result: Record<string, object[]> = {};
    for (const [kind, counter] of Object.entries(work)) {
      const { folds, graph } = unitDesigns[kind]!;
      for (const fold of folds) {
        const lowered = lowerGraph(graph(fold));
        const samples = randomSamples(lowered, 4, 1);
        const { lut, ff, dsp, bram } = await synthesise(emit(lowered).files, `${lowered.name}_unit`, {
          family: 'xcup',
        });
        const cycles = await withDesign(graph(fold), (design) => steadyInterval(design, samples));
        const events =
          runGolden(lowered, samples).reduce((sum, { counts }) => sum + (counts.unit?.[counter] ?? 0), 0) /
          samples.length;
        result[kind] ??= [];
        result[kind].push({
          fold,
          lut,
          ff,
          dsp,
          bram,
          cycles,
          [counter]: events,
          lutCyclesPerEvent: rounded((lut * cycles) / events),
        });
      }
    }
    return result;
  },
};
