// Calibrates the analytic area estimate against Yosys, and measures its error on points that it was not fitted to.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emit } from '../src/codegen/index.ts';
import type { Cell, Lowered } from '../src/ir/index.ts';
import {
  type Coefficients,
  estimateCell,
  type LayerArea,
  ruledArea,
  synthesiseLayers,
  termsOf,
} from '../src/synth/index.ts';
import { areaGraphs } from './area-grid.ts';
import { type Benchmark, lowerGraph, rounded } from './support.ts';

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
    'error of the analytic area estimate against synth_xilinx -family xcup, fitted to all other points of the unit',
  run: async () => {
    const kinds: Record<string, Point[]> = {};
    for (const graph of Object.values(areaGraphs())) {
      const lowered = lowerGraph(graph);
      const { layers } = await synthesiseLayers(lowered, emit(lowered), { family: 'xcup' });
      lowered.cells.forEach((cell, i) => {
        const { kind } = cell.unit;
        kinds[kind] ??= [];
        kinds[kind].push({ lowered, cell, measured: layers[i]! });
      });
    }
    const coefficients = Object.fromEntries(Object.entries(kinds).map(([kind, points]) => [kind, fit(points)]));
    const errors = Object.values(kinds).flatMap((points) =>
      points.map((point) => errorOf(point, fit(points.filter((other) => other !== point)))),
    );
    const spread = (values: number[]): object => {
      const sorted = values.toSorted((a, b) => a - b);
      return { median: rounded(sorted[sorted.length >> 1]!, 2), worst: rounded(sorted.at(-1)!, 2) };
    };
    const error = {
      points: errors.length,
      lut: spread(errors.map(({ lut }) => lut)),
      ff: spread(errors.map(({ ff }) => ff)),
      dsp: spread(errors.map(({ dsp }) => dsp)),
      bram: spread(errors.map(({ bram }) => bram)),
    };
    writeFileSync(file, textOf(coefficients, error));
    const byKind = Object.fromEntries(
      Object.entries(kinds).map(([kind, points]) => {
        const own = points.map((point) => errorOf(point, fit(points.filter((other) => other !== point))));
        return [
          kind,
          { points: own.length, lut: spread(own.map(({ lut }) => lut)), ff: spread(own.map(({ ff }) => ff)) },
        ];
      }),
    );
    return { error, byKind };
  },
};

/** Relative error of LUTs and registers, with 20 as the least that counts as the whole; DSP48E2 and block RAM as they are. */
function errorOf(
  { lowered, cell, measured }: Point,
  model: Coefficients,
): Record<'lut' | 'ff' | 'dsp' | 'bram', number> {
  const estimate = estimateCell(lowered, cell, model);
  const relative = (name: (typeof fields)[number]): number =>
    Math.abs(estimate[name] - measured[name]) / Math.max(20, measured[name]);
  const absolute = (name: 'dsp' | 'bram'): number => Math.abs(estimate[name] - measured[name]);
  return { lut: relative('lut'), ff: relative('ff'), dsp: absolute('dsp'), bram: absolute('bram') };
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

function textOf(coefficients: object, error: object): string {
  return [
    '// What logic costs, and how wrong the estimate is: written by `npm run bench -- area`, which fits it to Yosys.',
    "import type { Coefficients, EstimateErrors } from './estimate.ts';",
    '',
    '/** Errors on points that the model was not fitted to: relative for LUTs and registers, blocks for the others. */',
    `export const measuredError: EstimateErrors = ${JSON.stringify(error)};`,
    '',
    '/** Costs of the terms of every unit. */',
    `export const coefficients: Readonly<Record<string, Coefficients>> = ${JSON.stringify(coefficients, null, 2)};`,
    '',
  ].join('\n');
}
