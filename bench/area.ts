// Calibrates the analytic area estimate against Yosys, and measures its error on points that it was not fitted to.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emit } from '../src/codegen/index.ts';
import type { Cell, Graph, Lowered } from '../src/ir/index.ts';
import {
  type Coefficients,
  type EstimateErrors,
  errorOf,
  estimateCell,
  type LayerArea,
  type Model,
  ruledArea,
  type Spread,
  synthesiseLayers,
  termsOf,
} from '../src/synth/index.ts';
import { areaGraphs } from './area-grid.ts';
import { type Benchmark, lowerGraph, rounded } from './support.ts';
import { allUnits, nodeOf } from './unit-designs.ts';

/** A cell of the grid with what Yosys says of it. */
interface Point {
  readonly lowered: Lowered;
  readonly cell: Cell;
  readonly measured: LayerArea;
}

const fields = ['lut', 'ff'] as const;
const file = fileURLToPath(new URL('../src/synth/coefficients.ts', import.meta.url));

/** The benchmark; it writes src/synth/coefficients.ts. */
export const areaBench: Benchmark = {
  name: 'area',
  about:
    'error of the analytic area estimate against synth_xilinx -family xcup, on cells that the model was not fitted to',
  run: async () => {
    const others = await pointsOf(allUnits());
    const models: Record<string, Model> = {};
    const errors: ReturnType<typeof errorOf>[] = [];
    for (const [kind, graph] of Object.entries(areaGraphs())) {
      const points = (await pointsOf(graph)).filter(({ cell }) => cell.unit.kind === kind);
      const model = fit(points);
      const own = [
        ...points.map((point) => errorAt(point, fit(points.filter((other) => other !== point)))),
        ...others.filter(({ cell }) => cell.site.name === nodeOf(kind)).map((point) => errorAt(point, model)),
      ];
      errors.push(...own);
      models[kind] = { ...model, error: { points: own.length, lut: spread(own, 'lut'), ff: spread(own, 'ff') } };
    }
    const error: EstimateErrors = {
      points: errors.length,
      lut: spread(errors, 'lut'),
      ff: spread(errors, 'ff'),
      dsp: spread(errors, 'dsp'),
      bram: spread(errors, 'bram'),
    };
    writeFileSync(file, textOf(models, error));
    return { error, byKind: Object.fromEntries(Object.entries(models).map(([kind, model]) => [kind, model.error])) };
  },
};

/** All cells of a graph, synthesised. */
async function pointsOf(graph: Graph): Promise<Point[]> {
  const lowered = lowerGraph(graph);
  const { layers } = await synthesiseLayers(lowered, emit(lowered), { family: 'xcup' });
  return lowered.cells.map((cell, i) => ({ lowered, cell, measured: layers[i]! }));
}

function errorAt({ lowered, cell, measured }: Point, model: Coefficients): ReturnType<typeof errorOf> {
  return errorOf(estimateCell(lowered, cell, model), measured);
}

/** Median and largest of the errors, rounded up to a thousandth. */
function spread(errors: readonly ReturnType<typeof errorOf>[], name: keyof ReturnType<typeof errorOf>): Spread {
  const sorted = errors.map((error) => Math.ceil(1000 * error[name]) / 1000).sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, worst: sorted.at(-1)! };
}

/** Costs, none of them negative, with the least sum of squared relative errors. */
function fit(points: readonly Point[]): Coefficients {
  const rows = points.map(({ cell }) => termsOf(cell));
  const names = Object.keys(rows[0]!);
  const solve = (field: (typeof fields)[number]): Record<string, number> => {
    const weights = points.map(({ measured }) => 1 / Math.max(20, measured[field]));
    const matrix = rows.map((row, i) => names.map((name) => row[name]! * weights[i]!));
    const target = points.map(
      ({ lowered, cell, measured }, i) => (measured[field] - ruledArea(lowered, cell)[field]) * weights[i]!,
    );
    const costs = nonNegative(matrix, target);
    return Object.fromEntries(names.map((name, j) => [name, rounded(costs[j]!, 4)]));
  };
  return { lut: solve('lut'), ff: solve('ff') };
}

/** Least squares without negative unknowns, by descent along one unknown after the other. */
function nonNegative(matrix: readonly (readonly number[])[], target: readonly number[]): number[] {
  const size = matrix[0]!.length;
  const found = new Array<number>(size).fill(0);
  const rest = [...target];
  for (let round = 0; round < 20_000; round++) {
    let moved = 0;
    for (let j = 0; j < size; j++) {
      let [dot, norm] = [0, 0];
      matrix.forEach((row, i) => {
        dot += row[j]! * rest[i]!;
        norm += row[j]! ** 2;
      });
      if (norm === 0) continue;
      const step = Math.max(-found[j]!, dot / norm);
      found[j]! += step;
      matrix.forEach((row, i) => {
        rest[i]! -= step * row[j]!;
      });
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(norm));
    }
    if (moved < 1e-9) break;
  }
  return found;
}

function textOf(models: object, error: EstimateErrors): string {
  return [
    '// What logic costs, and how wrong the estimate is: written by `npm run bench -- area`, which fits it to Yosys.',
    "import type { EstimateErrors, Model } from './estimate.ts';",
    '',
    '/** Errors on cells that the models were not fitted to: relative for LUTs and registers, blocks for the others. */',
    `export const measuredError: EstimateErrors = ${JSON.stringify(error)};`,
    '',
    '/** The model of every unit. */',
    `export const models: Readonly<Record<string, Model>> = ${JSON.stringify(models)};`,
    '',
  ].join('\n');
}
