// Every unit keeps its stated limit of logic levels between registers, and its area the error of the estimate, after
// synthesis for UltraScale+; `npm run bench -- units` shows three folds of each.
import { describe, expect, test } from 'vitest';
import { unitDesigns } from '../bench/unit-designs.ts';
import { emit } from '../src/codegen/index.ts';
import { type Graph, targets } from '../src/ir/index.ts';
import { lower } from '../src/passes/index.ts';
import { coefficients, measuredError } from '../src/synth/coefficients.ts';
import { estimateCell, type LayerArea, synthesiseLayers } from '../src/synth/index.ts';
import { compose } from '../src/timing/index.ts';
import { registry } from '../src/units/index.ts';

/** All designs side by side in one graph, their names in front of those of their nodes: Yosys starts once for many. */
function together(designs: Readonly<Record<string, Graph>>): Graph {
  const prefixed = Object.entries(designs).map(([prefix, { inputs, nodes, outputs }]) => {
    const own = (name: string): string => `${prefix.replaceAll('-', '_')}_${name}`;
    return {
      inputs: inputs.map((input) => ({ ...input, name: own(input.name) })),
      nodes: nodes.map((node) => ({
        ...node,
        name: own(node.name),
        inputs: Object.fromEntries(Object.entries(node.inputs).map(([port, from]) => [port, own(from)])),
      })),
      outputs: outputs.map(({ name, from }) => ({ name: own(name), from: own(from) })),
    };
  });
  return {
    name: 'levels',
    steps: 2,
    inputs: prefixed.flatMap(({ inputs }) => inputs),
    nodes: prefixed.flatMap(({ nodes }) => nodes),
    outputs: prefixed.flatMap(({ outputs }) => outputs),
  };
}

describe('after synthesis', () => {
  const units = Object.values(registry);
  const designs = Object.fromEntries(
    units.map(({ kind }) => [kind, unitDesigns[kind]?.graph(unitDesigns[kind].folds[1])]),
  );

  test('every unit has a design in bench/unit-designs.ts and coefficients of its area from `npm run bench -- area`', () => {
    for (const { kind } of units)
      expect([kind, designs[kind] !== undefined, coefficients[kind] !== undefined]).toEqual([kind, true, true]);
  });

  const lowered = lower(together(designs as Record<string, Graph>), registry, targets['ultrascale-plus'], { compose });
  let layers: Promise<readonly LayerArea[]> | undefined;
  const layerOf = async (kind: string): Promise<LayerArea> => {
    layers ??= synthesiseLayers(lowered, emit(lowered), { family: 'xcup' }).then((design) => design.layers);
    return (await layers).find(({ node }) => node === nodeOf(kind))!;
  };

  test.for(units)(
    '$kind stays within its limit of $levels levels',
    { timeout: 600_000 },
    async ({ kind, levels: limit }) => {
      const { levels } = await layerOf(kind);
      expect(levels.levels, `${levels.from} to ${levels.to}: ${levels.path.join(' ')}`).toBeLessThanOrEqual(limit);
    },
  );

  // Designs that the estimate was not fitted to.
  test.for(units)('$kind has the estimated area, within the stated error', { timeout: 600_000 }, async ({ kind }) => {
    const area = await layerOf(kind);
    const cell = lowered.cells.find(({ site }) => site.name === nodeOf(kind))!;
    const estimate = estimateCell(lowered, cell, coefficients[kind]);
    for (const name of ['lut', 'ff'] as const) {
      const error = Math.abs(estimate[name] - area[name]) / Math.max(20, area[name]);
      expect(error, `${name}: ${estimate[name]}, not ${area[name]}`).toBeLessThanOrEqual(measuredError[name].worst);
    }
    expect(Math.abs(estimate.dsp - area.dsp)).toBeLessThanOrEqual(measuredError.dsp.worst);
    expect(Math.abs(estimate.bram - area.bram)).toBeLessThanOrEqual(measuredError.bram.worst);
  });
});

/** The node under study. */
function nodeOf(kind: string): string {
  return `${kind.replaceAll('-', '_')}_unit`;
}
