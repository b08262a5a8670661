// Tests of dense and spiking-dense on rows whose number is known only at run time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import {
  type Elem,
  elem,
  type Fold,
  type Graph,
  signedElem,
  spike,
  stallModes,
  targets,
  tensor,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { writeFiles } from '../support/write-files.ts';

interface Point {
  readonly kind: string;
  readonly type: Elem;
  readonly attrs: object;
  readonly fold: Fold;
}

/** The kept rows of x, multiplied by a matrix of 4 outputs and 6 inputs. */
function designOf({ kind, type, attrs, fold }: Point): Graph {
  const weights = Array.from({ length: 24 }, (_, k) => ((k * 5) % 16) - 8);
  return {
    name: 'kept_rows',
    steps: 2,
    inputs: [
      { name: 'x', elem: type, shape: [5, 6] },
      { name: 'mask', elem: spike, shape: [5] },
    ],
    nodes: [
      { name: 'keep', kind: 'gather', attrs: { length: 'kept' }, inputs: { x: 'x', mask: 'mask' }, fold: { lanes: 3 } },
      {
        name: 'product',
        kind,
        attrs: { weights: tensor(signedElem(4), [4, 6], weights), ...attrs },
        inputs: { x: 'keep' },
        fold,
      },
    ],
    outputs: [{ name: 'y', from: 'product' }],
  };
}

describe('rows of run-time number', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-rows-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bias = tensor(signedElem(8), [4], [100, -3, 0, 77]);
  const grid: readonly Point[] = [
    { kind: 'dense', type: signedElem(3), attrs: { bias }, fold: { in: 1, out: 2 } },
    { kind: 'dense', type: elem(1, 3), attrs: { bias, skip: false }, fold: { in: 3, out: 2 } },
    { kind: 'dense', type: signedElem(3), attrs: { skip: false }, fold: { in: 6, out: 4 } },
    { kind: 'spiking-dense', type: elem(0, 3), attrs: {}, fold: { out: 4 } },
  ];
  test('all of them equal their HLS C++ on every element and count', async (context) => {
    await needsHls(context);
    await expectHls(
      grid.map((point, index) => {
        const lowered = lower(designOf(point), registry, targets['ultrascale-plus'], { compose });
        return { title: point.kind, lowered, samples: randomSamples(lowered, 12, index + 1) };
      }),
    );
  });

  grid.forEach((point, index) => {
    const { kind, type, attrs, fold } = point;
    const title = `${kind} of ${type.int.join('..')} with ${Object.keys(attrs).join(', ') || 'weights alone'}, fold ${Object.values(fold).join(' x ')}`;
    test(`${title} equals its RTL in every stall mode`, async () => {
      const lowered = lower(designOf(point), registry, targets['ultrascale-plus'], { compose });
      const samples = randomSamples(lowered, 12, index + 1);
      const emitted = emit(lowered);
      const place = join(folder, `${index}`);
      writeFiles(place, emitted.files);
      for (const mode of stallModes) {
        const stall = { mode, seed: 7 + index };
        const result = await verifyDesign({ lowered, emitted, folder: place, samples, sim: 'verilator', stall });
        expect(result.failures, `${mode} stalls`).toEqual([]);
      }
    });
  });
});
