// The tests that every unit gets: golden against RTL in two simulators and against HLS C++, cycles, counters, lint and intervals.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { type GoldenSample, runGolden, type Sample } from '../../src/golden/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import {
  type Dim,
  type Elem,
  type Fold,
  type Graph,
  isVariable,
  type Lowered,
  maxDim,
  sizeOf,
  stallModes,
  type Target,
  targetWith,
  type Unit,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { type Verification, verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from './hls-grid.ts';
import { writeFiles } from './write-files.ts';

/** One configuration of a unit. */
export interface GridPoint {
  /** Names the point in the title; the fold and the input shapes are always there. */
  readonly title?: string;
  readonly attrs: unknown;
  readonly inputs: Readonly<Record<string, { readonly elem: Elem; readonly shape: readonly number[] }>>;
  readonly fold: Fold;
  readonly steps?: number;
  readonly target?: Target['name'];
  readonly dsp?: Target['dsp'];
  /** Random samples besides the extreme ones; 4 by default. */
  readonly samples?: number;
}

/** A graph of one node whose inputs and outputs are the graph's. */
export function unitGraph(unit: Unit, point: GridPoint): Graph {
  const attrs = point.attrs;
  const ports = unit.ports(attrs as never);
  return {
    name: `${unit.kind.replaceAll('-', '_')}_test`,
    steps: point.steps ?? 1,
    inputs: Object.entries(point.inputs).map(([name, { elem, shape }]) => ({ name: `in_${name}`, elem, shape })),
    outputs: ports.outputs.map(({ name }) => ({ name: `out_${name}`, from: `unit.${name}` })),
    nodes: [
      {
        name: 'unit',
        kind: unit.kind,
        attrs,
        inputs: Object.fromEntries(Object.keys(point.inputs).map((name) => [name, `in_${name}`])),
        fold: point.fold,
      },
    ],
  };
}

/** A cycle in the middle of a run for stall mode `index`, so that the modes' resets spread over samples and their phases. */
export function resetCycle({ cycles }: Pick<Verification, 'cycles'>, index: number): number {
  return Math.floor((cycles.predicted * (index + 1)) / (stallModes.length + 1));
}

function lowerPoint(unit: Unit, point: GridPoint): Lowered {
  return lower(
    unitGraph(unit, point),
    registry,
    targetWith(point.target ?? 'ultrascale-plus', point.dsp ?? 'inferred'),
    { compose },
  );
}

/** The three extreme samples and random ones. */
function samplesOf(lowered: Lowered, { samples = 4 }: GridPoint, index: number): Sample[] {
  return randomSamples(lowered, 3 + samples, 1 + index);
}

/** Describes a unit over a grid of attributes, shapes and folds. */
export function describeUnit(unit: Unit, { grid }: { readonly grid: readonly GridPoint[] }): void {
  describe(`unit ${unit.kind}`, () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), `dendra-${unit.kind}-`));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('equals its HLS C++ on every element and count, all grid points in one program', async (context) => {
      await needsHls(context);
      await expectHls(
        grid.map((point, index) => {
          const lowered = lowerPoint(unit, point);
          return { title: titleOf(point), lowered, samples: samplesOf(lowered, point, index) };
        }),
      );
    });

    grid.forEach((point, index) => {
      describe(titleOf(point), () => {
        const design = (): { lowered: Lowered; samples: Sample[]; golden: GoldenSample[] } => {
          const lowered = lowerPoint(unit, point);
          const samples = samplesOf(lowered, point, index);
          return { lowered, samples, golden: runGolden(lowered, samples) };
        };

        test('gives values inside the inferred intervals and tensors of the inferred shapes', () => {
          const { lowered, golden } = design();
          for (const name of lowered.outputs) {
            const { type } = lowered.edges.find(({ to }) => to === name)!;
            const [lo, hi] = type.elem.int;
            for (const t of golden.flatMap(({ outputs }) => outputs[name]!)) {
              if (!isVariable(type)) expect([...t.shape]).toEqual(type.shape.map((dim: Dim) => maxDim(dim)));
              expect(t.data.length).toBe(sizeOf(t.shape));
              for (const value of t.data) {
                if (BigInt(value) < lo || BigInt(value) > hi) expect.fail(`${name}: ${value} is outside ${lo}..${hi}`);
              }
            }
          }
        });

        test('equals its RTL in every stall mode, with equal cycles and counters, in two simulators', async () => {
          const { lowered, samples, golden } = design();
          const emitted = emit(lowered);
          const place = join(folder, `${index}`);
          writeFiles(place, emitted.files);
          const common = { lowered, emitted, folder: place };
          for (const [i, mode] of stallModes.entries()) {
            const request = {
              ...common,
              samples,
              golden,
              sim: 'verilator',
              stall: { mode, seed: 17 + index },
            } as const;
            const result = await verifyDesign(request);
            expect(result.failures, `${mode} stalls`).toEqual([]);
            expect(result.compared).toBeGreaterThan(0);
            expect(result.mismatches).toBe(0);
            const resetAt = resetCycle(result, i);
            const again = await verifyDesign({ ...request, run: { resetAt } });
            expect(again.failures, `${mode} stalls, reset in cycle ${resetAt}`).toEqual([]);
          }
          const few = { samples: samples.slice(0, 4), golden: golden.slice(0, 4) };
          const stall = { mode: 'both', seed: 5 } as const;
          const second = await verifyDesign({ ...common, ...few, sim: 'icarus', stall });
          expect(second.failures, 'Icarus').toEqual([]);
        });
      });
    });
  });
}

function titleOf({ title, inputs, fold, steps, target, dsp }: GridPoint): string {
  const shapes = Object.entries(inputs).map(
    ([name, { elem, shape }]) => `${name} ${shape.join('x')} of ${elem.int.join('..')}`,
  );
  const folds = Object.entries(fold).map(([name, value]) => `${name} ${value}`);
  const multipliers = dsp === 'explicit' ? 'explicit DSP48E2' : undefined;
  return [title, ...shapes, ...folds, steps === undefined ? undefined : `steps ${steps}`, target, multipliers]
    .filter((part) => part !== undefined)
    .join(', ');
}
