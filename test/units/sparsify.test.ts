// sparsify: events in hardware against golden, through a dense unit that gives every event back; cycles, and messages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { runGolden } from '../../src/golden/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import {
  DendraError,
  type Elem,
  elem,
  type Graph,
  type Lowered,
  type Site,
  type StreamType,
  signedElem,
  stallModes,
  stream,
  targets,
  tensor,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { type Attrs, sparsify } from '../../src/units/sparsify/index.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { writeFiles } from '../support/write-files.ts';

interface Point {
  readonly type: Elem;
  readonly shape: readonly number[];
  readonly row: number;
  readonly lanes: number;
  readonly outputs?: number;
  readonly out?: number;
}

/** x, its events, and the first elements of every row again. */
function designOf({ type, shape, row, lanes, outputs = row, out = row }: Point): Lowered {
  const identity = Array.from({ length: outputs * row }, (_, k) => (k % row === Math.floor(k / row) ? 1 : 0));
  const graph: Graph = {
    name: 'sparsify_test',
    steps: 2,
    inputs: [{ name: 'x', elem: type, shape, lanes }],
    outputs: [{ name: 'y', from: 'back' }],
    nodes: [
      { name: 'events', kind: 'sparsify', attrs: { row }, inputs: { x: 'x' }, fold: { lanes } },
      {
        name: 'back',
        kind: 'dense',
        attrs: { weights: tensor(elem(0, 1), [outputs, row], identity) },
        inputs: { x: 'events' },
        fold: { in: 1, out },
      },
    ],
  };
  return lower(graph, registry, targets['ultrascale-plus'], { compose });
}

describe('unit sparsify', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-sparsify-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const grid: readonly Point[] = [
    { type: elem(0, 1), shape: [1], row: 1, lanes: 1 },
    { type: signedElem(4), shape: [7], row: 7, lanes: 3 },
    { type: elem(-1, 1), shape: [3, 4], row: 4, lanes: 4 },
    { type: elem(0, 1), shape: [4, 6], row: 12, lanes: 6 },
    { type: elem(0, 1), shape: [4, 10], row: 40, lanes: 8, outputs: 4, out: 2 },
    { type: elem(3, 5), shape: [2, 3], row: 3, lanes: 1 },
    { type: signedElem(3), shape: [50], row: 50, lanes: 19, outputs: 5, out: 5 },
  ];
  test('equals its HLS C++ on every element and count, all grid points in one program', async (context) => {
    await needsHls(context);
    await expectHls(
      grid.map((point, index) => {
        const lowered = designOf(point);
        return { title: JSON.stringify(point.shape), lowered, samples: randomSamples(lowered, 8, index + 1) };
      }),
    );
  });

  grid.forEach((point, index) => {
    const { type, shape, row, lanes } = point;
    test(`x ${shape.join('x')} of ${type.int.join('..')}, row ${row}, lanes ${lanes} equals its RTL in every stall mode`, async () => {
      const lowered = designOf(point);
      const samples = randomSamples(lowered, 8, index + 1);
      const emitted = emit(lowered);
      const place = join(folder, `${index}`);
      writeFiles(place, emitted.files);
      for (const mode of stallModes) {
        const stall = { mode, seed: 11 + index };
        const result = await verifyDesign({ lowered, emitted, folder: place, samples, sim: 'verilator', stall });
        expect(result.failures, `${mode} stalls`).toEqual([]);
      }
      const stall = { mode: 'both', seed: 3 } as const;
      const second = await verifyDesign({
        lowered,
        emitted,
        folder: place,
        samples: samples.slice(0, 3),
        sim: 'icarus',
        stall,
      });
      expect(second.failures, 'Icarus').toEqual([]);
    });
  });
});

