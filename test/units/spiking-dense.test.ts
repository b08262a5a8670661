// spiking-dense: hardware against golden, counts of events and additions, and messages.
import { describe, expect, test } from 'vitest';
import { DendraError, type Elem, elem, type Site, signedElem, spike, stream, tensor } from '../../src/ir/index.ts';
import { type Attrs, spikingDense } from '../../src/units/spiking-dense/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

function weights(outputs: number, inputs: number, lo: number, hi: number) {
  const values = Array.from({ length: outputs * inputs }, (_, k) => lo + ((k * 2654435761) % (hi - lo + 1)));
  return tensor(elem(lo, hi), [outputs, inputs], values);
}
const bias = (outputs: number) =>
  tensor(
    elem(0, 50),
    [outputs],
    Array.from({ length: outputs }, (_, o) => (o * 7) % 51),
  );
const point = (attrs: Partial<Attrs> & Pick<Attrs, 'weights'>, x: Elem, shape: readonly number[], out: number) => ({
  attrs,
  inputs: { x: { elem: x, shape } },
  fold: { out },
});

describeUnit(spikingDense, {
  grid: [
    point({ weights: weights(1, 1, 1, 1) }, spike, [1], 1),
    point({ weights: weights(5, 7, -8, 7), bias: bias(5) }, spike, [7], 2),
    { ...point({ weights: weights(6, 12, -8, 7) }, spike, [2, 12], 6), steps: 4 },
    point({ weights: weights(3, 10, 0, 5), bias: bias(3), over: 'tensor' }, elem(0, 31), [2, 5], 3),
    point({ weights: weights(5, 7, -3, 2), bias: bias(5), reload: { weights: 3, bias: 7 } }, spike, [7], 3),
    point({ weights: weights(4, 6, -3, 2) }, elem(0, 4), [3, 6], 2),
  ],
});

describe('spiking-dense', () => {
  const attrs: Attrs = { weights: tensor(signedElem(4), [2, 3], [1, -2, 3, 4, 5, -6]), over: 'row', frac: 0 };

  test('counts events and, apart from them, additions of bit planes', () => {
    const x = stream(elem(0, 3), [3]);
    const site: Site<Attrs> = {
      name: 'd',
      attrs,
      inputs: { x },
      outputs: spikingDense.infer(attrs, { x }),
      fold: { out: 2 },
      steps: 1,
    };
    const firing = spikingDense.step(site, { x: tensor(x.elem, [3], [3, 0, 1]) }, null, { first: true, last: true });
    expect([...firing.outputs.y!.data]).toEqual([6, 6]);
    expect(spikingDense.count(site, firing.trace)).toEqual({ synapse: 4, accumulate: 6 });
  });

  test('refuses inputs that are no spikes', () => {
    const text = (type: Elem): string => {
      try {
        spikingDense.infer(attrs, { x: stream(type, [3]) });
      } catch (error) {
        if (error instanceof DendraError) return error.message;
      }
      return 'accepted';
    };
    expect(text(elem(0, 31))).toBe('accepted');
    expect(text(elem(-1, 1))).toBe(
      'the input must be spikes or small sums in 0..31, not -1..1\n  (rule spiking-input)\n  use dense, or requantise the input',
    );
  });
});
