// transfer: functions of the author against hardware, with state, several results, tables and narrow streams.
import { describe, expect, test } from 'vitest';
import { readGraph, writeGraph } from '../../src/import/index.ts';
import { type DendraError, elem, graph, signedElem, spike, stream, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { abs, min, q, quantise, transfer, uq } from '../../src/transfer/index.ts';
import { registry } from '../../src/units/index.ts';
import { transferUnit } from '../../src/units/transfer/index.ts';
import { describeUnit } from '../support/describe-unit.ts';
import { coop, leaky, qk, tm1 } from '../transfer/modulations.ts';

const small = signedElem(8, 4);
const port = (type: typeof small, ...shape: number[]) => ({ elem: type, shape });

/** Wide products, and an operand that nothing depends on. */
const wide = transfer({ a: q(24), b: q(30), c: q(4) }, ({ a, b, c }) => (a * b + 3) * (c > 9 ? c : 1));

/** A running mean that starts at -3, and a count of firings; both states wait for the product in front of them. */
const running = transfer(
  { x: q(6, 2), w: uq(4) },
  ({ x, w, mean, n }) => {
    const drive = quantise(x * w, q(10, 2), 'floor', 'never');
    const next = quantise(mean + (drive - mean) / 4, q(12, 4), 'halfEven', 'saturate');
    return {
      y: quantise(next * next, uq(16, 0), 'ceil', 'saturate'),
      d: n < 3 ? abs(x) : 0,
      mean: next,
      n: n < 15 ? min(n, 14) + 1 : 0,
    };
  },
  { state: { mean: { format: q(12, 4), initial: -3 }, n: { format: uq(4), initial: 2 } } },
);

describeUnit(transferUnit, {
  grid: [
    { title: 'coop', attrs: { fn: coop }, inputs: { R: port(small, 2, 6), C: port(small, 2, 6) }, fold: { lanes: 3 } },
    {
      title: 'coop of 6 stages over narrow streams',
      attrs: { fn: coop, stages: 6 },
      inputs: { R: port(elem(-3, 20, 4), 5), C: port(elem(0, 16, 4), 5) },
      fold: { lanes: 2 },
      target: 'asic',
    },
    {
      title: 'two results',
      attrs: { fn: qk },
      inputs: { q: port(small, 7), k: port(small, 7), Qx: port(small, 7), Kx: port(small, 7) },
      fold: { lanes: 4 },
      steps: 2,
    },
    { title: 'a table', attrs: { fn: tm1 }, inputs: { R: port(small, 9), C: port(small, 9) }, fold: { lanes: 1 } },
    {
      title: 'a result of 58 bits and an operand without use',
      attrs: { fn: wide },
      inputs: { a: port(signedElem(24), 3), b: port(signedElem(30), 3), c: port(signedElem(4), 3) },
      fold: { lanes: 1 },
    },
    { title: 'spikes', attrs: { fn: leaky }, inputs: { x: port(signedElem(8), 10) }, fold: { lanes: 4 }, steps: 5 },
    { title: 'one neuron', attrs: { fn: leaky }, inputs: { x: port(signedElem(8), 1) }, fold: { lanes: 1 }, steps: 9 },
    {
      title: 'two states',
      attrs: { fn: running },
      inputs: { x: port(signedElem(6, 2), 2, 4), w: port(elem(0, 15), 2, 4) },
      fold: { lanes: 4 },
      steps: 4,
    },
    {
      title: 'a state behind a product',
      attrs: { fn: running },
      inputs: { x: port(signedElem(6, 2), 4), w: port(elem(0, 15), 4) },
      fold: { lanes: 2 },
      steps: 3,
      dsp: 'explicit',
    },
  ],
});

describe('transfer', () => {
  const build = () => {
    const g = graph('cells');
    g.input('r', small, [4]);
    g.input('c', elem(-16, 16, 4), [4]);
    g.node('transfer', 'cell_y', { fn: coop }, { R: 'r', C: 'c' });
    return g.output('y', 'cell_y').build();
  };

  test('survives a graph file: the same text, types and hardware', () => {
    const text = writeGraph(build());
    const again = readGraph(text, undefined, () => expect.fail('no archive'));
    expect(writeGraph(again)).toBe(text);
    const [first, second] = [build(), again].map((each) => lower(each, registry, targets.asic, {}));
    expect(second!.edges).toEqual(first!.edges);
    const params = ({ cells }: typeof first & object) => cells.map(({ unit, site }) => unit.params(site, targets.asic));
    expect(params(second!)).toEqual(params(first!));
  });

  test('infers the interval that the streams reach, not that of the formats', () => {
    expect(
      transferUnit.infer({ fn: coop }, { R: stream(elem(0, 4, 4), [2]), C: stream(elem(0, 0, 4), [2]) }).y!.elem,
    ).toEqual(elem(0, 9, 4));
    expect(transferUnit.infer({ fn: leaky }, { x: stream(elem(0, 9), [2]) }).spike!.elem).toEqual(spike);
  });

  test.each([
    [
      { R: stream(signedElem(9, 4), [4]), C: stream(small, [4]) },
      'input "R" must be within -8..7.9375, not -16..15.9375',
    ],
    [{ R: stream(signedElem(8, 3), [4]), C: stream(small, [4]) }, 'input "R" must have 4 fraction bits, not 3'],
    [
      { R: stream(small, [4]), C: stream(small, [5]) },
      'input "C" must have the shape of input "R", 4 of -128..127/2^4, not 5 of -128..127/2^4',
    ],
  ])('refuses unfit streams, case %#', (inputs, sentence) => {
    let text = '';
    try {
      transferUnit.infer({ fn: coop }, inputs);
    } catch (error) {
      text = (error as DendraError).sentence;
    }
    expect(text).toBe(sentence);
  });

  test('refuses fewer stages than a state needs, and streams of run-time length beside a state', () => {
    expect(() => transferUnit.infer({ fn: leaky, stages: 1 }, { x: stream(signedElem(8), [4]) })).toThrow(
      'stages must be at least 2 for this function, not 1\n  at attribute "stages" (rule transfer-stages)',
    );
    const some = stream(signedElem(8), [{ max: 4, length: 'n' }]);
    expect(() => transferUnit.infer({ fn: leaky }, { x: some })).toThrow(
      'input "x" must have a fixed shape, not the run-time length "n"\n  (rule transfer-fixed-shape)',
    );
  });
});
