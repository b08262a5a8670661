// own-neuron: a function in the user's own file becomes hardware; its golden form is the function itself, called step by step.
import { expect, test } from 'vitest';
import graph, { neuron } from '../../examples/own-neuron/design.ts';
import { randomSamples } from '../../src/golden/random.ts';
import { targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { verifyExample } from '../support/verify-example.ts';

const samples = randomSamples(lower(graph, registry, targets['ultrascale-plus'], { compose }), 20, 1);
const { golden } = verifyExample(graph, samples);

test('spikes are those of the function, called with numbers', () => {
  samples.forEach((sample, k) => {
    const v = new Array<number>(32).fill(0);
    sample.drive!.forEach(({ data }, step) => {
      const surround = sample.surround![step]!.data;
      const spikes = v.map((before, i) => {
        const drive = Number(data[i]) / 16;
        const fired = neuron({ drive, context: Number(surround[i]) / 16, v: before });
        v[i] = fired.v;
        return fired.spike;
      });
      expect(Array.from(golden[k]!.outputs.spikes![step]!.data, Number)).toEqual(spikes);
    });
  });
});
