// Every unit keeps its stated limit of logic levels between registers, after synthesis for UltraScale+; `npm run bench -- units` shows
// three folds of each.
import { describe, test } from 'vitest';
import { unitDesigns } from '../bench/unit-designs.ts';
import { emit } from '../src/codegen/index.ts';
import { targets } from '../src/ir/index.ts';
import { lower } from '../src/passes/index.ts';
import { coefficients, measuredError } from '../src/synth/coefficients.ts';
import { estimateCell, synthesise } from '../src/synth/index.ts';
import { compose } from '../src/timing/index.ts';
import { registry } from '../src/units/index.ts';

describe('logic levels', () => {
  test.for(Object.values(registry))(
    '$kind stays within its limit of $levels, and its area within the error of the estimate',
    { timeout: 300_000 },
    async (unit, { expect }) => {
      const design = unitDesigns[unit.kind];
      expect(design, 'add a design of this unit to bench/unit-designs.ts').toBeDefined();
      const lowered = lower(design!.graph(design!.folds[1]), registry, targets['ultrascale-plus'], { compose });
      const area = await synthesise(emit(lowered).files, `${lowered.name}_unit`, { family: 'xcup' });
      const { levels } = area;
      expect(levels.levels, `${levels.from} to ${levels.to}: ${levels.path.join(' ')}`).toBeLessThanOrEqual(
        unit.levels,
      );

      // A design that the estimate was not fitted to.
      const cell = lowered.cells.find(({ site }) => site.name === 'unit')!;
      expect(coefficients[unit.kind], 'run npm run bench -- area').toBeDefined();
      const estimate = estimateCell(lowered, cell, coefficients[unit.kind]);
      for (const name of ['lut', 'ff'] as const) {
        const error = Math.abs(estimate[name] - area[name]) / Math.max(20, area[name]);
        expect(error, `${name}: ${estimate[name]}, not ${area[name]}`).toBeLessThanOrEqual(measuredError[name].worst);
      }
      expect(Math.abs(estimate.dsp - area.dsp)).toBeLessThanOrEqual(measuredError.dsp.worst);
      expect(Math.abs(estimate.bram - area.bram)).toBeLessThanOrEqual(measuredError.bram.worst);
    },
  );
});
