// Every unit keeps its stated limit of logic levels between registers, after synthesis for UltraScale+; `npm run bench -- units` shows
// three folds of each.
import { describe, test } from 'vitest';
import { unitDesigns } from '../bench/unit-designs.ts';
import { emit } from '../src/codegen/index.ts';
import { targets } from '../src/ir/index.ts';
import { lower } from '../src/passes/index.ts';
import { synthesise } from '../src/synth/index.ts';
import { compose } from '../src/timing/index.ts';
import { registry } from '../src/units/index.ts';

describe('logic levels', () => {
  test.for(Object.values(registry))(
    '$kind stays within its limit of $levels',
    { timeout: 300_000 },
    async (unit, { expect }) => {
      const design = unitDesigns[unit.kind];
      expect(design, 'add a design of this unit to bench/unit-designs.ts').toBeDefined();
      const lowered = lower(design!.graph(design!.folds[1]), registry, targets['ultrascale-plus'], { compose });
      const { levels } = await synthesise(emit(lowered).files, `${lowered.name}_unit`, { family: 'xcup' });
      expect(levels.levels, `${levels.from} to ${levels.to}: ${levels.path.join(' ')}`).toBeLessThanOrEqual(
        unit.levels,
      );
    },
  );
});
