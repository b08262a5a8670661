// Every example on both targets: no latch, no net with two drivers, no combinational loop; and each of them is found.
import { describe, expect, test } from 'vitest';
import { examples } from '../../bench/examples.ts';
import { unitDesigns } from '../../bench/unit-designs.ts';
import { emit } from '../../src/codegen/index.ts';
import { loadDesign } from '../../src/import/index.ts';
import { targets, targetWith } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { checkDesign } from '../../src/synth/index.ts';
import { yosysTool } from '../../src/synth/yosys.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';

const slow = { timeout: 240_000 };

describe('structure of emitted RTL', () => {
  const cases = examples.flatMap((name) =>
    (['ultrascale-plus', 'asic'] as const).map((target) => [name, target] as const),
  );
  test.for(cases)('%s on %s has no latch, no second driver and no loop', slow, async ([name, target]) => {
    const lowered = lower(await loadDesign(`examples/${name}/design.ts`), registry, targets[target], { compose });
    await checkDesign(emit(lowered).files, lowered.name);
  });

  test.for(['embedded', 'of this machine'])(
    'explicit DSP48E2 are known to the Yosys %s',
    slow,
    async (which, context) => {
      const kind = which === 'embedded' ? 'wasm' : 'native';
      await yosysTool(kind).catch(() => context.skip('needs yosys'));
      const { folds, graph } = unitDesigns.dense!;
      const target = targetWith('ultrascale-plus', 'explicit');
      const lowered = lower(graph(folds[0]), registry, target, { compose });
      await checkDesign(emit(lowered).files, lowered.name, kind);
    },
  );

  const seeded = (body: string) => ({
    'rtl/seeded.sv': `module seeded (input logic a_i, b_i, output logic y_o, z_o);\n${body}\nendmodule\n`,
  });
  test.for([
    ['a latch', 'assign z_o = b_i;\nalways @* if (a_i) y_o = b_i;', /dlatch/],
    ['a second driver', 'assign z_o = b_i;\nassign y_o = a_i;\nassign y_o = b_i;', /multiple conflicting drivers/],
    ['a loop', 'assign y_o = z_o & a_i;\nassign z_o = y_o | b_i;', /found logic loop/],
  ] as const)('%s is found', slow, async ([, body, message]) => {
    const failed = checkDesign(seeded(body), 'seeded');
    await expect(failed).rejects.toThrow('RTL must pass synthesis, not fail');
    await expect(failed).rejects.toThrow(message);
  });
});
