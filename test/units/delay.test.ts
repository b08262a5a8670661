// delay: hardware against golden in front of and around a cell, and what a sample of several steps sees.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples } from '../../src/golden/random.ts';
import {
  type DendraError,
  type Elem,
  elem,
  type Graph,
  graph,
  type Site,
  signedElem,
  stallModes,
  stream,
  targets,
  tensor,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { compose } from '../../src/timing/index.ts';
import { type Attrs, delay } from '../../src/units/delay/index.ts';
import { registry } from '../../src/units/index.ts';
import { resetCycle } from '../support/describe-unit.ts';
import { expectHls, needsHls } from '../support/hls-grid.ts';
import { writeFiles } from '../support/write-files.ts';

/** y(t) = x(t) + x(t-1): a delay at a graph output would give the zeros of a sample that never comes. */
function difference(type: Elem, shape: readonly number[], lanes: number, steps: number): Graph {
  const g = graph('difference', { steps });
  const fold = { fold: { lanes } };
  g.input('x', type, shape, { lanes });
  g.node('delay', 'past', { shape, frac: type.frac }, { x: 'x' }, fold);
  g.node('two-point', 'both', { mod: 'add', W: 8, f: type.frac }, { r: 'x', p: 'past' }, fold);
  return g.output('y', 'both').build();
}

/** y(t) = coop(x(t), y(t-1)): the delay closes a cycle. */
function cycle(size: number, lanes: number, steps: number): Graph {
  const g = graph('cycle', { steps });
  const fold = { fold: { lanes } };
  g.input('x', signedElem(8, 4), [size], { lanes });
  g.node('two-point', 'neuron', { W: 8, f: 4 }, { r: 'x', p: 'past' }, fold);
  g.node('delay', 'past', { shape: [size], frac: 4 }, { x: 'neuron' }, fold);
  return g.output('y', 'neuron').build();
}

async function failuresOf(design: Graph, name: keyof typeof targets): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-delay-'));
  try {
    const lowered = lower(design, registry, targets[name], { compose });
    const emitted = emit(lowered);
    writeFiles(folder, emitted.files);
    const samples = randomSamples(lowered, 6, 3);
    const failures: string[] = [];
    for (const [i, mode] of stallModes.entries()) {
      const request = { lowered, emitted, folder, samples, stall: { mode, seed: 5 }, sim: 'verilator' } as const;
      const result = await verifyDesign(request);
      const again = await verifyDesign({ ...request, run: { resetAt: resetCycle(result, i) } });
      failures.push(...result.failures, ...again.failures);
    }
    const request = {
      lowered,
      emitted,
      folder,
      samples: samples.slice(0, 3),
      stall: { mode: 'both', seed: 6 },
    } as const;
    failures.push(...(await verifyDesign({ ...request, sim: 'icarus' })).failures);
    return failures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('unit delay', () => {
  const behind = [
    { range: '-8..7', lo: -8, hi: 7, shape: [1], lanes: 1, steps: 1 },
    { range: '-8..7', lo: -8, hi: 7, shape: [5], lanes: 2, steps: 2 },
    { range: '-8..7', lo: -8, hi: 7, shape: [5], lanes: 5, steps: 3 },
    { range: '0..15', lo: 0, hi: 15, shape: [6], lanes: 1, steps: 4 },
    { range: '-9..-3', lo: -9, hi: -3, shape: [3], lanes: 2, steps: 3 },
    { range: '3..5', lo: 3, hi: 5, shape: [2, 3], lanes: 3, steps: 3 },
  ];
  const cycles = [
    { size: 1, lanes: 1, steps: 3, target: 'ultrascale-plus' },
    { size: 7, lanes: 3, steps: 4, target: 'asic' },
    { size: 4, lanes: 4, steps: 1, target: 'ultrascale-plus' },
  ] as const;

  test('equals its HLS C++ on every element, behind an input and in a cycle', async (context) => {
    await needsHls(context);
    const designs = [
      ...behind.map((p) => difference(elem(p.lo, p.hi, 2), p.shape, p.lanes, p.steps)),
      ...cycles.map((p) => cycle(p.size, p.lanes, p.steps)),
    ];
    await expectHls(
      designs.map((design) => {
        const lowered = lower(design, registry, targets['ultrascale-plus'], { compose });
        return { title: design.name, lowered, samples: randomSamples(lowered, 6, 3) };
      }),
    );
  });

  test.each(behind)('equals its RTL behind x of $range, shape $shape, lanes $lanes, steps $steps', async (point) => {
    const design = difference(elem(point.lo, point.hi, 2), point.shape, point.lanes, point.steps);
    expect(await failuresOf(design, 'ultrascale-plus')).toEqual([]);
  });

  test.each(cycles)('equals its RTL in a cycle of size $size, lanes $lanes, steps $steps', async (point) => {
    expect(await failuresOf(cycle(point.size, point.lanes, point.steps), point.target)).toEqual([]);
  });
});

describe('delay', () => {
  const type = stream(elem(-8, 7), [3]);
  const site: Site<Attrs> = {
    name: 'delay',
    attrs: { shape: [3], frac: 0 },
    inputs: { x: type },
    outputs: { y: type },
    fold: { lanes: 2 },
    steps: 3,
  };

  test('gives zeros first and then the tensor of the step before', () => {
    const x = tensor(type.elem, [3], [1, -2, 3]);
    const first = delay.step(site, { x }, delay.initial(site), { first: true, last: false });
    expect([...first.outputs.y!.data]).toEqual([0, 0, 0]);
    const second = delay.step(site, {}, first.state, { first: false, last: false });
    expect([...second.outputs.y!.data]).toEqual([1, -2, 3]);
    expect(second.state).toBe(first.state);
  });

  test('unites the interval of its input with zero, and starts from zero alone', () => {
    expect(delay.infer(site.attrs, { x: stream(elem(3, 5), [3]) }).y!.elem).toEqual(elem(0, 5));
    expect(delay.infer(site.attrs, {}).y).toEqual(stream(elem(0, 0), [3]));
  });

  test('adds a tensor of zeros at the start of a sample and drops its last tensor', () => {
    const beats = (first: boolean, last: boolean) => delay.beats(site, null, { first, last }).main;
    expect(beats(true, false)).toEqual([
      { times: 2, give: ['y'] },
      { times: 2, take: ['x'], give: ['y'] },
    ]);
    expect(beats(false, true)).toEqual([{ times: 2, take: ['x'] }]);
  });

  test('refuses another shape, another binary point and a run-time length', () => {
    const text = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as DendraError).sentence;
      }
      return 'nothing';
    };
    expect(text(() => delay.infer(site.attrs, { x: stream(elem(0, 1), [4]) }))).toBe(
      'shape must be that of input "x", [4], not [3]',
    );
    expect(text(() => delay.infer(site.attrs, { x: stream(elem(0, 1, 5), [3]) }))).toBe(
      'frac must be that of input "x", 5, not 0',
    );
    expect(text(() => delay.infer(site.attrs, { x: stream(elem(0, 1), [{ max: 3, length: 'n' }]) }))).toBe(
      'input "x" must be of fixed length, not of run-time length',
    );
  });
});