describe('sparsify', () => {
  const site = (x: StreamType, row: number, lanes: number): Site<Attrs> => {
    return {
      name: 's',
      attrs: { row },
      inputs: { x },
      outputs: sparsify.infer({ row }, { x }),
      fold: { lanes },
      steps: 1,
    };
  };
  const beats = (values: readonly number[], row: number, lanes: number) => {
    const at = site(stream(signedElem(8), [values.length]), row, lanes);
    const x = tensor(signedElem(8), [values.length], values);
    const { trace } = sparsify.step(at, { x }, null, { first: true, last: true });
    return sparsify.beats(at, trace, { first: true, last: true });
  };
  const dropped = (times: number) => ({ times, take: ['x'] });
  const passed = (times: number) => ({ times, take: ['x'], give: ['work'] });
  const peeks = (times: number) => ({ times, peek: ['work'], give: ['y'] });
  const takes = (times: number) => ({ times, take: ['work'], give: ['y'] });

  test('scans a beat a cycle, and sends an event a cycle and one beat to close a row', () => {
    expect(beats([0, 0, 5, 0], 4, 1)).toEqual({ scan: [dropped(2), passed(2)], send: [takes(2)] });
    expect(beats([0, 0, 5, 7, 0, 0, 1, 1], 8, 4)).toEqual({
      scan: [passed(2)],
      send: [peeks(1), takes(1), peeks(2), takes(1)],
    });
    expect(beats([0, 0, 0, 0], 2, 2)).toEqual({ scan: [passed(2)], send: [takes(2)] });
  });

  test('keeps the shape where the last dimension is the row, and flattens otherwise', () => {
    const shape = (given: readonly number[], row: number) => site(stream(elem(0, 1), given), row, 1).outputs.y!.shape;
    expect(shape([2, 3, 4], 4)).toEqual([2, 3, 4]);
    expect(shape([2, 3, 4], 12)).toEqual([2, 12]);
    expect(shape([2, 3, 4], 24)).toEqual([24]);
  });

  test('refuses rows that do not divide the tensor', () => {
    const message = (x: StreamType, row: number): string => {
      try {
        sparsify.infer({ row }, { x });
      } catch (error) {
        if (error instanceof DendraError) return error.message;
      }
      return 'accepted';
    };
    expect(message(stream(elem(0, 1), [2, 3]), 4)).toBe(
      'row must be a divisor of 6, not 4\n  at attribute "row" (rule row-divides-tensor)',
    );
    expect(message(stream(elem(0, 1), [{ max: 4, length: 'n' }, 3]), 6)).toBe(
      'row must be its last dimension, 3, where a length is known only at run time, not 6\n' +
        '  at attribute "row" (rule row-divides-tensor)',
    );
  });

  test('lets a dense unit work at full speed at 0, 10, 50 and 100 % activity, wherever the events are', () => {
    for (const lanes of [1, 4, 16]) {
      for (const groups of [1, 2, 3, 8]) {
        const lowered = designOf({ type: elem(0, 1), shape: [240], row: 240, lanes, outputs: 8 * groups, out: 8 });
        for (const percent of [0, 10, 50, 100]) {
          const active = (240 * percent) / 100;
          for (const start of [0, 240 - active]) {
            const values = Array.from({ length: 240 }, (_, i) => (i >= start && i < start + active ? 1 : 0));
            const x = tensor(elem(0, 1), [240], values);
            const sample = { x: [x, x] };
            const { traces } = runGolden(lowered, [sample])[0]!;
            const { delivered } = compose(
              lowered,
              Array.from({ length: 6 }, () => traces),
            );
            const ends = delivered.y!.filter((_, i) => i % groups === groups - 1);
            const interval = (ends.at(-1)! - ends.at(-7)!) / 6;
            const most = Math.max(240 / lanes, (active + 1) * groups);
            const point = `${lanes} lanes, ${groups} groups, ${percent} %, from ${start}`;
            expect(interval, point).toBeLessThanOrEqual(most + 1);
          }
        }
      }
    }
  });

  test('takes a tensor of several rows as one row where the matrix does', () => {
    const weights = tensor(signedElem(4), [2, 12], new Array(24).fill(1));
    for (const over of ['row', 'tensor'] as const) {
      const graph: Graph = {
        name: 'one_row',
        steps: 1,
        inputs: [{ name: 'x', elem: elem(0, 1), shape: over === 'row' ? [2, 12] : [4, 3] }],
        outputs: [{ name: 'y', from: 'layer' }],
        nodes: [
          { name: 'layer', kind: 'spiking-dense', attrs: { weights, over }, inputs: { x: 'x' }, fold: { out: 1 } },
        ],
      };
      const { cells } = lower(graph, registry, targets['ultrascale-plus'], { compose });
      const found = cells.find(({ unit }) => unit.kind === 'sparsify')!;
      expect(found.site.attrs).toEqual({ row: 12 });
      expect(found.site.outputs.y!.shape).toEqual(over === 'row' ? [2, 12] : [12]);
    }
  });

  test('sizes the FIFO between its threads by the row', () => {
    const depth = (row: number, lanes: number) => {
      return sparsify.channels(site(stream(elem(0, 1), [row]), row, lanes)).inner!.work!.depth;
    };
    expect([depth(240, 1), depth(240, 4), depth(3, 3), depth(1 << 20, 1)]).toEqual([124, 64, 5, 4100]);
  });
});
