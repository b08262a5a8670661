// LUTs, registers, multipliers, memories and logic levels of every unit at three folds, and of the examples.
import { emit } from '../src/codegen/index.ts';
import { loadDesign } from '../src/import/index.ts';
import type { Lowered } from '../src/ir/index.ts';
import { inParallel } from '../src/sim/process.ts';
import { synthesise } from '../src/synth/index.ts';
import { registry } from '../src/units/index.ts';
import { examples } from './examples.ts';
import { type Benchmark, lowerGraph } from './support.ts';
import { unitDesigns } from './unit-designs.ts';

/** Area of a module of a design, as one line of a table. */
export async function area(lowered: Lowered, top: string): Promise<object> {
  const { lut, ff, dsp, bram, uram, levels } = await synthesise(emit(lowered).files, top, { family: 'xcup' });
  return { lut, ff, dsp, bram, ...(uram === 0 ? {} : { uram }), levels: levels.levels };
}

/** The area, or why there is none: one design that fails must not hide the others. */
async function areaOrReason(lowered: () => Lowered, top: (name: string) => string): Promise<object> {
  try {
    const found = lowered();
    return await area(found, top(found.name));
  } catch (error) {
    return { failed: String(error).split('\n').at(-1)!.trim() };
  }
}

/** The benchmark. */
export const unitsBench: Benchmark = {
  name: 'units',
  about: 'area and logic levels after synth_xilinx -family xcup, each unit with its output FIFOs; Yosys numbers',
  run: async () => {
    const jobs = Object.values(registry).flatMap(({ kind }) =>
      (unitDesigns[kind]?.folds ?? []).map((fold) => async (): Promise<[string, object]> => {
        const design = (): Lowered => lowerGraph(unitDesigns[kind]!.graph(fold));
        return [kind, { fold, ...(await areaOrReason(design, (name) => `${name}_unit`)) }];
      }),
    );
    const units: Record<string, object[]> = {};
    for (const [kind, line] of await inParallel(jobs)) units[kind] = [...(units[kind] ?? []), line];
    const designs: Record<string, object> = {};
    for (const name of examples) {
      const graph = await loadDesign(`examples/${name}/design.ts`);
      designs[name] = await areaOrReason(
        () => lowerGraph(graph),
        (top) => top,
      );
    }
    return { units, examples: designs };
  },
};
