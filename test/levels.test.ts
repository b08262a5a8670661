// Every unit keeps its stated limit of logic levels between registers, and its area the error of the estimate, after
// synthesis for UltraScale+; `npm run bench -- units` shows three folds of each.
import { describe, expect, test } from 'vitest';
import { allUnits, nodeOf, unitDesigns } from '../bench/unit-designs.ts';
import { emit } from '../src/codegen/index.ts';
import { targets } from '../src/ir/index.ts';
import { lower } from '../src/passes/index.ts';
import { measuredError, models } from '../src/synth/coefficients.ts';
import { errorOf, estimateCell, type LayerArea, synthesiseLayers } from '../src/synth/index.ts';
import { compose } from '../src/timing/index.ts';
import { registry } from '../src/units/index.ts';

/** How far Yosys itself differs with the modules that share its run. */
const spread = 0.04;

describe('after synthesis', () => {
  const units = Object.values(registry);
  const lowered = lower(allUnits(), registry, targets['ultrascale-plus'], { compose });
  let layers: Promise<readonly LayerArea[]> | undefined;
  const layerOf = async (kind: string): Promise<LayerArea> => {
    layers ??= synthesiseLayers(lowered, emit(lowered), { family: 'xcup' }).then((design) => design.layers);
    return (await layers).find(({ node }) => node === nodeOf(kind))!;
  };

  test('every unit has a design in bench/unit-designs.ts and a model of its area by `npm run bench -- area`', () => {
    const kinds = units.map(({ kind }) => kind).sort();
    expect(Object.keys(unitDesigns).sort()).toEqual(kinds);
    expect(Object.keys(models).sort()).toEqual(kinds);
  });

  test.for(units)('$kind stays within its limit of $levels levels', { timeout: 600_000 }, async (unit) => {
    const { levels } = await layerOf(unit.kind);
    expect(levels.levels, `${levels.from} to ${levels.to}: ${levels.path.join(' ')}`).toBeLessThanOrEqual(unit.levels);
  });

  // Designs that the model was not fitted to.
  test.for(units)('$kind has the estimated area, within the stated error', { timeout: 600_000 }, async ({ kind }) => {
    const area = await layerOf(kind);
    const cell = lowered.cells.find(({ site }) => site.name === nodeOf(kind))!;
    const model = models[kind]!;
    const error = errorOf(estimateCell(lowered, cell, model), area);
    expect(error.lut).toBeLessThanOrEqual(model.error.lut.worst + spread);
    expect(error.ff).toBeLessThanOrEqual(model.error.ff.worst + spread);
    expect(error.dsp).toBeLessThanOrEqual(measuredError.dsp.worst);
    expect(error.bram).toBeLessThanOrEqual(measuredError.bram.worst);
  });
});
