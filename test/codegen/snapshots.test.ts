// RTL of every unit at a usual size, and of a small top module: a refactor that changes hardware shows here.
import { describe, expect, test } from 'vitest';
import { unitDesigns } from '../../bench/unit-designs.ts';
import { emit } from '../../src/codegen/index.ts';
import { type Target, targetWith } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { smallDesign } from './small.ts';

/** Files of the design around a unit. */
function filesOf(kind: string, dsp: Target['dsp'] = 'inferred'): Readonly<Record<string, unknown>> {
  const { folds, graph } = unitDesigns[kind]!;
  return emit(lower(graph(folds[1]), registry, targetWith('ultrascale-plus', dsp), { compose })).files;
}

describe('snapshots of RTL', () => {
  test('every unit has a design', () => {
    expect(Object.keys(unitDesigns).sort()).toEqual(Object.keys(registry).sort());
  });

  test.each(Object.keys(registry))('unit %s', async (kind) => {
    await expect(filesOf(kind)['rtl/bench_unit.sv']).toMatchFileSnapshot(`snapshots/${kind}.sv`);
  });

  test.each(['dense', 'two-point'])('unit %s with explicit DSP48E2', async (kind) => {
    await expect(filesOf(kind, 'explicit')['rtl/bench_unit.sv']).toMatchFileSnapshot(`snapshots/${kind}-dsp.sv`);
  });

  test('a pair of products in one DSP48E2', async () => {
    const text = filesOf('dense', 'explicit')['rtl/dendra_dsp_mul_pair.sv'];
    await expect(text).toMatchFileSnapshot('snapshots/dendra_dsp_mul_pair.sv');
  });

  test.each(['ultrascale-plus', 'asic'] as const)('top module for %s', async (target) => {
    const text = emit(smallDesign(target)).files['rtl/small_net.sv'];
    await expect(text).toMatchFileSnapshot(`snapshots/top-${target}.sv`);
  });
});

describe('layout of RTL', () => {
  const explicit = ['dense', 'two-point'].flatMap((kind) => Object.entries(filesOf(kind, 'explicit')));
  const shared = [...Object.keys(registry).flatMap((kind) => Object.entries(filesOf(kind))), ...explicit];
  const rtl = new Map(
    shared.filter(([path]) => /^(rtl|sim)\//.test(path)).map(([path, text]) => [`${path} ${text}`, text]),
  );

  test('no line is longer than 100 columns', () => {
    const long = [...rtl.values()].flatMap((text) =>
      String(text)
        .split('\n')
        // A string of Verilog cannot be broken.
        .filter((line) => line.length > 100 && !line.includes('X_INTERFACE_PARAMETER')),
    );
    expect([...new Set(long)]).toEqual([]);
  });

  test('no line ends in a blank, no tab, and every file has its licence', () => {
    for (const text of rtl.values()) {
      expect(text).not.toMatch(/[ \t]$|\t/m);
      expect(text).toContain('// SPDX-License-Identifier: Apache-2.0\n');
    }
  });
});
